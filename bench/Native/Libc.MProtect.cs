using System.Runtime.InteropServices;

namespace Linker.Bench.Native;

internal static partial class Libc
{
    /// <summary>Changes the access of pages.</summary>
    internal static void Protect(nint address, nuint size, Protection protection)
    {
        if (MProtect(address, size, protection) != 0)
        {
            throw Failure("mprotect");
        }
    }

    /// <summary>mprotect(2).</summary>
    [LibraryImport("libc.so.6", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int MProtect(nint address, nuint size, Protection protection);
}
