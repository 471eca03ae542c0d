using Linker.Shared;
using static Linker.Shared.ElfBuilder;

namespace Linker.Loader.Tests;

public class ElfReaderGroupTests
{
    private static LinkGraph Read(ElfBuilder elf) => ObjectReader.Read(elf.Build(), "test.o");

    [Fact]
    public void Members_of_a_comdat_group_carry_its_signature()
    {
        var elf = new ElfBuilder();
        int signature = elf.Symbol("_Z1fv", Undefined);
        int text = elf.Text(1);
        int data = elf.Section(".data", Progbits, Alloc, [0]);
        int other = elf.Section(".other", Progbits, Alloc, [0]);
        elf.AddGroup(1, signature, (uint)text, (uint)data);
        LinkGraph graph = Read(elf);
        Assert.Equal((0, 0, -1), (graph.Sections[text].Comdat, graph.Sections[data].Comdat, graph.Sections[other].Comdat));
        Assert.Equal("_Z1fv", graph.Text(graph.Comdats[0].Name));
    }

    [Fact]
    public void A_section_symbol_as_signature_means_the_section_s_name()
    {
        var elf = new ElfBuilder();
        int text = elf.Section("wanted", Progbits, Alloc, [0]);
        int signature = elf.Symbol("", (uint)text, binding: Local, type: SectionSymbol);
        elf.AddGroup(1, signature, (uint)text);
        LinkGraph graph = Read(elf);
        Assert.Equal("wanted", graph.Text(graph.Comdats[0].Name));
    }

    [Fact]
    public void A_plain_group_is_no_comdat_even_for_linkonce_names()
    {
        var elf = new ElfBuilder();
        int signature = elf.Symbol("s", Undefined);
        int text = elf.Section(".gnu.linkonce.t.f", Progbits, Alloc, [0]);
        elf.AddGroup(0, signature, (uint)text);
        LinkGraph graph = Read(elf);
        Assert.Equal((-1, 0), (graph.Sections[text].Comdat, graph.Comdats.Length));
    }

    [Fact]
    public void Linkonce_sections_are_sets_of_their_full_names()
    {
        var elf = new ElfBuilder();
        int text = elf.Section(".gnu.linkonce.t.f", Progbits, Alloc, [0]);
        int data = elf.Section(".gnu.linkonce.d.f", Progbits, Alloc, [0]);
        LinkGraph graph = Read(elf);
        Assert.Equal([".gnu.linkonce.t.f", ".gnu.linkonce.d.f"], new[] { text, data }.Select(s => graph.Text(graph.Comdats[graph.Sections[s].Comdat].Name)));
    }

    [Theory]
    [InlineData(2u, 4u, "flags 0x2")]
    [InlineData(1u, 0u, "section 0 cannot be a member")]
    [InlineData(1u, 99u, "section 99 cannot be a member")]
    [InlineData(1u, 5u, "section 5 cannot be a member")]
    public void A_group_with_odd_flags_or_members_is_refused(uint flags, uint member, string says)
    {
        var elf = new ElfBuilder();
        int signature = elf.Symbol("s", Undefined);
        elf.Text(1);
        elf.AddGroup(flags, signature, member);
        Refusal.Says(says, elf.Build());
    }

    [Fact]
    public void A_section_in_two_groups_is_refused()
    {
        var elf = new ElfBuilder();
        int signature = elf.Symbol("s", Undefined);
        uint text = (uint)elf.Text(1);
        elf.AddGroup(1, signature, text);
        elf.AddGroup(0, signature, text);
        Refusal.Says("already a member", elf.Build());
    }

    [Fact]
    public void A_group_without_a_signature_is_refused()
    {
        var elf = new ElfBuilder();
        elf.AddGroup(1, 77, (uint)elf.Text(1));
        Refusal.Says("signature is symbol 77", elf.Build());
        elf = new ElfBuilder();
        int group = elf.AddGroup(1, 0, (uint)elf.Text(1));
        elf[group].Link = 2;
        Refusal.Says("not the symbol table", elf.Build());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void A_group_that_is_no_number_of_words_is_refused(int size)
    {
        var elf = new ElfBuilder();
        elf.Section(".group", Group, 0, new byte[size], 4, SymtabIndex, 0, 4);
        Refusal.Says("number of 4-byte words", elf.Build());
    }
}
