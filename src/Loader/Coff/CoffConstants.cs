namespace Linker.Loader;

/// <summary>Numbers of Microsoft's PE Format document, under their own names in C# case.</summary>
internal static class CoffConstants
{
    internal const ushort MachineAmd64 = 0x8664;             // IMAGE_FILE_MACHINE_AMD64
    internal const ushort MachineArm64 = 0xaa64;             // IMAGE_FILE_MACHINE_ARM64
    internal const ushort MachineArm64EC = 0xa641;           // IMAGE_FILE_MACHINE_ARM64EC
    internal const ushort MachineArm64X = 0xa64e;            // IMAGE_FILE_MACHINE_ARM64X

    internal const uint SectionCode = 0x20;                  // IMAGE_SCN_CNT_CODE
    internal const uint SectionUninitialized = 0x80;         // IMAGE_SCN_CNT_UNINITIALIZED_DATA
    internal const uint SectionInfo = 0x200;                 // IMAGE_SCN_LNK_INFO
    internal const uint SectionRemove = 0x800;               // IMAGE_SCN_LNK_REMOVE
    internal const uint SectionComdat = 0x1000;              // IMAGE_SCN_LNK_COMDAT
    internal const uint SectionManyRelocations = 0x0100_0000; // IMAGE_SCN_LNK_NRELOC_OVFL
    internal const uint SectionDiscardable = 0x0200_0000;    // IMAGE_SCN_MEM_DISCARDABLE
    internal const uint SectionExecute = 0x2000_0000;        // IMAGE_SCN_MEM_EXECUTE
    internal const uint SectionWrite = 0x8000_0000;          // IMAGE_SCN_MEM_WRITE

    internal const ushort SectionNumberMax = 0xfeff;         // IMAGE_SYM_SECTION_MAX
    internal const int SymbolUndefined = 0;                  // IMAGE_SYM_UNDEFINED
    internal const int SymbolAbsolute = -1;                  // IMAGE_SYM_ABSOLUTE
    internal const int SymbolDebug = -2;                     // IMAGE_SYM_DEBUG
    internal const ushort TypeFunction = 0x20;               // IMAGE_SYM_DTYPE_FUNCTION << 4

    internal const byte ClassExternal = 2;                   // IMAGE_SYM_CLASS_EXTERNAL
    internal const byte ClassStatic = 3;                     // IMAGE_SYM_CLASS_STATIC
    internal const byte ClassFunction = 101;                 // IMAGE_SYM_CLASS_FUNCTION: .bf, .ef, .lf
    internal const byte ClassFile = 103;                     // IMAGE_SYM_CLASS_FILE
    internal const byte ClassSection = 104;                  // IMAGE_SYM_CLASS_SECTION
    internal const byte ClassWeakExternal = 105;             // IMAGE_SYM_CLASS_WEAK_EXTERNAL

    internal const byte ComdatNoDuplicates = 1;              // IMAGE_COMDAT_SELECT_NODUPLICATES
    internal const byte ComdatAny = 2;                       // IMAGE_COMDAT_SELECT_ANY
    internal const byte ComdatSameSize = 3;                  // IMAGE_COMDAT_SELECT_SAME_SIZE
    internal const byte ComdatExactMatch = 4;                // IMAGE_COMDAT_SELECT_EXACT_MATCH
    internal const byte ComdatAssociative = 5;               // IMAGE_COMDAT_SELECT_ASSOCIATIVE
    internal const byte ComdatLargest = 6;                   // IMAGE_COMDAT_SELECT_LARGEST

    internal const uint WeakSearchLibrary = 2;               // IMAGE_WEAK_EXTERN_SEARCH_LIBRARY
    internal const uint WeakLast = 4;                        // IMAGE_WEAK_EXTERN_ANTI_DEPENDENCY
}
