using System.Runtime.InteropServices;

namespace Linker.MemoryManager.MacOS;

/// <summary>The system library's calls, one a file.</summary>
internal static partial class LibSystem
{
    private const string Library = "libSystem.B.dylib";

    /// <summary>mmap(2). −1 on failure.</summary>
    [LibraryImport(Library, EntryPoint = "mmap", SetLastError = true)]
    internal static partial nint MMap(nint address, nuint size, PageAccess access, MapFlags flags, int file, long offset);
}

/// <summary>MAP_*, sys/mman.h.</summary>
[Flags]
internal enum MapFlags
{
    Private = 0x02,
    NoReserve = 0x40,
    Jit = 0x800,
    Anonymous = 0x1000,
}
