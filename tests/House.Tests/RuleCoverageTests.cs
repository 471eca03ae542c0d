using Linker.Loader;
using Linker.Relocs;
using Linker.Shared;

namespace Linker.House.Tests;

/// <summary>No kind without a fixture whose source says, in checkable sentences, what becomes of it.</summary>
public class RuleCoverageTests
{
    private static readonly HashSet<RelocKind> InSentences = [.. Directory.EnumerateFiles(Repository.Fixture("sources"), "*.s", SearchOption.AllDirectories).Where(HasRules).SelectMany(KindsOf)];

    public static TheoryData<RelocKind> Kinds => [.. Enum.GetValues<RelocKind>().Where(k => k != RelocKind.Refused)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_in_a_fixture_with_rules(RelocKind kind) => Assert.Contains(kind, InSentences);

    private static bool HasRules(string source) => Check.RuleReader.Read(File.ReadAllText(source), source).Count > 0;

    private static IEnumerable<RelocKind> KindsOf(string source)
    {
        string folder = Path.GetFileName(Path.GetDirectoryName(source)) == "arm64" ? "elf-arm64" : "elf-x64";
        string file = Repository.Fixture($"{folder}/{Path.GetFileNameWithoutExtension(source)}.o");
        return ObjectReader.Read(File.ReadAllBytes(file), file).Relocations.ToArray().Select(r => r.Kind);
    }
}
