using System.Runtime.InteropServices;

namespace Linker.Bench.Native;

internal static partial class Libc
{
    /// <summary>Sets a variable for the programs that this one becomes.</summary>
    internal static void SetVariable(string name, string value)
    {
        if (SetEnv(name, value, 1) != 0)
        {
            throw Failure("setenv");
        }
    }

    /// <summary>setenv(3).</summary>
    [LibraryImport("libc.so.6", EntryPoint = "setenv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnv(string name, string value, int overwrite);
}
