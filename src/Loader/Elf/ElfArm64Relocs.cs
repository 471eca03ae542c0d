using System.Collections.Frozen;
using Linker.Relocs;
using static Linker.Relocs.RelocKind;

namespace Linker.Loader;

/// <summary>AAELF64 §5.7: the numbers of an object's relocation types, their names, and what they are here.</summary>
internal static class ElfArm64Relocs
{
    private const string RunTime = "only a dynamic linker's output has it; pass the relocatable object that it was made from";
    private const string Signed = "signed pointers (the PAuth ABI extension) are not supported; compile without -fptrauth options, for a target that is not pauthtest or arm64e";
    private const string Protected = "the structure protection extension, an alpha version, is not supported; compile without it";
    private const string Unassigned = "not assigned by AAELF64; the object is damaged or newer than this linker";

    private static readonly (ushort Type, string Name, RelocKind Kind)[] Assigned =
    [
        (0, "NONE", None), (257, "ABS64", Abs64), (258, "ABS32", Abs32), (259, "ABS16", Abs16), (260, "PREL64", Pc64), (261, "PREL32", Pc32),
        (262, "PREL16", Pc16), (263, "MOVW_UABS_G0", A64MovwU0), (264, "MOVW_UABS_G0_NC", A64MovwU0Nc), (265, "MOVW_UABS_G1", A64MovwU1),
        (266, "MOVW_UABS_G1_NC", A64MovwU1Nc), (267, "MOVW_UABS_G2", A64MovwU2), (268, "MOVW_UABS_G2_NC", A64MovwU2Nc),
        (269, "MOVW_UABS_G3", A64MovwU3), (270, "MOVW_SABS_G0", A64MovwS0), (271, "MOVW_SABS_G1", A64MovwS1), (272, "MOVW_SABS_G2", A64MovwS2),
        (273, "LD_PREL_LO19", A64Literal19), (274, "ADR_PREL_LO21", A64Adr21), (275, "ADR_PREL_PG_HI21", A64Page21),
        (276, "ADR_PREL_PG_HI21_NC", A64Page21Nc), (277, "ADD_ABS_LO12_NC", A64Add12), (278, "LDST8_ABS_LO12_NC", A64LdSt8Offset12),
        (279, "TSTBR14", A64Branch14), (280, "CONDBR19", A64Branch19), (282, "JUMP26", A64Branch26), (283, "CALL26", A64Branch26),
        (284, "LDST16_ABS_LO12_NC", A64LdSt16Offset12), (285, "LDST32_ABS_LO12_NC", A64LdSt32Offset12),
        (286, "LDST64_ABS_LO12_NC", A64LdSt64Offset12), (287, "MOVW_PREL_G0", A64PcMovw0), (288, "MOVW_PREL_G0_NC", A64PcMovw0Nc),
        (289, "MOVW_PREL_G1", A64PcMovw1), (290, "MOVW_PREL_G1_NC", A64PcMovw1Nc), (291, "MOVW_PREL_G2", A64PcMovw2),
        (292, "MOVW_PREL_G2_NC", A64PcMovw2Nc), (293, "MOVW_PREL_G3", A64PcMovw3), (299, "LDST128_ABS_LO12_NC", A64LdSt128Offset12),
        (300, "MOVW_GOTOFF_G0", A64GotMovw0), (301, "MOVW_GOTOFF_G0_NC", A64GotMovw0Nc), (302, "MOVW_GOTOFF_G1", A64GotMovw1),
        (303, "MOVW_GOTOFF_G1_NC", A64GotMovw1Nc), (304, "MOVW_GOTOFF_G2", A64GotMovw2), (305, "MOVW_GOTOFF_G2_NC", A64GotMovw2Nc),
        (306, "MOVW_GOTOFF_G3", A64GotMovw3), (307, "GOTREL64", GotRel64), (308, "GOTREL32", GotRel32), (309, "GOT_LD_PREL19", A64GotLiteral19),
        (310, "LD64_GOTOFF_LO15", A64GotLd64Offset15), (311, "ADR_GOT_PAGE", A64GotPage21), (312, "LD64_GOT_LO12_NC", A64GotLd64Offset12),
        (313, "LD64_GOTPAGE_LO15", A64GotPageLd64Offset15), (314, "PLT32", Branch32), (315, "GOTPCREL32", GotPc32), (316, "PATCHINST", Refused),
        (317, "FUNCINIT64", Refused), (512, "TLSGD_ADR_PREL21", A64TlsIndexAdr21), (513, "TLSGD_ADR_PAGE21", A64TlsIndexPage21),
        (514, "TLSGD_ADD_LO12_NC", A64TlsIndexAdd12), (515, "TLSGD_MOVW_G1", A64TlsIndexMovw1), (516, "TLSGD_MOVW_G0_NC", A64TlsIndexMovw0Nc),
        (517, "TLSLD_ADR_PREL21", A64TlsModuleAdr21), (518, "TLSLD_ADR_PAGE21", A64TlsModulePage21), (519, "TLSLD_ADD_LO12_NC", A64TlsModuleAdd12),
        (520, "TLSLD_MOVW_G1", A64TlsModuleMovw1), (521, "TLSLD_MOVW_G0_NC", A64TlsModuleMovw0Nc), (522, "TLSLD_LD_PREL19", A64TlsModuleLiteral19),
        (523, "TLSLD_MOVW_DTPREL_G2", A64DtpRelMovw2), (524, "TLSLD_MOVW_DTPREL_G1", A64DtpRelMovw1),
        (525, "TLSLD_MOVW_DTPREL_G1_NC", A64DtpRelMovw1Nc), (526, "TLSLD_MOVW_DTPREL_G0", A64DtpRelMovw0),
        (527, "TLSLD_MOVW_DTPREL_G0_NC", A64DtpRelMovw0Nc), (528, "TLSLD_ADD_DTPREL_HI12", A64DtpRelAddHi12),
        (529, "TLSLD_ADD_DTPREL_LO12", A64DtpRelAdd12), (530, "TLSLD_ADD_DTPREL_LO12_NC", A64DtpRelAdd12Nc),
        (531, "TLSLD_LDST8_DTPREL_LO12", A64DtpRelLdSt8Offset12), (532, "TLSLD_LDST8_DTPREL_LO12_NC", A64DtpRelLdSt8Offset12Nc),
        (533, "TLSLD_LDST16_DTPREL_LO12", A64DtpRelLdSt16Offset12), (534, "TLSLD_LDST16_DTPREL_LO12_NC", A64DtpRelLdSt16Offset12Nc),
        (535, "TLSLD_LDST32_DTPREL_LO12", A64DtpRelLdSt32Offset12), (536, "TLSLD_LDST32_DTPREL_LO12_NC", A64DtpRelLdSt32Offset12Nc),
        (537, "TLSLD_LDST64_DTPREL_LO12", A64DtpRelLdSt64Offset12), (538, "TLSLD_LDST64_DTPREL_LO12_NC", A64DtpRelLdSt64Offset12Nc),
        (539, "TLSIE_MOVW_GOTTPREL_G1", A64TlsOffsetMovw1), (540, "TLSIE_MOVW_GOTTPREL_G0_NC", A64TlsOffsetMovw0Nc),
        (541, "TLSIE_ADR_GOTTPREL_PAGE21", A64TlsOffsetPage21), (542, "TLSIE_LD64_GOTTPREL_LO12_NC", A64TlsOffsetLd64Offset12),
        (543, "TLSIE_LD_GOTTPREL_PREL19", A64TlsOffsetLiteral19), (544, "TLSLE_MOVW_TPREL_G2", A64TpRelMovw2),
        (545, "TLSLE_MOVW_TPREL_G1", A64TpRelMovw1), (546, "TLSLE_MOVW_TPREL_G1_NC", A64TpRelMovw1Nc), (547, "TLSLE_MOVW_TPREL_G0", A64TpRelMovw0),
        (548, "TLSLE_MOVW_TPREL_G0_NC", A64TpRelMovw0Nc), (549, "TLSLE_ADD_TPREL_HI12", A64TpRelAddHi12),
        (550, "TLSLE_ADD_TPREL_LO12", A64TpRelAdd12), (551, "TLSLE_ADD_TPREL_LO12_NC", A64TpRelAdd12Nc),
        (552, "TLSLE_LDST8_TPREL_LO12", A64TpRelLdSt8Offset12), (553, "TLSLE_LDST8_TPREL_LO12_NC", A64TpRelLdSt8Offset12Nc),
        (554, "TLSLE_LDST16_TPREL_LO12", A64TpRelLdSt16Offset12), (555, "TLSLE_LDST16_TPREL_LO12_NC", A64TpRelLdSt16Offset12Nc),
        (556, "TLSLE_LDST32_TPREL_LO12", A64TpRelLdSt32Offset12), (557, "TLSLE_LDST32_TPREL_LO12_NC", A64TpRelLdSt32Offset12Nc),
        (558, "TLSLE_LDST64_TPREL_LO12", A64TpRelLdSt64Offset12), (559, "TLSLE_LDST64_TPREL_LO12_NC", A64TpRelLdSt64Offset12Nc),
        (560, "TLSDESC_LD_PREL19", A64TlsDescriptorLiteral19), (561, "TLSDESC_ADR_PREL21", A64TlsDescriptorAdr21),
        (562, "TLSDESC_ADR_PAGE21", A64TlsDescriptorPage21), (563, "TLSDESC_LD64_LO12", A64TlsDescriptorLd64Offset12),
        (564, "TLSDESC_ADD_LO12", A64TlsDescriptorAdd12), (565, "TLSDESC_OFF_G1", A64TlsDescriptorMovw1),
        (566, "TLSDESC_OFF_G0_NC", A64TlsDescriptorMovw0Nc), (567, "TLSDESC_LDR", None), (568, "TLSDESC_ADD", None), (569, "TLSDESC_CALL", None),
        (570, "TLSLE_LDST128_TPREL_LO12", A64TpRelLdSt128Offset12), (571, "TLSLE_LDST128_TPREL_LO12_NC", A64TpRelLdSt128Offset12Nc),
        (572, "TLSLD_LDST128_DTPREL_LO12", A64DtpRelLdSt128Offset12), (573, "TLSLD_LDST128_DTPREL_LO12_NC", A64DtpRelLdSt128Offset12Nc),
        (580, "AUTH_ABS64", Refused), (581, "AUTH_MOVW_GOTOFF_G0", Refused), (582, "AUTH_MOVW_GOTOFF_G0_NC", Refused),
        (583, "AUTH_MOVW_GOTOFF_G1", Refused), (584, "AUTH_MOVW_GOTOFF_G1_NC", Refused), (585, "AUTH_MOVW_GOTOFF_G2", Refused),
        (586, "AUTH_MOVW_GOTOFF_G2_NC", Refused), (587, "AUTH_MOVW_GOTOFF_G3", Refused), (588, "AUTH_GOT_LD_PREL19", Refused),
        (589, "AUTH_LD64_GOTOFF_LO15", Refused), (590, "AUTH_ADR_GOT_PAGE", Refused), (591, "AUTH_LD64_GOT_LO12_NC", Refused),
        (592, "AUTH_LD64_GOTPAGE_LO15", Refused), (593, "AUTH_GOT_ADD_LO12_NC", Refused), (594, "AUTH_GOT_ADR_PREL_LO21", Refused),
        (595, "AUTH_TLSDESC_ADR_PAGE21", Refused), (596, "AUTH_TLSDESC_LD64_LO12", Refused), (597, "AUTH_TLSDESC_ADD_LO12", Refused),
        (1024, "COPY", Refused), (1025, "GLOB_DAT", Refused), (1026, "JUMP_SLOT", Refused), (1027, "RELATIVE", Refused),
        (1028, "TLS_DTPMOD", Refused), (1029, "TLS_DTPREL", DtpRel64), (1030, "TLS_TPREL", Refused), (1031, "TLSDESC", Refused),
        (1032, "IRELATIVE", Refused), (1041, "AUTH_RELATIVE", Refused), (1042, "AUTH_GLOB_DAT", Refused), (1043, "AUTH_TLSDESC", Refused),
        (1044, "AUTH_IRELATIVE", Refused),
    ];

