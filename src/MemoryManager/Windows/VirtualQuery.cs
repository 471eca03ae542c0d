using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Windows;

internal static partial class Kernel32
{
    /// <summary>VirtualQuery (memoryapi.h). 0 on failure, as it is behind the last address of the process.</summary>
    [LibraryImport("kernel32.dll", EntryPoint = "VirtualQuery", SetLastError = true)]
    internal static partial nuint VirtualQuery(nint address, out PageRange range, nuint size);
}

/// <summary>MEMORY_BASIC_INFORMATION of 64-bit systems.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PageRange
{
    /// <summary>BaseAddress</summary>
    public ulong Address;

    /// <summary>AllocationBase</summary>
    public ulong Allocation;

    /// <summary>AllocationProtect</summary>
    public PageProtection FirstProtection;

    /// <summary>PartitionId</summary>
    public uint Partition;

    /// <summary>RegionSize</summary>
    public ulong Size;

    /// <summary>State</summary>
    public PageState State;

    /// <summary>Protect; 0 for what is not committed.</summary>
    public PageProtection Protection;

    /// <summary>Type</summary>
    public PageType Type;
}

/// <summary>MEM_* of a range's state.</summary>
internal enum PageState : uint
{
    Committed = 0x1000,
    Reserved = 0x2000,
    Free = 0x10000,
}

/// <summary>MEM_* of what is behind a range; 0 for what is free.</summary>
internal enum PageType : uint
{
    Private = 0x20000,
    Mapped = 0x40000,
    Image = 0x1000000,
}
