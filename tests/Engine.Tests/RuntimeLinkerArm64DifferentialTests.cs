using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>AArch64 byte for byte against GNU ld and lld, with every section at an address of our choice.</summary>
public sealed class RuntimeLinkerArm64DifferentialTests
{
    // What neither knows, or what both do otherwise: GNU ld 2.40 and lld 22.
    private static readonly string[] UnknownToBoth =
    [
        "reloc_gotrel", "reloc_movw_gotoff_g0", "reloc_movw_gotoff_g2", "reloc_movw_gotoff_g3", "reloc_tls_dtprel", "reloc_tlsdesc_ld_prel19",
        "reloc_tlsld_ld_prel19", "reloc_tlsld_ldst128", "reloc_tlsld_movw_g1",
    ];

    // GNU ld takes a relocation without a symbol for one of a symbol that is not defined, and 2.40 is older than many types.
    private static readonly string[] UnknownToGnu =
    [
        "reloc_abs16", "reloc_abs32", "reloc_gotpcrel32", "reloc_movw_sabs", "reloc_movw_uabs_g0", "reloc_movw_uabs_g1", "reloc_movw_uabs_g2", "reloc_plt32", "reloc_tlsle_ldst128",
    ];

    // lld has neither the large model, nor dynamic models other than descriptors; of local exec it has what is not checked.
    private static readonly string[] UnknownToLld =
    [
        "reloc_ld64_gotoff", "reloc_movw_gotoff", "reloc_tlsdesc_off", "reloc_tlsgd", "reloc_tlsie_ld", "reloc_tlsie_movw", "reloc_tlsld", "reloc_tlsle_add_tprel_lo12.", "reloc_tlsle_ldst8_tprel_lo12.",
        "reloc_tlsle_ldst16_tprel_lo12.", "reloc_tlsle_ldst32_tprel_lo12.", "reloc_tlsle_ldst64_tprel_lo12.", "reloc_tlsle_ldst128_tprel_lo12.",
    ];

    public static TheoryData<string, string> Relocations()
    {
        var rows = new TheoryData<string, string>();
        foreach (string name in Names())
        {
            if (UnknownToBoth.Any(u => name.StartsWith(u, StringComparison.Ordinal)))
            {
                continue;
            }

            if (!UnknownToGnu.Any(u => name.StartsWith(u, StringComparison.Ordinal)))
            {
                rows.Add(name, ReferenceLinker.GnuArm64);
            }

            if (!UnknownToLld.Any(u => name.StartsWith(u, StringComparison.Ordinal)))
            {
                rows.Add(name, ReferenceLinker.Lld);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Relocations))]
    public void Every_relocation_type_gives_the_other_linker_s_bytes(string name, string linker)
    {
        ReferenceLinker.Require(linker);
        using var comparison = new Arm64Comparison(File.ReadAllBytes(Repository.Fixture("elf-arm64/" + name)), name);
        Assert.Null(comparison.With(linker));
    }

    [Fact]
    public void What_is_left_out_exists()
    {
        string[] names = [.. Names()];
        Assert.All([.. UnknownToBoth, .. UnknownToGnu, .. UnknownToLld], prefix => Assert.Contains(names, name => name.StartsWith(prefix, StringComparison.Ordinal)));
        Assert.InRange(Relocations().Select(row => row.Data.Item1).Distinct().Count(), names.Length - 18, names.Length);
    }

    private static IEnumerable<string> Names() =>
    [
        .. Directory.GetFiles(Repository.Fixture("elf-arm64"), "reloc_*.o").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal),
        "data.o", "hello.o", "function_sections.o", "models_gcc_O2_pic.o", "models_clang_O2_noplt.o", "models_clang_O0_large.o", "models_clang_O2_tiny.o", "models_gcc_O2_nopic.o", "tls_le_48.o", "tls_ie.o",
    ];
}
