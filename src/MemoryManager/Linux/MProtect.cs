using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Linux;

internal static partial class Libc
{
    /// <summary>mprotect(2).</summary>
    [LibraryImport("libc.so.6", EntryPoint = "mprotect", SetLastError = true)]
    internal static partial int MProtect(nint address, nuint size, PageAccess access);
}
