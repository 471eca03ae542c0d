using Linker.Loader;
using static Linker.Engine.Tests.ObjectWriter;

namespace Linker.Engine.Tests;

/// <summary>The linker's own names.</summary>
public sealed class SyntheticSymbolsTests : IDisposable
{
    private readonly RuntimeLinker _linker = new();

    public void Dispose() => _linker.Dispose();

    [Fact]
    public void Twenty_thousand_section_starts_are_found()
    {
        // One walk over the sections serves all names; with a walk for each this would take minutes.
        var writer = new ObjectWriter();
        Part table = writer.Data("table");
        for (int i = 0; i < 20_000; i++)
        {
            writer.Section($"set_{i}", "a").Word(i);
            table.Field(R64, $"__start_set_{i}", 0, 8);
        }

        using LoadedImage image = _linker.Link(writer.Read());
        Assert.True(image.TryGetAddress("table", out nint address));
        unsafe
        {
            var starts = (int**)address;
            for (int i = 0; i < 20_000; i++)
            {
                Assert.Equal(i, *starts[i]);
            }
        }
    }

    [Fact]
    public void Start_and_stop_span_the_sections_of_every_object_and_of_archive_members()
    {
        var member = new ObjectWriter();
        member.Section("entries", "a", alignment: 4).Label("from_member").Word(100);
        _linker.Scopes.Insert(0, new ArchiveResolver(new ArchiveWriter().Add("m.o", member.Build(), "from_member").Read()));
        var asks = new ObjectWriter();
        asks.Code("start").ReturnsAddressOf("__start_entries");
        asks.Code("stop").ReturnsAddressOf("__stop_entries");
        asks.Code("member").ReturnsAddressOf("from_member");
        using LoadedImage image = _linker.Link([asks.Read(), .. Fixtures.ReadAll("start_stop_b.o")]);
        Assert.Equal(16, image.CallPointer("stop") - image.CallPointer("start"));
        Assert.InRange(image.CallPointer("member"), image.CallPointer("start"), image.CallPointer("stop") - 4);
    }

    // One row the alignments of two objects' sections of 24 and 48 bytes, where ld puts the second of them, and where it puts the end.
    [Theory]
    [InlineData(8, 32, 32, 80)]
    [InlineData(32, 8, 24, 72)]
    [InlineData(8, 8, 24, 72)]
    public void Start_is_aligned_for_all_the_sections_so_that_they_lie_as_with_ld(ulong first, ulong second, nint secondOffset, nint size)
    {
        foreach (string flags in new[] { "a", "aw" })
        {
            var one = new ObjectWriter();
            one.Section(".before", flags).Word(1).Word(2);
            one.Section("things", flags, alignment: first).Bytes(new byte[24]);
            var two = new ObjectWriter();
            two.Section("things", flags, alignment: second).Label("second").Bytes(new byte[48]);
            two.Code("start").ReturnsAddressOf("__start_things");
            two.Code("stop").ReturnsAddressOf("__stop_things");
            two.Code("middle").ReturnsAddressOf("second");
            using LoadedImage image = _linker.Link(one.Read("one.o"), two.Read("two.o"));
            nint start = image.CallPointer("start");
            Assert.Equal(0, start % (nint)Math.Max(first, second));
            Assert.Equal((secondOffset, size), (image.CallPointer("middle") - start, image.CallPointer("stop") - start));
        }
    }

    [Fact]
    public void Start_of_a_section_that_nobody_has_is_undefined()
    {
        UnresolvedSymbolsException e = Assert.Throws<UnresolvedSymbolsException>(() => _linker.Link(new ObjectWriter().Code("ask").ReturnsAddressOf("__start_nowhere").Read()));
        Assert.Equal("__start_nowhere", Assert.Single(e.Symbols).Name);
    }

    [Fact]
    public void The_table_of_slots_has_a_name()
    {
        var asks = new ObjectWriter();
        asks.Code("table").ReturnsPlaceOf("_GLOBAL_OFFSET_TABLE_");
        asks.Code("slot").ReturnsSlotOf("abs");
        using LoadedImage image = _linker.Link(new LinkRequest { Record = true }, asks.Read());
        Assert.Contains(image.Record!.Slots, s => s.Symbol == "abs" && s.Address == (ulong)image.CallPointer("slot"));
        Assert.Equal((nint)image.Record.Slots.Min(s => s.Address), image.CallPointer("table"));
        Assert.Equal("synthetic", image.Record.Symbols.Single(s => s.Name == "_GLOBAL_OFFSET_TABLE_").Binding);
    }

    [Fact]
    public void Each_image_has_a_dso_handle_of_its_own()
    {
        LinkGraph asks = new ObjectWriter().Refer("__dso_handle", ObjectWriter.Global, ObjectWriter.Hidden).Code("handle").ReturnsAddressOf("__dso_handle").Read();
        using LoadedImage first = _linker.Link(asks);
        using LoadedImage second = _linker.Link(asks);
        Assert.NotEqual(first.CallPointer("handle"), second.CallPointer("handle"));
        Assert.Contains(first.Segments.ToArray(), s => (ulong)first.CallPointer("handle") - s.TargetAddress < s.Size);
    }
}
