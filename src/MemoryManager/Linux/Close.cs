using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Linux;

internal static partial class Libc
{
    /// <summary>close(2).</summary>
    [LibraryImport("libc.so.6", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int file);
}
