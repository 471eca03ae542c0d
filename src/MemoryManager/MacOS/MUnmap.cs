using System.Runtime.InteropServices;

namespace Linker.MemoryManager.MacOS;

internal static partial class LibSystem
{
    /// <summary>munmap(2).</summary>
    [LibraryImport(Library, EntryPoint = "munmap", SetLastError = true)]
    internal static partial int MUnmap(nint address, nuint size);
}
