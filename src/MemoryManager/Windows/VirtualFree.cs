using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Windows;

internal static partial class Kernel32
{
    /// <summary>VirtualFree (memoryapi.h). A release names the start of a reservation and a size of 0.</summary>
    [LibraryImport("kernel32.dll", EntryPoint = "VirtualFree", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool VirtualFree(nint address, nuint size, FreeType type);
}

/// <summary>MEM_* that VirtualFree takes.</summary>
internal enum FreeType : uint
{
    Decommit = 0x4000,
    Release = 0x8000,
}
