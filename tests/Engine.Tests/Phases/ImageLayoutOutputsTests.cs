using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Sections of the image as relocations count them: <c>SECTION</c> and <c>SECREL</c>.</summary>
public sealed class ImageLayoutOutputsTests : IDisposable
{
    private const ushort Section = 10, Offset = 11;

    private readonly CoffLink _link = new();

    public void Dispose() => _link.Dispose();

    private CoffBuilder.SectionRow Ask(CoffBuilder coff, ushort type, params string[] names)
    {
        CoffBuilder.SectionRow row = coff.Section(".zask", CoffBuilder.Constants, new byte[4 * names.Length]).Named("the_answers");
        for (int i = 0; i < names.Length; i++)
        {
            row.Relocate((uint)i * 4, type, names[i]);
        }

        return row;
    }

    private uint[] Answers(int count) => [.. Enumerable.Range(0, count).Select(i => (uint)_link.Word("the_answers", 4, (uint)i * 4))];

    [Fact]
    public void An_offset_counts_from_the_first_section_of_the_group_in_the_image()
    {
        CoffBuilder a = new(), b = new();
        a.Section(".rdata$b", CoffBuilder.Constants | CoffBuilder.Align(16), new byte[16]).Named("second", 4);
        b.Section(".rdata$a", CoffBuilder.Constants | CoffBuilder.Align(16), new byte[20]).Named("first", 4);
        b.Section(".other", CoffBuilder.Constants | CoffBuilder.Align(16), new byte[20]).Named("other", 8);
        Ask(a, Offset, "first", "second", "other");
        _link.Link(a, b);
        Assert.Equal([4u, 36u, 8u], Answers(3));
    }

    [Fact]
    public void Addends_of_offsets_and_numbers_stand_in_the_place()
    {
        CoffBuilder a = new();
        a.Section(".rdata", CoffBuilder.Constants, new byte[16]).Named("first", 4);
        Ask(a, Offset, "first").Data = [0xFE, 0xFF, 0xFF, 0xFF];
        _link.Link(a);
        Assert.Equal([2u], Answers(1));
        CoffBuilder b = new();
        b.Section(".rdata", CoffBuilder.Constants, new byte[16]).Named("first", 4);
        Ask(b, Section, "first").Data = [5, 0, 0xAA, 0xBB];
        _link.Link(b);
        uint number = Answers(1)[0];
        Assert.Equal(0xBBAA_0000, number & 0xFFFF_0000);
        Assert.InRange((number & 0xffff) - 5, 1u, 9u);
    }

    [Fact]
    public void Sections_of_one_group_have_one_number_and_others_another()
    {
        CoffBuilder a = new(), b = new();
        a.Section(".rdata$b", CoffBuilder.Constants, 1).Named("a");
        a.Section(".data", CoffBuilder.Data, 1).Named("d");
        b.Section(".rdata$a", CoffBuilder.Constants, 1).Named("b");
        b.Section(".text", CoffBuilder.Code, 1).Named("t");
        Ask(a, Section, "a", "b", "d", "t");
        _link.Link(a, b);
        uint[] numbers = Answers(4);
        Assert.Equal(numbers[0], numbers[1]);
        Assert.Equal(3, numbers.Distinct().Count());
        Assert.DoesNotContain(0u, numbers);
    }

    [Fact]
    public void The_offset_of_a_thread_local_variable_is_one_in_the_template()
    {
        CoffBuilder a = new(), b = new();
        a.Section(".tls$", CoffBuilder.Data | CoffBuilder.Align(8), new byte[8]).Named("v", 4);
        b.Section(".tls$", CoffBuilder.Data | CoffBuilder.Align(8), new byte[8]).Named("w", 4);
        b.Section(".tls$zero", CoffBuilder.Zeroes | CoffBuilder.Align(8)).Named("z", 4).Size = 8;
        Ask(a, Offset, "v", "w", "z");
        _link.Link(a, b);
        Assert.Equal([4u, 12u, 20u], Answers(3));
    }

    [Theory]
    [InlineData(Section, "external")]
    [InlineData(Section, "absolute")]
    [InlineData(Offset, "absolute")]
    [InlineData(Section, "null")]
    [InlineData(Offset, "null")]
    [InlineData(Section, "common")]
    [InlineData(Offset, "common")]
    [InlineData(Section, "__imp_external")]
    [InlineData(Offset, "__ImageBase")]
    [InlineData(Section, "unloaded")]
    [InlineData(Offset, "unloaded")]
    public void What_lies_in_no_section_of_the_image_has_neither(ushort type, string name)
    {
        _link.Linker.Definitions.Add("external", 0x1234_5678);
        CoffBuilder a = new();
        a.Symbol("absolute", -1, 5);
        a.Symbol("common", 0, 8);
        a.Weak("null", a.Symbol(".null", -1, 0, CoffBuilder.Static));
        a.Section(".debug$S", CoffBuilder.Constants | CoffBuilder.Discardable, new byte[4]).Named("unloaded");
        Ask(a, type, name);
        RelocationException e = Assert.Throws<RelocationException>(() => _link.Link(a));
        Assert.Contains("lies in no section of the image", e.Message, StringComparison.Ordinal);
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_offset_of_a_name_that_the_caller_defines_is_the_caller_s_number_where_nothing_is_run()
    {
        _link.Linker.Definitions.Add("external", 0x1234_5678);
        CoffBuilder a = new();
        Ask(a, Offset, "external");
        _link.Link(a);
        Assert.Equal([0x1234_5678u], Answers(1));
    }

    [Fact]
    public void A_section_that_the_caller_has_placed_stands_alone()
    {
        CoffBuilder a = new();
        a.Section(".rdata$a", CoffBuilder.Constants, new byte[8]).Named("a", 4);
        a.Section(".rdata$b", CoffBuilder.Constants, new byte[8]).Named("b", 4);
        Ask(a, Offset, "a", "b");
        _link.Link(new LinkRequest { Record = true, SectionAddress = (_, id) => id.Index <= 2 ? CoffLink.Base + 0x10000 + (id.Index * 0x1000) : null }, a);
        Assert.Equal([4u, 4u], Answers(2));
    }

    [Fact]
    public void Symbols_of_empty_sections_have_numbers_and_offsets()
    {
        CoffBuilder a = new();
        a.Section(".empty", CoffBuilder.Constants).Named("e");
        Ask(a, Offset, "e");
        _link.Link(a);
        Assert.Equal([0u], Answers(1));
    }
}
