namespace Linker.Loader;

/// <summary>Numbers of Mach-O. Apple's mach-o/loader.h, mach-o/nlist.h, mach-o/reloc.h, mach-o/fat.h, mach/machine.h.</summary>
internal static class MachOConstants
{
    internal const uint Magic64 = 0xfeedfacf;
    internal const uint Magic32 = 0xfeedface;

    internal const uint CpuX64 = 0x0100_0007;
    internal const uint CpuArm64 = 0x0100_000c;
    internal const uint CpuArm64Of32 = 0x0200_000c;
    internal const uint SubtypeMask = 0x00ff_ffff;
    internal const uint SubtypeArm64e = 2;

    internal const uint FileObject = 1;

    internal const uint FlagSubsections = 0x2000; // MH_SUBSECTIONS_VIA_SYMBOLS

    internal const uint CommandSegment32 = 0x1;
    internal const uint CommandSymbols = 0x2;
    internal const uint CommandDynamicSymbols = 0xb;
    internal const uint CommandSegment64 = 0x19;
    internal const uint CommandDataInCode = 0x29;
    internal const uint CommandLinkerOption = 0x2d;

    internal const uint TypeMask = 0xff;
    internal const uint TypeZeroFill = 0x1;
    internal const uint TypeCStrings = 0x2;
    internal const uint Type4ByteLiterals = 0x3;
    internal const uint Type8ByteLiterals = 0x4;
    internal const uint TypeLiteralPointers = 0x5;
    internal const uint TypeNonLazyPointers = 0x6;
    internal const uint TypeLazyPointers = 0x7;
    internal const uint TypeStubs = 0x8;
    internal const uint TypeInitializers = 0x9;
    internal const uint TypeTerminators = 0xa;
    internal const uint TypeLargeZeroFill = 0xc;
    internal const uint TypeInterposing = 0xd;
    internal const uint Type16ByteLiterals = 0xe;
    internal const uint TypeLazyLibraryPointers = 0x10;
    internal const uint TypeThreadData = 0x11;
    internal const uint TypeThreadZeroFill = 0x12;
    internal const uint TypeThreadVariables = 0x13;
    internal const uint TypeThreadPointers = 0x14;
    internal const uint TypeThreadInitializers = 0x15;
    internal const uint TypeInitializerOffsets = 0x16;
    internal const uint TypeLast = TypeInitializerOffsets;

    internal const uint AttributePureCode = 0x8000_0000;
    internal const uint AttributeSomeCode = 0x400;
    internal const uint AttributeDebug = 0x0200_0000;
    internal const uint AttributeNoDeadStrip = 0x1000_0000;

    internal const byte SymbolDebugMask = 0xe0;   // N_STAB
    internal const byte SymbolPrivate = 0x10;     // N_PEXT
    internal const byte SymbolTypeMask = 0x0e;    // N_TYPE
    internal const byte SymbolExternal = 0x01;    // N_EXT
    internal const byte SymbolUndefined = 0x0;
    internal const byte SymbolAbsolute = 0x2;
    internal const byte SymbolIndirect = 0xa;
    internal const byte SymbolPrebound = 0xc;
    internal const byte SymbolInSection = 0xe;

    internal const ushort WeakReference = 0x40;
    internal const ushort WeakDefinition = 0x80;
    internal const ushort NoDeadStrip = 0x20;
    internal const ushort Resolver = 0x100;
    internal const ushort AlternateEntry = 0x200;

    internal const uint IndirectLocal = 0x8000_0000;
    internal const uint IndirectAbsolute = 0x4000_0000;
}
