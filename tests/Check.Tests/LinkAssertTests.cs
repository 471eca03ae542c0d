using Linker.Engine;
using Linker.Loader;
using Linker.MemoryManager;
using Linker.Shared;

namespace Linker.Check.Tests;

/// <summary>Rules as assertions of a test.</summary>
public class LinkAssertTests
{
    [Fact]
    public void What_holds_passes()
    {
        using var link = new TestLink(0x400000, [("elsewhere", 5)], "elf-x64/reloc_pc32.o");
        LinkAssert.Holds(link.Image, "answer = 0x400000");
        LinkAssert.Holds(link.Image, "elsewhere = 5", link.Definitions);
        LinkAssert.AllHold(link.Image, [new Rule("1 = 1"), new Rule("value = answer + 0x1000")]);
    }

    [Fact]
    public void What_does_not_hold_is_an_exception_with_the_way_to_the_values()
    {
        using var link = new TestLink(0x400000, [], "elf-x64/reloc_pc32.o");
        var e = Assert.Throws<RuleException>(() => LinkAssert.AllHold(link.Image, [new Rule("*{4}value + 4 = 43"), new Rule("1 = 1"), new Rule("nosuch = 1")]));
        Assert.Equal(2, e.Failures.Count);
        Assert.Equal(
            """
            *{4}value + 4 = 43
              does not hold: 0x2a is not 0x2b
              *{4}value + 4 = 0x2a   4 bytes at 0x401004 in elf-x64/reloc_pc32.o: .data+0x4
                value + 4   = 0x401004
                  value     = 0x401000   in elf-x64/reloc_pc32.o
              43            = 0x2b
            nosuch = 1
              cannot be computed
              nosuch: there is no symbol 'nosuch'; there are answer, value
              nosuch = ?
              1      = 0x1
            """,
            e.Message, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void No_rule_at_all_is_a_failure()
    {
        using var link = new TestLink(0x400000, [], "elf-x64/reloc_pc32.o");
        Assert.Equal("There is no rule to check.", Assert.Throws<RuleException>(() => LinkAssert.AllHold(link.Image, [])).Message);
    }

    [Fact]
    public void What_is_no_rule_is_refused()
    {
        using var link = new TestLink(0x400000, [], "elf-x64/reloc_pc32.o");
        Assert.Throws<RuleSyntaxException>(() => LinkAssert.Holds(link.Image, "1"));
    }

    [Fact]
    public void A_link_that_was_not_recorded_is_refused()
    {
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(), Scopes = [] });
        using LoadedImage image = linker.Link(ObjectReader.Read(File.ReadAllBytes(Repository.Fixture("elf-x64/reloc_pc32.o")), "reloc_pc32.o"));
        Assert.Contains("LinkRequest.ForCheck", Assert.Throws<ArgumentException>(() => LinkAssert.Holds(image, "1 = 1")).Message, StringComparison.Ordinal);
    }

    // The memory of this process can be managed on Linux only.
    [Fact]
    [Trait("System", "linux")]
    public void An_image_that_runs_in_this_process_can_be_looked_at_too()
    {
        if (System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture != System.Runtime.InteropServices.Architecture.X64)
        {
            return;
        }

        using var linker = new RuntimeLinker();
        using LoadedImage image = linker.Link(new LinkRequest { Record = true }, ObjectReader.Read(File.ReadAllBytes(Repository.Fixture("elf-x64/reloc_pc32.o")), "reloc_pc32.o"));
        LinkAssert.Holds(image, "decode_operand(answer, 4) = value + 4 - next_pc(answer)");
        LinkAssert.Holds(image, "*{4}value + 4 = 42");
    }
}
