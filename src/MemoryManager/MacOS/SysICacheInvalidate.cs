using System.Runtime.InteropServices;

namespace Linker.MemoryManager.MacOS;

internal static partial class LibSystem
{
    /// <summary>sys_icache_invalidate(3): caches and all cores agree about a range. libkern/OSCacheControl.h.</summary>
    [LibraryImport(Library, EntryPoint = "sys_icache_invalidate")]
    internal static partial void SysICacheInvalidate(nint start, nuint size);
}