    private static readonly FrozenDictionary<ushort, string> NamesByType = Assigned.ToFrozenDictionary(row => row.Type, row => row.Name);

    /// <summary>The machine, as its supplement to ELF defines it.</summary>
    internal static ElfMachine Machine { get; } = new()
    {
        Number = 183, // EM_AARCH64
        Machine = Relocs.Machine.Arm64,
        Target = "AArch64",
        Document = "AAELF64",
        Narrow = "the ILP32 ABI; compile with -mabi=lp64",
        Kinds = BuildMap(),
        Names = new RelocationNames(NameOf, RefusalOf),
        FeatureProperty = 0xc0000000, // GNU_PROPERTY_AARCH64_FEATURE_1_AND
        Features = [ObjectFeatures.IndirectBranchTracking, ObjectFeatures.ReturnSigning, ObjectFeatures.ShadowStack], // _BTI, _PAC, _GCS
    };

    private static string NameOf(ushort type) => NamesByType.TryGetValue(type, out string? name) ? "R_AARCH64_" + name : $"R_AARCH64_({type})";

    private static string RefusalOf(ushort type) => type switch
    {
        >= 580 and <= 597 => Signed,
        316 or 317 => Protected,
        _ => NamesByType.ContainsKey(type) ? RunTime : Unassigned,
    };

    private static RelocKind[] BuildMap()
    {
        var kinds = new RelocKind[Assigned[^1].Type + 1];
        foreach ((ushort type, _, RelocKind kind) in Assigned)
        {
            kinds[type] = kind;
        }

        // Withdrawn, and to be treated as NONE.
        kinds[256] = None;
        return kinds;
    }
}
