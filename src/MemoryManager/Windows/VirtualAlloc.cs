using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Windows;

/// <summary>The system's calls, one a file. Their failures are turned into exceptions by <see cref="WindowsFailure"/>.</summary>
internal static partial class Kernel32
{
    /// <summary>VirtualAlloc (memoryapi.h). 0 on failure.</summary>
    [LibraryImport("kernel32.dll", EntryPoint = "VirtualAlloc", SetLastError = true)]
    internal static partial nint VirtualAlloc(nint address, nuint size, AllocationType type, PageProtection protection);
}

/// <summary>MEM_* that VirtualAlloc takes.</summary>
[Flags]
internal enum AllocationType : uint
{
    Commit = 0x1000,
    Reserve = 0x2000,
}

/// <summary>PAGE_* and, for sections, SEC_* (Windows, Memory Protection Constants).</summary>
[Flags]
internal enum PageProtection : uint
{
    NoAccess = 0x01,
    ReadOnly = 0x02,
    ReadWrite = 0x04,
    WriteCopy = 0x08,
    Execute = 0x10,
    ExecuteRead = 0x20,
    ExecuteReadWrite = 0x40,
    ExecuteWriteCopy = 0x80,

    /// <summary>Pages of a section take memory once they are committed, not before.</summary>
    SectionReserve = 0x4000000,
}
