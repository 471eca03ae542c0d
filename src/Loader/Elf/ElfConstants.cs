namespace Linker.Loader;

/// <summary>Numbers of the ELF specification (gABI chapters 4 and 5), under their own names in C# case.</summary>
internal static class ElfConstants
{
    internal const byte ClassElf32 = 1;               // ELFCLASS32
    internal const byte ClassElf64 = 2;               // ELFCLASS64
    internal const byte DataLittleEndian = 1;         // ELFDATA2LSB
    internal const byte DataBigEndian = 2;            // ELFDATA2MSB
    internal const uint VersionCurrent = 1;           // EV_CURRENT

    internal const ushort TypeRelocatable = 1;        // ET_REL
    internal const ushort TypeExecutable = 2;         // ET_EXEC
    internal const ushort TypeShared = 3;             // ET_DYN
    internal const ushort TypeCore = 4;               // ET_CORE

    internal const uint SectionNull = 0;              // SHT_NULL
    internal const uint SectionProgramBits = 1;       // SHT_PROGBITS
    internal const uint SectionSymbolTable = 2;       // SHT_SYMTAB
    internal const uint SectionStringTable = 3;       // SHT_STRTAB
    internal const uint SectionRela = 4;              // SHT_RELA
    internal const uint SectionHash = 5;              // SHT_HASH
    internal const uint SectionDynamic = 6;           // SHT_DYNAMIC
    internal const uint SectionNote = 7;              // SHT_NOTE
    internal const uint SectionNoBits = 8;            // SHT_NOBITS
    internal const uint SectionRel = 9;               // SHT_REL
    internal const uint SectionDynamicSymbols = 11;   // SHT_DYNSYM
    internal const uint SectionInitArray = 14;        // SHT_INIT_ARRAY
    internal const uint SectionFiniArray = 15;        // SHT_FINI_ARRAY
    internal const uint SectionPreinitArray = 16;     // SHT_PREINIT_ARRAY
    internal const uint SectionGroup = 17;            // SHT_GROUP
    internal const uint SectionSymbolIndexes = 18;    // SHT_SYMTAB_SHNDX
    internal const uint SectionRelr = 19;             // SHT_RELR
    internal const uint SectionCrel = 0x40000014;     // SHT_CREL
    internal const uint SectionAddressSignificance = 0x6fff4c03; // SHT_LLVM_ADDRSIG

    internal const ulong FlagWrite = 0x1;             // SHF_WRITE
    internal const ulong FlagAlloc = 0x2;             // SHF_ALLOC
    internal const ulong FlagExecute = 0x4;           // SHF_EXECINSTR
    internal const ulong FlagMerge = 0x10;            // SHF_MERGE
    internal const ulong FlagStrings = 0x20;          // SHF_STRINGS
    internal const ulong FlagLinkOrder = 0x80;        // SHF_LINK_ORDER
    internal const ulong FlagThreadLocal = 0x400;     // SHF_TLS
    internal const ulong FlagCompressed = 0x800;      // SHF_COMPRESSED
    internal const ulong FlagExclude = 0x80000000;    // SHF_EXCLUDE
    internal const ulong FlagRetain = 0x200000;       // SHF_GNU_RETAIN

    internal const uint CompressionZlib = 1;          // ELFCOMPRESS_ZLIB
    internal const uint CompressionZstd = 2;          // ELFCOMPRESS_ZSTD

    internal const uint GroupComdat = 0x1;            // GRP_COMDAT
    internal const uint GroupReserved = 0xfff00000;   // GRP_MASKOS | GRP_MASKPROC

    internal const ushort IndexReserved = 0xff00;     // SHN_LORESERVE
    internal const ushort IndexAbsolute = 0xfff1;     // SHN_ABS
    internal const ushort IndexCommon = 0xfff2;       // SHN_COMMON
    internal const ushort IndexExtended = 0xffff;     // SHN_XINDEX

    internal const int SymbolSection = 3;             // STT_SECTION

    internal const uint NotePropertyType = 5;         // NT_GNU_PROPERTY_TYPE_0
}
