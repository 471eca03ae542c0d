using System.Runtime.InteropServices;
using Linker.Loader;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Functions in <c>.CRT$XI</c> sections may refuse: then there is no image.</summary>
[Trait("System", "windows")]
public sealed unsafe class InitializersRefusingTests : IDisposable
{
    private static readonly List<int> Notes = [];
    private static int s_answer;

    private readonly RuntimeLinker _linker = new();
    private readonly LinkGraph _graph = ObjectReader.Read(File.ReadAllBytes(Repository.Fixture("coff-x64/refusing.obj")), "refusing.obj");

    public InitializersRefusingTests()
    {
        Notes.Clear();
        s_answer = 0;
        _linker.Definitions.Add("note", (nint)(delegate* unmanaged<int, int>)&Note);
    }

    public void Dispose() => _linker.Dispose();

    [Fact]
    public void All_run_when_none_refuses()
    {
        LoadedImage image = _linker.Link(_graph);
        Assert.Equal([1, 2, 3, 4], Notes);
        image.Dispose();
        Assert.Equal([1, 2, 3, 4, 9, 5], Notes);
    }

    [Fact]
    public void The_first_result_that_is_not_0_ends_the_link_and_what_ran_is_undone()
    {
        s_answer = 5;
        InitializerException e = Assert.Throws<InitializerException>(() => _linker.Link(_graph));
        Assert.Equal((5, "refusing.obj: function 2 of 3 in its .CRT$XI sections returned 5, not 0"), (e.Result, e.Message));
        Assert.Equal([1, 2, 9], Notes);
        Assert.False(_linker.Images.Resolve(new SymbolQuery("here"u8)).IsFound);

        // The same linker makes the image as soon as all is well.
        s_answer = 0;
        using LoadedImage image = _linker.Link(_graph);
        Assert.Equal(42, image.Call("here"));
        Assert.Equal([1, 2, 9, 1, 2, 3, 4], Notes);
    }

    [Fact]
    public void An_image_that_is_initialised_later_is_gone_when_it_refuses()
    {
        s_answer = -1;
        LoadedImage image = _linker.Link(new LinkRequest { Initialize = false }, _graph);
        Assert.Equal(-1, Assert.Throws<InitializerException>(() => image.Initialize()).Result);
        Assert.Throws<ObjectDisposedException>(() => image.GetAddress("here"));

        LoadedImage program = _linker.Link(new LinkRequest { Initialize = false }, _graph);
        Assert.Throws<InitializerException>(() => program.RunMain("here"));
        Assert.Throws<ObjectDisposedException>(() => program.RunMain("here"));
        Assert.Equal([1, 2, 9, 1, 2, 9], Notes);
    }

    [UnmanagedCallersOnly]
    private static int Note(int number)
    {
        Notes.Add(number);
        return number == 2 ? s_answer : 0;
    }
}
