using Linker.Relocs;

namespace Linker.Loader.Tests;

/// <summary>What no ELF file can get wrong, but another reader might.</summary>
public class LinkGraphBuilderTests
{
    private static readonly Section Null = new() { Alignment = 1, Comdat = -1 };
    private static readonly Section Data = new() { Alignment = 1, Comdat = -1, Content = new FileRange(0, 8), Size = 8, Flags = SectionFlags.Load, RelocationCount = 1 };
    private static readonly Relocation Pointer = new(0, 0, default, default, RelocKind.Abs64, 1);

    private static LinkGraph Build(Section? nullSection = null, Section? data = null, Symbol symbol = default, Relocation? relocation = null) =>
        BuildOf([nullSection ?? Null, data ?? Data], [symbol, new Symbol { Place = SymbolPlace.Absolute }], [relocation ?? Pointer]);

    private static LinkGraph BuildOf(Section[] sections, Symbol[] symbols, Relocation[] relocations)
    {
        var tables = new GraphTables();
        sections.CopyTo(tables.Sections(sections.Length));
        symbols.CopyTo(tables.Symbols(symbols.Length));
        relocations.CopyTo(tables.Relocations(relocations.Length));
        tables.Uses(symbols.Length).Clear();
        var builder = new LinkGraphBuilder
        {
            FileName = "test",
            File = new byte[16],
            Format = ObjectFormat.Elf,
            Machine = Machine.X64,
            Tables = tables,
            Sections = tables.Sections(sections.Length),
            Symbols = tables.Symbols(symbols.Length),
            Relocations = tables.Relocations(relocations.Length),
            Comdats = [],
            Names = ElfX64Relocs.Machine.Names,
        };
        foreach (ref readonly Relocation r in relocations.AsSpan())
        {
            builder.Open(1, 1).Admit(in r, 0);
        }

        return builder.Build();
    }

    private static void Refuses(string says, Func<LinkGraph> build) =>
        Assert.Contains(says, Assert.Throws<ObjectFormatException>(build).Message, StringComparison.Ordinal);

    [Fact]
    public void A_sound_graph_is_built() => Assert.Equal(1, Build().RelocationsOf(new SectionId(1)).Length);

    [Fact]
    public void The_null_section_is_empty() => Refuses("null section", () => Build(nullSection: Data));

    [Fact]
    public void The_null_symbol_is_empty() => Refuses("null symbol", () => Build(symbol: new Symbol { Place = SymbolPlace.Absolute }));

    [Fact]
    public void Bytes_lie_in_the_file() => Refuses("file ends at", () => Build(data: Data with { Content = new FileRange(9, 8) }));

    [Fact]
    public void A_range_cannot_wrap() => Refuses("file ends at", () => Build(data: Data with { Content = new FileRange(uint.MaxValue, uint.MaxValue), Size = uint.MaxValue }));

    [Fact]
    public void A_section_has_as_many_bytes_as_its_size() => Refuses("not that of its bytes", () => Build(data: Data with { Size = 9 }));

    [Fact]
    public void Zero_fill_has_no_bytes() => Refuses("not that of its bytes", () => Build(data: Data with { Flags = SectionFlags.Load | SectionFlags.ZeroFill }, relocation: Pointer with { Kind = RelocKind.None }));

    [Fact]
    public void A_group_exists() => Refuses("group does not exist", () => Build(data: Data with { Comdat = 0 }));

    [Fact]
    public void An_alignment_of_zero_is_no_power_of_two() => Refuses("power of two", () => Build(data: Data with { Alignment = 0 }));

    [Fact]
    public void Relocations_are_grouped_in_the_order_of_sections() => Refuses("not in order", () => Build(data: Data with { FirstRelocation = 1 }));

    [Fact]
    public void Every_relocation_belongs_to_a_section() => Refuses("patch no section", () => Build(data: Data with { RelocationCount = 0 }));

    [Fact]
    public void A_subtrahend_is_in_range() => Refuses("symbol 2 of 2", () => Build(relocation: Pointer with { Subtrahend = new SymbolId(2) }));

    [Fact]
    public void A_symbol_s_section_is_in_range() => Refuses(
        "section 7 of 1", () => BuildOf([Null], [default, new Symbol { Place = SymbolPlace.Section, Section = new SectionId(7) }], []));
}
