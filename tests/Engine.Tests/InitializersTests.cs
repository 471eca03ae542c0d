using System.Runtime.InteropServices;
using Linker.Loader;
using static Linker.Engine.Tests.ObjectWriter;

namespace Linker.Engine.Tests;

/// <summary>Initialisers and finalisers, in order.</summary>
public sealed unsafe class InitializersTests : IDisposable
{
    private static readonly List<int> Notes = [];

    private readonly RuntimeLinker _linker = new();

    public InitializersTests()
    {
        Notes.Clear();
        _linker.Definitions.Add("note", (nint)(delegate* unmanaged<int, void>)&Note);
    }

    public void Dispose() => _linker.Dispose();

    [Theory]
    [InlineData("init_order.o", "abcde")]
    [InlineData("crel_sections.o", "abcde")]
    [InlineData("ctors.o", "abcd")]
    [InlineData("init_array_priorities.o", "pabc")]
    public void Initialisers_run_by_priority(string name, string expected)
    {
        using LoadedImage image = _linker.Link(name);
        Assert.Equal(expected, Marshal.PtrToStringUTF8(image.GetAddress("order")));
        image.Initialize();
        Assert.Equal(expected, Marshal.PtrToStringUTF8(image.GetAddress("order")));
    }

    [Fact]
    public void Arrays_of_both_kinds_and_of_several_objects_are_one_order()
    {
        // .ctors.65435 is priority 100, .init_array.00150 is 150, .ctors.65135 is 400; then those without a priority.
        LinkGraph[] graphs =
        [
            Noting("a.o", (".init_array", 14, 7), (".init_array.00150", 14, 2)),
            Noting("b.o", (".ctors.65135", 1, 3), (".ctors.65435", 1, 1)),
            Noting("c.o", (".init_array", 14, 8), (".preinit_array", 16, 0)),
        ];
        using LoadedImage image = _linker.Link(graphs);
        Assert.Equal([0, 1, 2, 3, 7, 8], Notes);
    }

    [Fact]
    public void Finalisers_run_in_reverse_when_the_image_goes()
    {
        LoadedImage image = _linker.Link(
            Noting("a.o", (".fini_array", 15, 1), (".fini_array.00150", 15, 4), (".dtors.65435", 1, 5)), Noting("b.o", (".fini_array", 15, 0), (".fini_array.00300", 15, 3)));
        Assert.Empty(Notes);
        image.Dispose();
        Assert.Equal([0, 1, 3, 4, 5], Notes);
        image.Dispose();
        Assert.Equal(5, Notes.Count);
    }

    [Fact]
    public void Without_initialisation_nothing_runs_until_it_is_asked_for()
    {
        LinkGraph graph = Noting("a.o", (".init_array", 14, 1), (".fini_array", 15, 2));
        var request = new LinkRequest { Initialize = false };
        _linker.Link(request, graph).Dispose();
        Assert.Empty(Notes);

        using LoadedImage image = _linker.Link(request, graph);
        Assert.Empty(Notes);
        image.Initialize();
        image.Initialize();
        Assert.Equal([1], Notes);
        image.Dispose();
        Assert.Equal([1, 2], Notes);
    }

    [Fact]
    public void Initialisers_get_the_arguments_of_main()
    {
        var writer = new ObjectWriter();
        writer.Code("init", Local).JumpsTo("note");
        writer.Section(".init_array", "aw", 14).Field(R64, "init", 0, 8);
        writer.Code("main").ReturnsArgument();
        using LoadedImage image = _linker.Link(new LinkRequest { Initialize = false }, writer.Read());
        Assert.Equal(3, image.RunMain("main", "program", "a", "b"));
        Assert.Equal([3], Notes);
        Assert.Equal(1, image.RunMain("main", "program"));
        Assert.Equal([3], Notes);
    }

    private static LinkGraph Noting(string fileName, params (string Section, uint Type, int Number)[] entries)
    {
        var writer = new ObjectWriter();
        foreach ((string section, uint type, int number) in entries)
        {
            writer.Code($"f{number}", Local).LoadsNumber(number).JumpsTo("note");
            writer.Section(section, "aw", type).Field(R64, $"f{number}", 0, 8);
        }

        return writer.Read(fileName);
    }

    [UnmanagedCallersOnly]
    private static void Note(int number) => Notes.Add(number);
}
