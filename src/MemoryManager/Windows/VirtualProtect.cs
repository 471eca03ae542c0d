using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Windows;

internal static partial class Kernel32
{
    /// <summary>VirtualProtect (memoryapi.h). The pages belong to one reservation or view, and are committed.</summary>
    [LibraryImport("kernel32.dll", EntryPoint = "VirtualProtect", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool VirtualProtect(nint address, nuint size, PageProtection protection, out PageProtection previous);
}
