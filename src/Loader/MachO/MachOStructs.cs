using System.Runtime.InteropServices;

namespace Linker.Loader;

/// <summary>The file header, <c>mach_header_64</c>.</summary>
/// <param name="Magic"><c>magic</c>.</param>
/// <param name="Cpu"><c>cputype</c>.</param>
/// <param name="Subtype"><c>cpusubtype</c>.</param>
/// <param name="FileType"><c>filetype</c>.</param>
/// <param name="CommandCount"><c>ncmds</c>.</param>
/// <param name="CommandsSize"><c>sizeofcmds</c>.</param>
/// <param name="Flags"><c>flags</c>.</param>
/// <param name="Reserved"><c>reserved</c>.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct MachOHeader(uint Magic, uint Cpu, uint Subtype, uint FileType, uint CommandCount, uint CommandsSize, uint Flags, uint Reserved);

/// <summary>What every load command begins with.</summary>
/// <param name="Kind"><c>cmd</c>.</param>
/// <param name="Size"><c>cmdsize</c>.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct MachOCommand(uint Kind, uint Size);

/// <summary>A segment, <c>segment_command_64</c>; its sections' headers follow. An object has one, of no name.</summary>
/// <param name="Command">Kind and size.</param>
/// <param name="NameLow">First half of <c>segname</c>.</param>
/// <param name="NameHigh">Its second half.</param>
/// <param name="Address"><c>vmaddr</c>.</param>
/// <param name="Size"><c>vmsize</c>.</param>
/// <param name="FileOffset"><c>fileoff</c>.</param>
/// <param name="FileSize"><c>filesize</c>.</param>
/// <param name="MaximalAccess"><c>maxprot</c>.</param>
/// <param name="Access"><c>initprot</c>.</param>
/// <param name="SectionCount"><c>nsects</c>.</param>
/// <param name="Flags"><c>flags</c>.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct MachOSegment(
    MachOCommand Command, ulong NameLow, ulong NameHigh, ulong Address, ulong Size, ulong FileOffset, ulong FileSize, uint MaximalAccess, uint Access, uint SectionCount, uint Flags);

/// <summary>A section's header, <c>section_64</c>.</summary>
/// <param name="NameLow">First half of <c>sectname</c>.</param>
/// <param name="NameHigh">Its second half.</param>
/// <param name="SegmentLow">First half of <c>segname</c>.</param>
/// <param name="SegmentHigh">Its second half.</param>
/// <param name="Address"><c>addr</c>, which relocations against the section and symbols count in.</param>
/// <param name="Size"><c>size</c>.</param>
/// <param name="Offset"><c>offset</c> in the file.</param>
/// <param name="Alignment"><c>align</c>, an exponent.</param>
/// <param name="RelocationOffset"><c>reloff</c>.</param>
/// <param name="RelocationCount"><c>nreloc</c>.</param>
/// <param name="Flags"><c>flags</c>: type and attributes.</param>
/// <param name="Reserved1">Index of the first entry of the indirect symbol table, for sections of pointers.</param>
/// <param name="Reserved2">Bytes of a stub.</param>
/// <param name="Reserved3"><c>reserved3</c>.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct MachOSection(
    ulong NameLow,
    ulong NameHigh,
    ulong SegmentLow,
    ulong SegmentHigh,
    ulong Address,
    ulong Size,
    uint Offset,
    uint Alignment,
    uint RelocationOffset,
    uint RelocationCount,
    uint Flags,
    uint Reserved1,
    uint Reserved2,
    uint Reserved3);

/// <summary>Where the symbols and their names are, <c>symtab_command</c>.</summary>
/// <param name="Command">Kind and size.</param>
/// <param name="Offset"><c>symoff</c>.</param>
/// <param name="Count"><c>nsyms</c>.</param>
/// <param name="NameOffset"><c>stroff</c>.</param>
/// <param name="NameSize"><c>strsize</c>.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct MachOSymbolTable(MachOCommand Command, uint Offset, uint Count, uint NameOffset, uint NameSize);

/// <summary>A symbol, <c>nlist_64</c>.</summary>
/// <param name="Name"><c>n_strx</c>.</param>
/// <param name="Type"><c>n_type</c>.</param>
/// <param name="Section"><c>n_sect</c>, from 1.</param>
/// <param name="Description"><c>n_desc</c>.</param>
/// <param name="Value"><c>n_value</c>.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct MachOSymbol(uint Name, byte Type, byte Section, ushort Description, ulong Value)
{
    internal bool IsDebug => (Type & MachOConstants.SymbolDebugMask) != 0;

    internal byte Place => (byte)(Type & MachOConstants.SymbolTypeMask);

    internal bool IsExternal => (Type & MachOConstants.SymbolExternal) != 0;

    internal bool Says(ushort flag) => (Description & flag) != 0;
}

/// <summary>A relocation, <c>relocation_info</c>.</summary>
/// <param name="Address"><c>r_address</c>, from the start of the section.</param>
/// <param name="Bits"><c>r_symbolnum</c>, <c>r_pcrel</c>, <c>r_length</c>, <c>r_extern</c>, <c>r_type</c>, from the lowest bit on.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct MachORelocation(uint Address, uint Bits)
{
    /// <summary>A symbol's number, a section's, or an addend.</summary>
    internal uint Number => Bits & 0xff_ffff;

    internal bool IsRelative => (Bits & (1u << 24)) != 0;

    /// <summary>Bytes of the place, as an exponent.</summary>
    internal int Length => (int)(Bits >> 25) & 3;

    internal bool IsExternal => (Bits & (1u << 27)) != 0;

    internal byte Type => (byte)(Bits >> 28);
}
