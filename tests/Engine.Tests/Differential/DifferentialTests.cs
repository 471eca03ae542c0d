using System.Text;
using Linker.Loader;

namespace Linker.Engine.Tests;

/// <summary>Byte for byte against GNU ld and lld, with every section at an address of our choice.</summary>
public sealed class DifferentialTests
{
    // Types that are newer than GNU ld 2.40, and types that psABI 1.0 withdrew.
    private static readonly string[] NewerThanGnu = ["reloc_code_"];
    private static readonly string[] UnknownToLld = [];

    public static TheoryData<string, string> Relocations()
    {
        var rows = new TheoryData<string, string>();
        string[] compiled = ["data.o", "hello.o", "merge_strings.o", "rel.o", "crel.o", "function_sections.o", "models_gcc_O2_pic.o", "models_clang_O2_noplt.o", "models_clang_O0_large_pic.o"];
        foreach (string name in Fixtures.Named("reloc_").Concat(compiled))
        {
            rows.Add(name, ReferenceLinker.Gnu);
            rows.Add(name, ReferenceLinker.Lld);
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
        using var comparison = new Comparison(Fixtures.ReadBytes(name), name);
        string? refusal = comparison.With(linker);
        bool isUnknown = (linker == ReferenceLinker.Gnu ? NewerThanGnu : UnknownToLld).Any(p => name.StartsWith(p, StringComparison.Ordinal));
        if (isUnknown)
        {
            Assert.Contains("relocation", refusal, StringComparison.Ordinal);
        }
        else
        {
            Assert.Null(refusal);
        }
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Members_of_a_real_library_give_the_other_linker_s_bytes(string library, string linker)
    {
        ReferenceLinker.Require(linker);
        string path = $"/usr/lib/x86_64-linux-gnu/{library}";
        if (!File.Exists(path))
        {
            Assert.False(Environment.GetEnvironmentVariable("LINKER_TEST_COMMAND") == "1", $"{library} is not installed");
            Assert.Skip($"{library} is not installed");
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
}
