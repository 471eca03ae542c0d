using Linker.Relocs;
using static Linker.Relocs.RelocKind;

namespace Linker.Loader;

/// <summary>x86-64 psABI §4.4: the numbers of an object's relocation types, their names, and what they are here.</summary>
internal static class ElfX64Relocs
{
    private const string RunTime = "only a dynamic linker's output has it; pass the relocatable object that it was made from";
    private const string Unassigned = "not assigned by the x86-64 psABI; the object is damaged or newer than this linker";

    /// <summary>The machine, as its supplement to ELF defines it.</summary>
    internal static ElfMachine Machine { get; } = new()
    {
        Number = 62, // EM_X86_64
        Machine = Relocs.Machine.X64,
        Target = "x86-64",
        Document = "the x86-64 psABI",
        Narrow = "the x32 ABI; compile with -m64",
        Kinds = BuildMap(),
        Names = new RelocationNames(NameOf, RefusalOf),
        UnwindSection = 0x70000001, // SHT_X86_64_UNWIND
        LargeFlag = 0x10000000, // SHF_X86_64_LARGE
        LargeCommonIndex = 0xff02, // SHN_X86_64_LCOMMON
        FeatureProperty = 0xc0000002, // GNU_PROPERTY_X86_FEATURE_1_AND
        Features = [ObjectFeatures.IndirectBranchTracking, ObjectFeatures.ShadowStack], // _IBT, _SHSTK
    };

    /// <summary>Why a type that maps to <see cref="Refused"/> does so.</summary>
    private static string RefusalOf(ushort type) =>
        type is 5 or 6 or 7 or 8 or 16 or 36 or 37 or 38 ? RunTime : Unassigned;

    /// <summary>The psABI's name, or the number where it has none.</summary>
    private static string NameOf(ushort type) => type switch
    {
        _ when type < Assigned.Length => "R_X86_64_" + Assigned[type],
        250 => "R_X86_64_GNU_VTINHERIT",
        251 => "R_X86_64_GNU_VTENTRY",
        _ => $"R_X86_64_({type})",
    };

    private static readonly string[] Assigned =
    [
        /*  0 */ "NONE", "64", "PC32", "GOT32", "PLT32", "COPY", "GLOB_DAT", "JUMP_SLOT",
        /*  8 */ "RELATIVE", "GOTPCREL", "32", "32S", "16", "PC16", "8", "PC8",
        /* 16 */ "DTPMOD64", "DTPOFF64", "TPOFF64", "TLSGD", "TLSLD", "DTPOFF32", "GOTTPOFF", "TPOFF32",
        /* 24 */ "PC64", "GOTOFF64", "GOTPC32", "GOT64", "GOTPCREL64", "GOTPC64", "GOTPLT64", "PLTOFF64",
        /* 32 */ "SIZE32", "SIZE64", "GOTPC32_TLSDESC", "TLSDESC_CALL", "TLSDESC", "IRELATIVE", "RELATIVE64", "PC32_BND",
        /* 40 */ "PLT32_BND", "GOTPCRELX", "REX_GOTPCRELX", "CODE_4_GOTPCRELX", "CODE_4_GOTTPOFF", "CODE_4_GOTPC32_TLSDESC",
        /* 46 */ "CODE_5_GOTPCRELX", "CODE_5_GOTTPOFF", "CODE_5_GOTPC32_TLSDESC",
        /* 49 */ "CODE_6_GOTPCRELX", "CODE_6_GOTTPOFF", "CODE_6_GOTPC32_TLSDESC",
    ];

    private static RelocKind[] BuildMap()
    {
        RelocKind[] kinds =
        [
            /*  0 */ None, Abs64, Pc32, Got32, Branch32, Refused, Refused, Refused,
            /*  8 */ Refused, GotPc32, AbsU32, AbsS32, Abs16, Pc16, Abs8, Pc8,
            /* 16 */ Refused, DtpRel64, TpRel64, TlsIndexPc32, TlsModulePc32, DtpRel32, TlsOffsetPc32, TpRel32,
            /* 24 */ Pc64, GotRel64, GotBasePc32, Got64, GotPc64, GotBasePc64, Got64, BranchGotRel64,
            /* 32 */ Size32, Size64, TlsDescriptorPc32, None, Refused, Refused, Refused, Pc32,
            /* 40 */ Branch32, GotPc32, GotPc32, GotPc32, TlsOffsetPc32, TlsDescriptorPc32,
            /* 46 */ GotPc32, TlsOffsetPc32, TlsDescriptorPc32,
            /* 49 */ GotPc32, TlsOffsetPc32, TlsDescriptorPc32,
        ];

        Array.Resize(ref kinds, 256);
        kinds[250] = None;
        kinds[251] = None;
        return kinds;
    }
}
