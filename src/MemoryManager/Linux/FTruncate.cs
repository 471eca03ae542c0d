using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Linux;

internal static partial class Libc
{
    /// <summary>ftruncate(2). Beyond RLIMIT_FSIZE it kills the process, so that limit is asked first.</summary>
    [LibraryImport("libc.so.6", EntryPoint = "ftruncate", SetLastError = true)]
    internal static partial int FTruncate(int file, long size);
}
