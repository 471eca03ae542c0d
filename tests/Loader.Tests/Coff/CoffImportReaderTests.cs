using Linker.Relocs;
using Linker.Shared;

namespace Linker.Loader.Tests;

public class CoffImportReaderTests
{
    private static LinkGraph Read(byte[] file) => ObjectReader.Read(file, "test.dll");

    [Theory]
    [InlineData(1, "f", null, "l.dll$f")]
    [InlineData(0, "f", null, "l.dll$#7")]
    [InlineData(2, "?f@@YAXXZ", null, "l.dll$f@@YAXXZ")]
    [InlineData(2, "_f@8", null, "l.dll$f@8")]
    [InlineData(2, "f", null, "l.dll$f")]
    [InlineData(3, "_f@8", null, "l.dll$f")]
    [InlineData(3, "@f@8", null, "l.dll$f")]
    [InlineData(3, "f", null, "l.dll$f")]
    [InlineData(4, "f", "other", "l.dll$other")]
    public void The_library_is_asked_for_the_name_that_it_calls_the_import_by(int naming, string name, string? exportedAs, string external)
    {
        LinkGraph graph = Read(CoffBuilder.Import(name, "l.dll", 0, naming, 7, exportedAs));
        Assert.Equal(["", external, "__imp_" + name, name], graph.Symbols.ToArray().Select(s => graph.NameOf(s)));
        Assert.Equal([SymbolPlace.Undefined, SymbolPlace.Undefined, SymbolPlace.Section, SymbolPlace.Section], graph.Symbols.ToArray().Select(s => s.Place));
    }

    [Fact]
    public void A_function_has_a_slot_and_a_jump_through_it_on_x86_64()
    {
        LinkGraph graph = Read(CoffBuilder.Import("f", "l.dll"));
        Assert.Equal([".idata$5", ".text"], graph.Sections[1..].ToArray().Select(s => graph.NameOf(s)));
        Assert.Equal("FF2500000000", Convert.ToHexString(graph.ContentOf(new SectionId(2))));
        Assert.Equal([new Relocation(0, 0, new SymbolId(1), default, RelocKind.Abs64, 1), new Relocation(-4, 2, new SymbolId(2), default, RelocKind.Pc32, 4)], graph.Relocations.ToArray());
        Assert.Equal((SymbolKind.Function, 2u), (graph.Symbols[3].Kind, graph.Symbols[3].Section.Index));
        Assert.Equal(SymbolKind.Function, graph.Symbols[1].Kind);
    }

    [Fact]
    public void A_function_has_a_slot_and_a_jump_through_it_on_ARM64()
    {
        LinkGraph graph = Read(CoffBuilder.Import("f", "l.dll", machine: CoffBuilder.Arm64));
        Assert.Equal("10000090100240F900021FD6", Convert.ToHexString(graph.ContentOf(new SectionId(2))));
        Assert.Equal([RelocKind.Abs64, RelocKind.A64Page21, RelocKind.A64LdSt64Offset12], graph.Relocations.ToArray().Select(r => r.Kind));
        Assert.Equal([14, 4, 7], graph.Relocations.ToArray().Select(r => (int)r.FormatType));
    }

    [Fact]
    public void Data_has_a_slot_and_no_name_of_its_own()
    {
        LinkGraph graph = Read(CoffBuilder.Import("d", "l.dll", 1));
        Assert.Equal(["", "l.dll$d", "__imp_d", ""], graph.Symbols.ToArray().Select(s => graph.NameOf(s)));
        Assert.Equal((1, 0ul), (graph.Relocations.Length, graph.Sections[2].Size));
    }

    [Fact]
    public void A_constant_is_the_slot_itself()
    {
        LinkGraph graph = Read(CoffBuilder.Import("d", "l.dll", 2));
        Assert.Equal(("d", 1u, SymbolKind.Data), (graph.NameOf(graph.Symbols[3]), graph.Symbols[3].Section.Index, graph.Symbols[3].Kind));
    }

    [Theory]
    [InlineData(3, 1, "sort 3 of import")]
    [InlineData(0, 5, "called in the way 5")]
    [InlineData(0, 7, "called in the way 7")]
    [InlineData(0, 4, "name in the library")]
    public void A_sort_of_import_that_is_not_known_is_refused(int type, int naming, string says) =>
        Refusal.Says(says, CoffBuilder.Import("f", "l.dll", type, naming));

    [Theory]
    [InlineData("", "l.dll", "name of the import")]
    [InlineData("f", "", "name of the library")]
    public void A_name_that_is_missing_is_refused(string name, string library, string says) => Refusal.Says(says, CoffBuilder.Import(name, library));

    [Fact]
    public void Every_byte_overwritten_or_cut_off_is_sound_or_refused()
    {
        byte[] file = CoffBuilder.Import("f", "l.dll", 0, 4, 1, "g");
        int refused = 0;
        for (int i = 0; i < file.Length; i++)
        {
            refused += SoundGraph.OrRefused(file[..i]) ? 0 : 1;
            foreach (byte value in (byte[])[0, 1, 0x7f, 0xff])
            {
                byte[] changed = [.. file];
                changed[i] = value;
                refused += SoundGraph.OrRefused(changed) ? 0 : 1;
            }
        }

        Assert.InRange(refused, 60, file.Length * 5);
    }
}
