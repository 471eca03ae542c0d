using System.Runtime.InteropServices;

namespace Linker.Bench.Native;

internal static partial class Libc
{
    /// <summary>Gives memory back.</summary>
    internal static void Unmap(nint address, nuint size)
    {
        if (MUnmap(address, size) != 0)
        {
            throw Failure("munmap");
        }
    }

    /// <summary>munmap(2).</summary>
    [LibraryImport("libc.so.6", EntryPoint = "munmap", SetLastError = true)]
    private static partial int MUnmap(nint address, nuint size);
}
