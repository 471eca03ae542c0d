using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Linux;

internal static partial class Libc
{
    /// <summary>munmap(2).</summary>
    [LibraryImport("libc.so.6", EntryPoint = "munmap", SetLastError = true)]
    internal static partial int MUnmap(nint address, nuint size);
}
