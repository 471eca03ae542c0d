using System.Runtime.InteropServices;

namespace Linker.Engine.Host;

internal static partial class Win32
{
    /// <summary>VirtualQuery: what a range of pages is.</summary>
    [LibraryImport("kernel32", SetLastError = true)]
    internal static partial nuint VirtualQuery(nint address, out MemoryInformation information, nuint size);

    /// <summary>MEMORY_BASIC_INFORMATION.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct MemoryInformation(nint BaseAddress, nint AllocationBase, uint AllocationProtect, uint PartitionId, nuint RegionSize, uint State, uint Protect, uint Type)
    {
        /// <summary>Any of PAGE_EXECUTE, PAGE_EXECUTE_READ, PAGE_EXECUTE_READWRITE, PAGE_EXECUTE_WRITECOPY.</summary>
        internal bool IsExecutable => (Protect & 0xf0) != 0;
    }
}
