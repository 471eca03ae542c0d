using Linker.Loader;

namespace Linker.Engine.Tests;

/// <summary>Graphs that go while or after they are linked, and links inside links.</summary>
public sealed class RuntimeLinkerGraphTests
{
    [Fact]
    public void A_graph_may_go_once_it_is_linked_and_not_before()
    {
        using var linker = new RuntimeLinker();
        LinkGraph graph = new ObjectWriter().Code("f").Returns(7).Read();
        using LoadedImage image = linker.Link(graph);
        graph.Dispose();
        Fixtures.Read("data.o").Dispose();
        Assert.Equal(7, image.Call("f"));
        Assert.Throws<ObjectDisposedException>(() => linker.Link(graph));
        using LoadedImage later = linker.Link(new ObjectWriter().Code("g").Returns(8).Read());
        Assert.Equal(8, later.Call("g"));
    }

    [Fact]
    public void A_graph_that_a_resolver_disposes_is_linked_to_the_end()
    {
        var writer = new ObjectWriter();
        writer.Code("f").Returns(7);
        writer.Code("ask").JumpsTo("elsewhere");
        LinkGraph graph = writer.Read();
        using var linker = new RuntimeLinker();
        linker.Scopes.Add(new CallbackResolver(name =>
        {
            graph.Dispose();
            using LinkGraph usurper = Fixtures.Read("models_gcc_O2_nopic.o");
            return name == "elsewhere" ? 0x1000 : null;
        }));
        using LoadedImage image = linker.Link(graph);
        Assert.Equal(7, image.Call("f"));
        Assert.Throws<ObjectDisposedException>(() => graph.Symbols.Length);
    }

    [Fact]
    public void A_resolver_that_links_on_the_same_linker_disturbs_nobody()
    {
        using var linker = new RuntimeLinker();
        LoadedImage? inner = null;
        linker.Scopes.Insert(0, new CallbackResolver(name =>
        {
            inner ??= linker.Link(new ObjectWriter().Code("answer_from_inside").Returns(9).Read());
            return name == "elsewhere" ? inner.GetAddress("answer_from_inside") : null;
        }));
        var writer = new ObjectWriter();
        writer.Code("f").Returns(7);
        writer.Code("ask").JumpsTo("elsewhere");
        using LoadedImage image = linker.Link(writer.Read());
        Assert.Equal((7, 9), (image.Call("f"), image.Call("ask")));
    }

    [Fact]
    public void A_disposed_image_keeps_none_of_those_after_it_alive()
    {
        using var linker = new RuntimeLinker();
        LoadedImage first = linker.Link(new ObjectWriter().Code("f").Returns(1).Read());
        WeakReference[] others = ReplaceOver(linker, first, 5);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.All(others, other => Assert.False(other.IsAlive));
        GC.KeepAlive(first);
    }

    [Fact]
    public void A_marker_in_thread_local_zero_fill_changes_nothing()
    {
        var elf = new Shared.ElfBuilder { Machine = (ushort)(RuntimeLinker.MachineOfProcess == Relocs.Machine.Arm64 ? 183 : 62) };
        int zero = elf.Section(".tbss", 8, 0x403, size: 0x10_0000);
        elf.AddRela(zero, (0, 0, 0, 0));
        using var linker = new RuntimeLinker();
        using LoadedImage image = linker.Link(ObjectReader.Read(elf.Build(), "marker.o"));
        Assert.Empty(image.ExportedNames);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference[] ReplaceOver(RuntimeLinker linker, LoadedImage first, int count)
    {
        var others = new WeakReference[count];
        LoadedImage old = first;
        for (int i = 0; i < count; i++)
        {
            LoadedImage next = linker.Link(new ObjectWriter().Code("f").Returns(i).Read());
            others[i] = new WeakReference(next);
            old.Dispose();
            old = next;
        }

        old.Dispose();
        return others;
    }
}
