using System.Runtime.InteropServices;

namespace Linker.Loader;

/// <summary>The file header.</summary>
/// <param name="Machine"><c>Machine</c>.</param>
/// <param name="SectionCount"><c>NumberOfSections</c>.</param>
/// <param name="TimeStamp"><c>TimeDateStamp</c>.</param>
/// <param name="SymbolOffset"><c>PointerToSymbolTable</c>.</param>
/// <param name="SymbolCount"><c>NumberOfSymbols</c>, auxiliary records included.</param>
/// <param name="OptionalHeaderSize"><c>SizeOfOptionalHeader</c>.</param>
/// <param name="Characteristics"><c>Characteristics</c>.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct CoffHeader(ushort Machine, ushort SectionCount, uint TimeStamp, uint SymbolOffset, uint SymbolCount, ushort OptionalHeaderSize, ushort Characteristics);

/// <summary>The file header of an object with many sections (<c>/bigobj</c>), <c>ANON_OBJECT_HEADER_BIGOBJ</c>.</summary>
/// <param name="Signature1">0.</param>
/// <param name="Signature2">0xffff.</param>
/// <param name="Version">At least 2.</param>
/// <param name="Machine"><c>Machine</c>.</param>
/// <param name="TimeStamp"><c>TimeDateStamp</c>.</param>
/// <param name="ClassLow">First half of <c>ClassID</c>, which tells the sorts of these files apart.</param>
/// <param name="ClassHigh">Its second half.</param>
/// <param name="DataSize"><c>SizeOfData</c>.</param>
/// <param name="Flags"><c>Flags</c>.</param>
/// <param name="MetaDataSize"><c>MetaDataSize</c>.</param>
/// <param name="MetaDataOffset"><c>MetaDataOffset</c>.</param>
/// <param name="SectionCount"><c>NumberOfSections</c>.</param>
/// <param name="SymbolOffset"><c>PointerToSymbolTable</c>.</param>
/// <param name="SymbolCount"><c>NumberOfSymbols</c>, auxiliary records included.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct CoffBigHeader(
    ushort Signature1,
    ushort Signature2,
    ushort Version,
    ushort Machine,
    uint TimeStamp,
    ulong ClassLow,
    ulong ClassHigh,
    uint DataSize,
    uint Flags,
    uint MetaDataSize,
    uint MetaDataOffset,
    uint SectionCount,
    uint SymbolOffset,
    uint SymbolCount);

/// <summary>The header of a member of an import library, <c>IMPORT_OBJECT_HEADER</c>; the imported name and the library's follow, each zero-terminated.</summary>
/// <param name="Signature1">0.</param>
/// <param name="Signature2">0xffff.</param>
/// <param name="Version">0.</param>
/// <param name="Machine"><c>Machine</c>.</param>
/// <param name="TimeStamp"><c>TimeDateStamp</c>.</param>
/// <param name="DataSize">Bytes of both names.</param>
/// <param name="OrdinalOrHint">The ordinal, or where the name may be found in the library's table.</param>
/// <param name="Kinds">Bits 1:0 what is imported, bits 4:2 how the library calls it.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct CoffImportHeader(ushort Signature1, ushort Signature2, ushort Version, ushort Machine, uint TimeStamp, uint DataSize, ushort OrdinalOrHint, ushort Kinds);

/// <summary>A section header.</summary>
/// <param name="Name"><c>Name</c>: eight bytes, or a slash and where the name is.</param>
/// <param name="VirtualSize"><c>VirtualSize</c>; objects have none.</param>
/// <param name="VirtualAddress"><c>VirtualAddress</c>: what places count from, nearly always 0.</param>
/// <param name="RawSize"><c>SizeOfRawData</c>.</param>
/// <param name="RawOffset"><c>PointerToRawData</c>.</param>
/// <param name="RelocationOffset"><c>PointerToRelocations</c>.</param>
/// <param name="LineNumberOffset"><c>PointerToLinenumbers</c>.</param>
/// <param name="RelocationCount"><c>NumberOfRelocations</c>.</param>
/// <param name="LineNumberCount"><c>NumberOfLinenumbers</c>.</param>
/// <param name="Characteristics"><c>Characteristics</c>.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct CoffSectionHeader(
    ulong Name,
    uint VirtualSize,
    uint VirtualAddress,
    uint RawSize,
    uint RawOffset,
    uint RelocationOffset,
    uint LineNumberOffset,
    ushort RelocationCount,
    ushort LineNumberCount,
    uint Characteristics);

/// <summary>A relocation.</summary>
/// <param name="Place"><c>VirtualAddress</c> of the place.</param>
/// <param name="Symbol"><c>SymbolTableIndex</c>.</param>
/// <param name="Type"><c>Type</c>.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct CoffRelocation(uint Place, uint Symbol, ushort Type);
