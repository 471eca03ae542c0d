using System.Runtime.InteropServices;

namespace Linker.Bench.Native;

internal static partial class Libc
{
    /// <summary>Becomes another program. Returns only to throw.</summary>
    internal static unsafe void Become(string path, IReadOnlyList<string> arguments)
    {
        var texts = new nint[arguments.Count + 1];
        for (int i = 0; i < arguments.Count; i++)
        {
            texts[i] = Marshal.StringToCoTaskMemUTF8(arguments[i]);
        }

        fixed (nint* first = texts)
        {
            _ = ExecV(path, first);
        }

        throw Failure("execv");
    }

    /// <summary>execv(3). Returns on failure.</summary>
    [LibraryImport("libc.so.6", EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int ExecV(string path, nint* arguments);
}
