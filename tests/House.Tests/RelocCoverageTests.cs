using System.Text.RegularExpressions;
using Linker.Loader;
using Linker.Relocs;
using Linker.Shared;

namespace Linker.House.Tests;

/// <summary>No kind without a map that leads to it, a row that checks its bytes, an object that needs it, a line on paper.</summary>
public class RelocCoverageTests
{
    private static readonly HashSet<RelocKind> Mapped = 
    [
        .. ((LinkGraph[])[ElfProbe.Read(256, ElfProbe.X64), ElfProbe.Read(1100, ElfProbe.Arm64), CoffProbe.Read(32, CoffProbe.X64), CoffProbe.Read(32, CoffProbe.Arm64), .. MachOProbe.All])
            .SelectMany(graph => graph.Relocations.ToArray().Select(r => r.Kind)),
    ];

    private static readonly HashSet<RelocKind> InFixtures = 
    [
        .. Repository.FixtureObjects.SelectMany(KindsOf),
    ];

    public static TheoryData<RelocKind> Kinds => [.. Enum.GetValues<RelocKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_in_a_map(RelocKind kind) => Assert.Contains(kind, Mapped);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_in_a_fixture(RelocKind kind) => Assert.Contains(kind, InFixtures);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_has_a_row_of_numbers_and_bytes(RelocKind kind) =>
        Assert.Matches(new Regex($@"InlineData\(RelocKind\.{kind},|^{kind}\t", RegexOptions.Multiline), Source.Read("tests/Relocs.Tests/PatchTests.cs") + Source.Read("tests/Relocs.Tests/Arm64/a64-rows.tsv"));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_on_paper(RelocKind kind) =>
        Assert.True(kind == RelocKind.Refused || Source.Read("docs/shape.md").Contains($"`{kind}`", StringComparison.Ordinal));

    // Some fixtures show what is refused as a whole.
    private static RelocKind[] KindsOf(string file)
    {
        try
        {
            return [.. ObjectReader.Read(File.ReadAllBytes(file), file).Relocations.ToArray().Select(r => r.Kind)];
        }
        catch (ObjectFormatException)
        {
            return [];
        }
    }
}
