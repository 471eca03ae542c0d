using System.Runtime.InteropServices;

namespace Linker.Loader;

/// <summary><c>Elf64_Ehdr</c> after <c>e_ident</c>.</summary>
/// <param name="Type"><c>e_type</c>.</param>
/// <param name="Machine"><c>e_machine</c>.</param>
/// <param name="Version"><c>e_version</c>.</param>
/// <param name="Entry"><c>e_entry</c>.</param>
/// <param name="ProgramOffset"><c>e_phoff</c>.</param>
/// <param name="SectionOffset"><c>e_shoff</c>.</param>
/// <param name="Flags"><c>e_flags</c>.</param>
/// <param name="HeaderSize"><c>e_ehsize</c>.</param>
/// <param name="ProgramEntrySize"><c>e_phentsize</c>.</param>
/// <param name="ProgramCount"><c>e_phnum</c>.</param>
/// <param name="SectionEntrySize"><c>e_shentsize</c>.</param>
/// <param name="SectionCount"><c>e_shnum</c>.</param>
/// <param name="SectionNamesIndex"><c>e_shstrndx</c>.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ElfHeader(
    ushort Type,
    ushort Machine,
    uint Version,
    ulong Entry,
    ulong ProgramOffset,
    ulong SectionOffset,
    uint Flags,
    ushort HeaderSize,
    ushort ProgramEntrySize,
    ushort ProgramCount,
    ushort SectionEntrySize,
    ushort SectionCount,
    ushort SectionNamesIndex);

/// <summary><c>Elf64_Shdr</c>.</summary>
/// <param name="Name"><c>sh_name</c>.</param>
/// <param name="Type"><c>sh_type</c>.</param>
/// <param name="Flags"><c>sh_flags</c>.</param>
/// <param name="Address"><c>sh_addr</c>.</param>
/// <param name="Offset"><c>sh_offset</c>.</param>
/// <param name="Size"><c>sh_size</c>.</param>
/// <param name="Link"><c>sh_link</c>.</param>
/// <param name="Info"><c>sh_info</c>.</param>
/// <param name="Alignment"><c>sh_addralign</c>.</param>
/// <param name="EntrySize"><c>sh_entsize</c>.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ElfSectionHeader(
    uint Name,
    uint Type,
    ulong Flags,
    ulong Address,
    ulong Offset,
    ulong Size,
    uint Link,
    uint Info,
    ulong Alignment,
    ulong EntrySize);

/// <summary><c>Elf64_Sym</c>.</summary>
/// <param name="Name"><c>st_name</c>.</param>
/// <param name="Info"><c>st_info</c>: binding in the high half, type in the low.</param>
/// <param name="Other"><c>st_other</c>: visibility in the two low bits.</param>
/// <param name="SectionIndex"><c>st_shndx</c>.</param>
/// <param name="Value"><c>st_value</c>.</param>
/// <param name="Size"><c>st_size</c>.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ElfSymbol(uint Name, byte Info, byte Other, ushort SectionIndex, ulong Value, ulong Size);

/// <summary><c>Elf64_Rel</c>.</summary>
/// <param name="Offset"><c>r_offset</c>.</param>
/// <param name="Info"><c>r_info</c>: symbol in the high half, type in the low.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ElfRel(ulong Offset, ulong Info);

/// <summary><c>Elf64_Rela</c>.</summary>
/// <param name="Offset"><c>r_offset</c>.</param>
/// <param name="Info"><c>r_info</c>: symbol in the high half, type in the low.</param>
/// <param name="Addend"><c>r_addend</c>.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ElfRela(ulong Offset, ulong Info, long Addend);

/// <summary><c>Elf64_Nhdr</c>.</summary>
/// <param name="NameSize"><c>n_namesz</c>.</param>
/// <param name="DescriptorSize"><c>n_descsz</c>.</param>
/// <param name="Type"><c>n_type</c>.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ElfNote(uint NameSize, uint DescriptorSize, uint Type);

/// <summary><c>Elf64_Chdr</c>.</summary>
/// <param name="Type"><c>ch_type</c>.</param>
/// <param name="Reserved"><c>ch_reserved</c>.</param>
/// <param name="Size"><c>ch_size</c>.</param>
/// <param name="Alignment"><c>ch_addralign</c>.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ElfCompressionHeader(uint Type, uint Reserved, ulong Size, ulong Alignment);
