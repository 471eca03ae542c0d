using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Engine.Tests;

/// <summary>What observers see of an image.</summary>
public sealed class ObservedImageTests
{
    [Fact]
    public void Functions_have_the_size_that_the_object_gives_or_reach_to_the_next()
    {
        var writer = new ObjectWriter();
        writer.Section(".text", "ax").Label("first", ObjectWriter.NoType).Returns(1).Label("second", ObjectWriter.NoType).Returns(2).Label("inside", ObjectWriter.NoType, ObjectWriter.Local).Returns(3);
        IReadOnlyList<ImageFunction> functions = FunctionsOf(new LinkRequest(), out ulong start, writer.Read());
        ulong size = (ulong)new ObjectWriter().Code("one").Returns(1).Size;
        Assert.Equal([new ImageFunction("first", start, size, 0), new ImageFunction("second", start + size, 2 * size, 0)], functions);
    }

    [Fact]
    public void Functions_of_all_objects_stand_in_ascending_order_and_those_left_out_are_not_there()
    {
        LinkGraph[] graphs = [new ObjectWriter().Code("kept").Returns(1).Read("a.o"), new ObjectWriter().Code("dropped").Returns(2).Read("b.o"), new ObjectWriter().Code("also").Returns(3).Read("c.o")];
        IReadOnlyList<ImageFunction> functions = FunctionsOf(new LinkRequest { Roots = ["kept", "also"] }, out _, graphs);
        Assert.Equal([("kept", 0), ("also", 2)], functions.Select(f => (f.Name, f.Object)));
        Assert.Equal(functions.OrderBy(f => f.Address), functions);
    }

    [Fact]
    public void Sizes_that_reach_past_the_section_end_with_it()
    {
        var writer = new ObjectWriter();
        writer.Code("seven").Returns(7).Label("end", ObjectWriter.NoType);
        byte[] file = writer.Build();
        LinkGraph graph = ObjectReader.Read(file, "a.o");
        int table = 0;
        foreach (ref readonly Section section in graph.Sections)
        {
            table = section.FormatType == 2 ? (int)section.Content.Offset : table;
        }

        // st_size of all symbols.
        for (int i = 1; i < graph.Symbols.Length; i++)
        {
            BitConverter.TryWriteBytes(file.AsSpan(table + (24 * i) + 16), ulong.MaxValue);
        }

        ImageFunction function = Assert.Single(FunctionsOf(new LinkRequest(), out _, ObjectReader.Read(file, "a.o")));
        Assert.Equal(("seven", (ulong)new ObjectWriter().Code("one").Returns(1).Size), (function.Name, function.Size));
    }

    [Fact]
    public void Jumps_of_the_linker_s_own_are_named_after_where_they_lead()
    {
        LinkGraph graph = new ObjectWriter().Code("caller").JumpsTo("far_away").Read();
        IReadOnlyList<ImageFunction> functions = FunctionsOf(new LinkRequest(), out _, graph);
        Assert.Equal([("caller", 0), ("far_away@stub", -1)], functions.Select(f => (f.Name, f.Object)));
        Assert.True(functions[1].Size > 0);
    }

    [Fact]
    public void Functions_of_Mach_O_are_named_as_in_C()
    {
        string[] names = [.. FunctionsOf(new LinkRequest(), out _, MachOFixtures.Read("calling.o")).Select(f => f.Name)];
        Assert.Equal(["ask", "ask_value", "set_value", "walk"], names.Where(n => !n.EndsWith("@stub", StringComparison.Ordinal)));
        Assert.Contains("backtrace@stub", names);
    }

    [Fact]
    public void Sections_are_where_the_record_says_and_objects_are_those_of_the_link()
    {
        var seen = new List<(int Object, uint Section, ulong Address)>();
        var observer = new Observer(image =>
        {
            for (int i = 0; i < image.Objects.Length; i++)
            {
                for (uint section = 1; section < image.Objects[i].Sections.Length; section++)
                {
                    if (image.AddressOf(i, new SectionId(section)) is { } address)
                    {
                        seen.Add((i, section, address));
                    }
                }
            }

            Assert.True(image.IsInProcess);
            Assert.Equal("comdat_a.o", image.Name);
        });
        using var linker = new RuntimeLinker(new LinkerOptions { Observers = [observer] });
        LinkGraph[] graphs = Fixtures.ReadAll("comdat_a.o", "comdat_b.o");
        using LoadedImage image = linker.Link(new LinkRequest { Record = true }, graphs);
        Assert.Equal(image.Record!.Sections.Select(s => (s.FileName == "comdat_a.o" ? 0 : 1, (uint)s.Index, s.Address)).Order(), seen.Order());
    }

    private static IReadOnlyList<ImageFunction> FunctionsOf(LinkRequest request, out ulong start, params LinkGraph[] graphs)
    {
        IReadOnlyList<ImageFunction> functions = [];
        var observer = new Observer(image => functions = image.FindFunctions());
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(0x5000_0000_0000), Observers = [observer] });
        Targets.DefineMissing(linker, graphs, 0x1000);
        using LoadedImage image = linker.Link(request, graphs);
        start = 0;
        foreach (ref readonly ReservedSegment segment in image.Segments)
        {
            start = (segment.Access & PageAccess.Execute) != 0 ? segment.TargetAddress : start;
        }

        return functions;
    }
}
