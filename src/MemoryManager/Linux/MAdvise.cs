using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Linux;

internal static partial class Libc
{
    /// <summary>madvise(2).</summary>
    [LibraryImport("libc.so.6", EntryPoint = "madvise", SetLastError = true)]
    internal static partial int MAdvise(nint address, nuint size, MemoryAdvice advice);
}

/// <summary>MADV_*: those two after which the pages read as zero and take no memory.</summary>
internal enum MemoryAdvice
{
    /// <summary>For private pages.</summary>
    DontNeed = 4,

    /// <summary>For shared pages: punches a hole in the file behind them.</summary>
    Remove = 9,
}
