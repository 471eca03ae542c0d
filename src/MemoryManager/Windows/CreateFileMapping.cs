using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Windows;

internal static partial class Kernel32
{
    /// <summary>The file of a section that no file lies behind.</summary>
    internal const nint NoFile = -1; // INVALID_HANDLE_VALUE

    /// <summary>CreateFileMappingW (memoryapi.h). 0 on failure.</summary>
    [LibraryImport("kernel32.dll", EntryPoint = "CreateFileMappingW", SetLastError = true)]
    internal static partial nint CreateFileMapping(nint file, nint attributes, PageProtection protection, uint sizeHigh, uint sizeLow, nint name);
}
