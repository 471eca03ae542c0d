using Linker.MemoryManager;

namespace Linker.Engine.Tests;

/// <summary>Observers are told in order when images come, and in reverse when they go, whatever fails.</summary>
public sealed class ObserverRegistrationsTests
{
    private readonly List<string> _told = [];

    [Fact]
    public void Observers_are_told_before_an_initialiser_runs_and_before_the_memory_goes()
    {
        using var memory = new SpyMemory();
        int liveWhenGone = 0;
        var observer = new Observer(() => _told.Add("come"), () => liveWhenGone = memory.Live);
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = memory, Observers = [Named("a"), observer, Named("b")] });
        LoadedImage image = linker.Link("data.o");
        Assert.Equal(["a comes", "come", "b comes"], _told);
        _told.Clear();
        image.Dispose();
        Assert.Equal(["b goes", "a goes"], _told);
        Assert.Equal((1, 0), (liveWhenGone, memory.Live));
    }

    [Fact]
    public void A_link_fails_with_its_observer_and_leaves_nothing()
    {
        using var memory = new SpyMemory();
        bool fails = true;
        var failing = new Observer(() => _ = fails ? throw new InvalidDataException("observer") : 0, () => { });
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = memory, Observers = [Named("a"), failing, Named("b")] });
        Assert.Equal("observer", Assert.Throws<InvalidDataException>(() => linker.Link("thrower.o", "catcher.o")).Message);
        Assert.Equal(["a comes", "a goes"], _told);
        Assert.Equal(0, memory.Live);

        fails = false;
        using LoadedImage image = linker.Link("data.o");
        Assert.Equal(42, image.Answer());
    }

    [Fact]
    public void An_image_goes_though_an_observer_fails()
    {
        using var memory = new SpyMemory();
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = memory, Observers = [Named("a"), new Observer(() => { }, () => throw new InvalidDataException())] });
        linker.Link("data.o").Dispose();
        Assert.Equal(["a comes", "a goes"], _told);
        Assert.Equal(0, memory.Live);
    }

    [Fact]
    public void An_engine_tells_of_its_images()
    {
        var names = new List<string>();
        using (var engine = new ExecutionEngine(new ExecutionOptions { Observers = [new Observer(image => names.Add(image.Name)), Named("a")] }))
        {
            engine.Add(new ObjectWriter().Code("one").Returns(1).Read("one.o"));
            engine.Add(new ObjectWriter().Code("two").Returns(2).Read("two.o"));
            Assert.Empty(names);
            engine.GetAddress("two");
            Assert.Equal(["two.o"], names);
            engine.LinkAlone(new ObjectWriter().Code("once").Returns(2).Read("once.o")).Dispose();
            Assert.Equal(["two.o", "once.o"], names);
            Assert.Equal(["a comes", "a comes", "a goes"], _told);
        }

        Assert.Equal(["a comes", "a comes", "a goes", "a goes"], _told);
    }

    [Theory]
    [Trait("System", "linux")] // so are they
    [InlineData("gdb", true)]
    [InlineData("perf", true)]
    [InlineData("other", false)]
    public void Code_is_mapped_once_where_gdb_shall_set_breakpoints_or_perf_name_it(string name, bool isMappedOnce)
    {
        IImageObserver observer = name switch { "gdb" => new GdbObserver(), "perf" => new PerfMapObserver(), _ => Named("a") };
        using var linker = new RuntimeLinker(new LinkerOptions { Observers = [observer] });
        using LoadedImage image = linker.Link("data.o");
        foreach (ref readonly ReservedSegment segment in image.Segments)
        {
            Assert.True((segment.Access & PageAccess.Execute) == 0 || isMappedOnce == (segment.TargetAddress == (ulong)segment.WorkingAddress));
        }

        File.Delete($"/tmp/perf-{Environment.ProcessId}.map");
    }

    private Observer Named(string name) => new(() => _told.Add($"{name} comes"), () => _told.Add($"{name} goes"));
}
