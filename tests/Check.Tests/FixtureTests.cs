using Linker.Engine;
using Linker.Loader;
using Linker.MemoryManager;
using Linker.Shared;

namespace Linker.Check.Tests;

/// <summary>The sources of the fixtures say what linking them gives; every sentence of theirs holds. Those about the ends of a range are about addresses that only the options in them give.</summary>
public class FixtureTests
{
    private static readonly string Sources = Repository.Fixture("sources");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Sources, "*.s", SearchOption.AllDirectories).Where(f => RulesOf(f).Count > 0 && !Path.GetFileName(f).StartsWith("edge_", StringComparison.Ordinal)).Select(f => Path.GetRelativePath(Sources, f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_rule_of_a_source_holds(string file) => CheckAt(file, 0x1000_0000);

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_rule_of_a_source_holds_near_the_lowest_and_the_highest_address(string file)
    {
        CheckAt(file, 0x1_0000);
        CheckAt(file, 0x6000_0000);
    }

    [Theory]
    [InlineData("reloc_pc32.s", 0x10001000 - 0x10000006 + 4)]
    [InlineData("reloc_64.s", 0x10000018 + 8)]
    public void A_byte_that_is_not_what_it_should_be_is_noticed(string file, ulong right)
    {
        Rule rule = RulesOf(Path.Combine(Sources, file))[0];
        using RuntimeLinker linker = Link(file, 0x1000_0000, out LoadedImage image);
        RuleResult result = new LinkChecker(image).Evaluate(rule);
        Assert.Equal((right, right), (result.Left.Value, result.Right.Value));
        Assert.Throws<RuleException>(() => LinkAssert.Holds(image, rule.Text + " + 1"));
    }

    private static void CheckAt(string file, ulong address)
    {
        using RuntimeLinker linker = Link(file, address, out LoadedImage image);
        LinkAssert.AllHold(image, RulesOf(Path.Combine(Sources, file)));
    }

    // What nobody defines lies above, where a call of AArch64 needs a veneer; the examples of the document are about a call that needs a stub.
    private static RuntimeLinker Link(string file, ulong address, out LoadedImage image)
    {
        ILookup<bool, string> inputs = Repository.InputsOf(Path.Combine(Sources, file)).ToLookup(f => Path.GetExtension(f) is ".a" or ".lib");
        var externals = new CallbackResolver(_ => (nint)(address + (Path.GetFileName(file) == "check_examples.s" ? 0x7fff_0000_0000UL : 0x1000_0000UL)));
        ISymbolResolver[] archives = [.. inputs[true].Select(f => new ArchiveResolver(ArchiveReader.Read(File.ReadAllBytes(f), Path.GetFileName(f))))];
        var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(), Scopes = [.. archives, externals] });
        image = linker.Link(LinkRequest.ForCheck with { Placement = Placement.At(address) }, [.. inputs[false].Select(f => ObjectReader.Read(File.ReadAllBytes(f), Path.GetFileName(f)))]);
        return linker;
    }

    private static IReadOnlyList<Rule> RulesOf(string path) => RuleReader.Read(File.ReadAllText(path), Path.GetFileName(path));
}
