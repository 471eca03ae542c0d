using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Windows;

internal static partial class Kernel32
{
    /// <summary>MapViewOfFileEx (memoryapi.h). 0 on failure; otherwise at the address named, unless that is 0.</summary>
    [LibraryImport("kernel32.dll", EntryPoint = "MapViewOfFileEx", SetLastError = true)]
    internal static partial nint MapViewOfFile(nint section, ViewAccess access, uint offsetHigh, uint offsetLow, nuint size, nint address);
}

/// <summary>FILE_MAP_*: the most that pages of a view can be given.</summary>
[Flags]
internal enum ViewAccess : uint
{
    Write = 0x02,
    Read = 0x04,
    Execute = 0x20,
}
