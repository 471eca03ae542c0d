using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Linux;

/// <summary>The C library's calls, one a file. Their failures are turned into exceptions by <see cref="OsFailure"/>.</summary>
internal static partial class Libc
{
    /// <summary>mmap(2). −1 on failure.</summary>
    [LibraryImport("libc.so.6", EntryPoint = "mmap", SetLastError = true)]
    internal static partial nint MMap(nint address, nuint size, PageAccess access, MapFlags flags, int file, long offset);
}

/// <summary>MAP_*, with the values that x86-64 and AArch64 share.</summary>
[Flags]
internal enum MapFlags
{
    Shared = 0x01,
    Private = 0x02,
    Fixed = 0x10,
    Anonymous = 0x20,
    NoReserve = 0x4000,
    FixedNoReplace = 0x100000,
}
