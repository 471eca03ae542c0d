using System.Runtime.InteropServices;

namespace Linker.Loader;

/// <summary>What a table begins with. "Stack maps and patch points in LLVM", Stack Map Format.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct StackMapHeader
{
    internal byte Version; // Stack Map Version
    internal byte Reserved0;
    internal ushort Reserved1;
    internal uint FunctionCount; // NumFunctions
    internal uint ConstantCount; // NumConstants
    internal uint RecordCount; // NumRecords
}

/// <summary>A function, <c>StkSizeRecord</c>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct StackSizeRecord
{
    internal ulong Address; // Function Address
    internal ulong StackSize; // Stack Size
    internal ulong RecordCount; // Record Count
}

/// <summary>What a record begins with, <c>StkMapRecord</c>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct StackMapRecordHeader
{
    internal ulong Id; // PatchPoint ID
    internal uint InstructionOffset; // Instruction Offset
    internal ushort Flags; // Reserved (record flags)
    internal ushort LocationCount; // NumLocations
}

/// <summary>Where a value is, <c>Location</c>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct StackMapLocationEntry
{
    internal byte Kind; // Register | Direct | Indirect | Constant | ConstantIndex
    internal byte Reserved0;
    internal ushort Size; // Location Size
    internal ushort Register; // Dwarf RegNum
    internal ushort Reserved1;
    internal int Value; // Offset or SmallConstant
}

/// <summary>What stands between the locations and the live-outs of a record.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct StackMapLiveOutHeader
{
    internal ushort Padding;
    internal ushort Count; // NumLiveOuts
}

/// <summary>A register that is live behind a patch point, <c>LiveOuts</c>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct StackMapLiveOutEntry
{
    internal ushort Register; // Dwarf RegNum
    internal byte Reserved;
    internal byte Size; // Size in Bytes
}
