using System.Runtime.InteropServices;

namespace Linker.MemoryManager.MacOS;

internal static partial class LibSystem
{
    /// <summary>mprotect(2).</summary>
    [LibraryImport(Library, EntryPoint = "mprotect", SetLastError = true)]
    internal static partial int MProtect(nint address, nuint size, PageAccess access);
}
