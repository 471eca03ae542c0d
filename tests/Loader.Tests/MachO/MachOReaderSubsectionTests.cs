using Linker.Shared;

namespace Linker.Loader.Tests;

public class MachOReaderSubsectionTests
{
    public static TheoryData<string> Objects() => [.. Fixtures.MachOObjects().Select(path => Path.GetRelativePath(Repository.Fixture(""), path))];

    [Theory]
    [MemberData(nameof(Objects))]
    public void Apart_or_whole_an_object_means_the_same(string path)
    {
        byte[] file = File.ReadAllBytes(Repository.Fixture(path));
        LinkGraph whole = ObjectReader.Read(file, path, includeUnloaded: true), apart = ObjectReader.Read(file, path, includeUnloaded: true, splitSubsections: true);
        Assert.Equal(whole.Relocations.Length, apart.Relocations.Length);
        Assert.Equal(MeaningOf(whole), MeaningOf(apart));
        Assert.True(apart.Sections.Length >= whole.Sections.Length);
    }

    [Fact]
    public void A_part_begins_at_each_symbol_that_is_no_other_entry()
    {
        var builder = new MachOBuilder();
        MachOBuilder.SectionRow text = builder.Text(new byte[64]);
        builder.Global("_a", text);
        builder.Global("_inside", text, 8, MachOBuilder.AlternateEntry);
        builder.Global("_b", text, 16, 0x20);
        builder.Global("_c", text, 40);
        builder.Global("_end", text, 64);
        builder.Section("__TEXT", "__cstring", 2, new byte[8]);
        LinkGraph graph = ObjectReader.Read(builder.Build(), "test.o", splitSubsections: true);
        Assert.Equal([(0ul, 1ul), (16ul, 8ul), (24ul, 8ul), (24ul, 8ul), (8ul, 8ul)], graph.Sections.ToArray().Select(s => (s.Size, s.Alignment)));
        Assert.Equal([1u, 1u, 2u, 3u, 3u], ((string[])["_a", "_inside", "_b", "_c", "_end"]).Select(n => graph.Symbol(n).Section.Index));
        Assert.Equal([0ul, 8ul, 0ul, 0ul, 24ul], ((string[])["_a", "_inside", "_b", "_c", "_end"]).Select(n => graph.Symbol(n).Value));
        Assert.Equal([false, true, false], graph.Sections[1..4].ToArray().Select(s => (s.Flags & SectionFlags.Keep) != 0));
    }

    // Bit 5 of a definition's n_desc is N_NO_DEAD_STRIP.
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void What_a_symbol_says_must_stay_stays_whether_or_not_parts_are_apart(bool hasSubsections, bool splitSubsections)
    {
        var builder = new MachOBuilder();
        MachOBuilder.SectionRow text = builder.Text(new byte[16]), kept = builder.Section("__TEXT", "__kept", MachOBuilder.Code, new byte[16]);
        builder.Global("_f", text);
        builder.Global("_kept", kept, 0, 0x20);
        builder.Symbol("_outside", MachOBuilder.External, description: 0x20);
        byte[] file = builder.Build();
        file[25] = hasSubsections ? (byte)0x20 : (byte)0;
        LinkGraph graph = ObjectReader.Read(file, "test.o", splitSubsections: splitSubsections);
        Assert.Equal([false, false, true], graph.Sections.ToArray().Select(s => (s.Flags & SectionFlags.Keep) != 0));
    }

    [Fact]
    public void Damaged_objects_are_sound_or_refused_apart_too()
    {
        byte[] file = MachOSamples.Everything().Build();
        var random = new Random(7);
        for (int i = 0; i < 4000; i++)
        {
            byte[] damaged = [.. file];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            }

            SoundGraph.OrRefused(damaged, splitSubsections: true);
        }
    }

    // Places and what they refer to, by where they are in the file; of zero-fill, by the name of its section.
    private static HashSet<(string Place, string Target, string Subtrahend, Relocs.RelocKind Kind, ushort Type)> MeaningOf(LinkGraph graph)
    {
        var meanings = new HashSet<(string, string, string, Relocs.RelocKind, ushort)>();
        for (uint i = 1; i < graph.Sections.Length; i++)
        {
            foreach (Relocation relocation in graph.RelocationsOf(new SectionId(i)))
            {
                bool isDifference = !relocation.Subtrahend.IsNull;
                meanings.Add((
                    $"{graph.Sections[(int)i].Content.Offset + relocation.Offset}",
                    isDifference ? "" : PlaceOf(graph, relocation.Target, relocation.Addend),
                    isDifference ? DifferenceOf(graph, relocation) : "",
                    relocation.Kind, relocation.FormatType));
            }
        }

        return meanings;
    }

    private static string PlaceOf(LinkGraph graph, SymbolId id, long addend)
    {
        ref readonly Symbol symbol = ref graph.Symbols[(int)id.Index];
        if (symbol.Place != SymbolPlace.Section || graph.Sections[(int)symbol.Section.Index] is not { IsZeroFill: false, Size: > 0 } section)
        {
            return $"{graph.NameOf(symbol)}+{addend}";
        }

        return $"{section.Content.Offset + (long)symbol.Value + addend}";
    }

    // Only the distance counts.
    private static string DifferenceOf(LinkGraph graph, Relocation relocation) =>
        long.TryParse(PlaceOf(graph, relocation.Target, relocation.Addend), out long target) && long.TryParse(PlaceOf(graph, relocation.Subtrahend, 0), out long from)
            ? $"{target - from}"
            : $"{graph.NameOf(graph.Symbols[(int)relocation.Target.Index])} {graph.NameOf(graph.Symbols[(int)relocation.Subtrahend.Index])} {relocation.Addend}";
}
