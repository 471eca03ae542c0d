using System.Runtime.InteropServices;

namespace Linker.Cli.Native;

/// <summary>The name by which the C library calls the program in its messages.</summary>
internal static class ProgramName
{
    /// <summary>Sets glibc's <c>program_invocation_name</c> and, to what follows the last slash, <c>program_invocation_short_name</c>. A C library without them is left alone.</summary>
    internal static void Set(string name)
    {
        nint library = NativeLibrary.Load("libc.so.6");
        Set(library, "program_invocation_name", name);
        Set(library, "program_invocation_short_name", name[(name.LastIndexOf('/') + 1)..]);
    }

    // The text is never freed: the C library reads it to the end of the process.
    private static void Set(nint library, string variable, string name)
    {
        if (NativeLibrary.TryGetExport(library, variable, out nint address))
        {
            Marshal.WriteIntPtr(address, Marshal.StringToCoTaskMemUTF8(name));
        }
    }
}
