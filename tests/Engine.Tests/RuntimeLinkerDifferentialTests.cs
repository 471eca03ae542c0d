using System.Text;
using Linker.Loader;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>x86-64 byte for byte against GNU ld and lld, with every section at an address of our choice.</summary>
public sealed class RuntimeLinkerDifferentialTests
{
    // GNU ld 2.40 is older than the types of APX and than CREL, fails an assertion of its own at DTPOFF64, and does not read addends out of places on x86-64.
    private static readonly string[] UnknownToGnu = ["reloc_code_", "reloc_dtpoff64", "crel.o", "rel.o"];

    // lld 22 knows neither the types that nobody emits, nor those that psABI 1.0 withdrew; in the large model it relaxes general-dynamic code as if it were of the small one, and breaks it.
    private static readonly string[] UnknownToLld =
    [
        "reloc_code_5_gotpc32_tlsdesc", "reloc_code_5_gotpcrelx", "reloc_code_5_gottpoff", "reloc_code_6_gotpc32_tlsdesc", "reloc_code_6_gotpcrelx", "reloc_gnu_vt", "reloc_gotpcrel64", "reloc_gotplt64",
        "reloc_pc32_bnd", "reloc_plt32_bnd", "reloc_tlsgd_large",
    ];

    public static TheoryData<string, string> Relocations()
    {
        var rows = new TheoryData<string, string>();
        string[] compiled = ["data.o", "hello.o", "merge_strings.o", "rel.o", "crel.o", "function_sections.o", "models_gcc_O2_pic.o", "models_clang_O2_noplt.o", "models_clang_O0_large_pic.o"];
        foreach (string name in Names().Concat(compiled))
        {
            if (!UnknownToGnu.Any(u => name.StartsWith(u, StringComparison.Ordinal)))
            {
                rows.Add(name, ReferenceLinker.Gnu);
            }

            if (!UnknownToLld.Any(u => name.StartsWith(u, StringComparison.Ordinal)))
            {
                rows.Add(name, ReferenceLinker.Lld);
            }
        }

        return rows;
    }

    public static TheoryData<string, string> Libraries() => new()
    {
        { "libz.a", ReferenceLinker.Gnu }, { "libz.a", ReferenceLinker.Lld }, { "liblua5.4.a", ReferenceLinker.Gnu }, { "liblua5.4.a", ReferenceLinker.Lld },
    };

    [Theory]
    [MemberData(nameof(Relocations))]
    public void Every_relocation_type_gives_the_other_linker_s_bytes(string name, string linker)
    {
        ReferenceLinker.Require(linker);
        using var comparison = new Comparison(File.ReadAllBytes(Repository.Fixture("elf-x64/" + name)), name);
        Assert.Null(comparison.With(linker));
    }

    [Fact]
    public void Every_relocation_fixture_but_the_known_few_is_compared()
    {
        string[] compared = [.. Relocations().Select(r => r.Data.Item1).Distinct()];
        Assert.Equal(
            ["reloc_code_5_gotpc32_tlsdesc.o", "reloc_code_5_gotpcrelx.o", "reloc_code_5_gottpoff.o", "reloc_code_6_gotpc32_tlsdesc.o", "reloc_code_6_gotpcrelx.o"],
            Names().Except(compared));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Members_of_a_real_library_give_the_other_linker_s_bytes(string library, string linker)
    {
        ReferenceLinker.Require(linker);
        string path = $"/usr/lib/x86_64-linux-gnu/{library}";
        if (!File.Exists(path))
        {
            Needed.Missing($"{library} is not installed");
        }

        Archive archive = ArchiveReader.Read(File.ReadAllBytes(path), library);
        var different = new StringBuilder();
        for (int i = 0; i < archive.Members.Length; i++)
        {
            using var comparison = new Comparison(archive.BytesOf(i).ToArray(), archive.NameOf(i));
            different.Append(comparison.With(linker));
        }

        Assert.Equal("", different.ToString());
        Assert.InRange(archive.Members.Length, 10, 100);
    }

    private static IEnumerable<string> Names() => Directory.GetFiles(Repository.Fixture("elf-x64"), "reloc_*.o").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal);
}
