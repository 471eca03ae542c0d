using Linker.Loader;
using Linker.MemoryManager;
using static Linker.Engine.Tests.ObjectWriter;

namespace Linker.Engine.Tests;

/// <summary>The façade: images, their users, their memory, their end.</summary>
public sealed class RuntimeLinkerTests
{
    private static RuntimeLinker? s_linker;
    private static Exception? s_seen;

    [Fact]
    public void Linking_and_disposing_a_thousand_times_leaves_no_trace()
    {
        using var memory = new SpyMemory();
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = memory });
        LinkGraph[] graphs = Fixtures.ReadAll("catcher.o", "thrower.o");
        LinkGraph threads = Fixtures.Read("tls_gd.o");
        nint code = Cycle(true);
        string[] maps = Maps.Linked();
        for (int i = 0; i < 1000; i++)
        {
            Cycle(i % 100 == 0);
        }

        Assert.Equal(maps, Maps.Linked());
        Assert.Equal(0, Maps.ThreadLocalLibraries());
        Assert.Equal(0, memory.Live);
        Assert.False(Maps.HasFrame(code));
        using LoadedImage last = linker.Link(graphs);
        Assert.Equal(42, last.Answer());
        Assert.True(Maps.HasFrame(last.GetAddress("answer")));

        nint Cycle(bool calls)
        {
            using LoadedImage image = linker.Link(graphs);
            using LoadedImage other = linker.Link(threads);
            Assert.Equal(42, calls ? image.Answer() : 42);
            Assert.Equal(42, calls ? other.Answer() : 42);
            Assert.True(Maps.HasFrame(image.GetAddress("answer")));
            return image.GetAddress("answer");
        }
    }

    [Fact]
    public void Memory_of_a_disposed_image_is_used_again()
    {
        using var linker = new RuntimeLinker();
        nint first;
        using (LoadedImage image = linker.Link("add.o"))
        {
            first = image.GetAddress("add");
        }

        using LoadedImage again = linker.Link("add.o");
        Assert.Equal(first, again.GetAddress("add"));
    }

    [Fact]
    public void A_disposed_image_is_found_by_nobody()
    {
        using var linker = new RuntimeLinker();
        LoadedImage image = linker.Link("add.o");
        image.Dispose();
        image.Dispose();
        Assert.Throws<ObjectDisposedException>(() => image.GetAddress("add"));
        Assert.Throws<ObjectDisposedException>(() => image.TryGetAddress("add", out _));
        Assert.Throws<ObjectDisposedException>(() => image.GetSpan<int>("add").Length);
        Assert.Throws<ObjectDisposedException>(() => image.Initialize());
        Assert.Throws<UnresolvedSymbolsException>(() => linker.Link(new ObjectWriter().Code("ask").JumpsTo("add").Read()));
    }

    [Fact]
    public void An_image_in_use_cannot_go_before_its_users()
    {
        using var linker = new RuntimeLinker();
        LoadedImage library = linker.Link(new LinkRequest { Name = "the library" }, new ObjectWriter().Code("f").Returns(42).Read());
        LoadedImage user = linker.Link(new LinkRequest { Name = "the user" }, new ObjectWriter().Code("ask").JumpsTo("f").Read());
        LoadedImage last = linker.Link(new LinkRequest { Name = "the user's user" }, new ObjectWriter().Code("ask_again").JumpsTo("ask").Read());
        Assert.Equal([library], user.Dependencies);
        Assert.Equal([user], last.Dependencies);

        InvalidOperationException e = Assert.Throws<InvalidOperationException>(library.Dispose);
        Assert.Contains("the library", e.Message, StringComparison.Ordinal);
        Assert.Contains("the user:", e.Message, StringComparison.Ordinal);
        Assert.Equal(42, last.Call("ask_again"));

        last.Dispose();
        user.Dispose();
        library.Dispose();
        Assert.Throws<ObjectDisposedException>(() => library.GetAddress("f"));
    }

    [Fact]
    public void Disposing_the_linker_disposes_users_before_what_they_use()
    {
        using var memory = new SpyMemory();
        var linker = new RuntimeLinker(new LinkerOptions { Memory = memory });
        LoadedImage library = linker.Link(new ObjectWriter().Code("f").Returns(42).Read());
        LoadedImage user = linker.Link(new ObjectWriter().Code("ask").JumpsTo("f").Read());
        linker.Dispose();
        Assert.Equal(0, memory.Live);
        Assert.Throws<ObjectDisposedException>(() => library.GetAddress("f"));
        Assert.Throws<ObjectDisposedException>(() => user.GetAddress("ask"));
        Assert.Throws<ObjectDisposedException>(() => linker.Link("add.o"));
    }

    [Fact]
    public void Of_images_with_one_name_the_first_linked_is_used()
    {
        using var linker = new RuntimeLinker();
        LoadedImage first = linker.Link(new ObjectWriter().Code("f").Returns(1).Read());
        using LoadedImage second = linker.Link(new ObjectWriter().Code("f").Returns(2).Read());
        LinkGraph asks = new ObjectWriter().Code("ask").JumpsTo("f").Read();
        using (LoadedImage image = linker.Link(asks))
        {
            Assert.Equal(1, image.Call("ask"));
        }

        first.Dispose();
        using LoadedImage later = linker.Link(asks);
        Assert.Equal(2, later.Call("ask"));
    }

    [Theory]
    [InlineData(WriteMode.Auto)]
    [InlineData(WriteMode.DualMapping)]
    [InlineData(WriteMode.WriteThenExecute)]
    public void No_page_is_writable_and_executable(WriteMode mode)
    {
        string[] before = Maps.WritableAndExecutable();
        using var memory = new SpyMemory(mode);
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = memory });
        using LoadedImage image = linker.Link("models_gcc_O2_nopic.o", "thrower.o", "hello.o");
        Assert.Equal(before, Maps.WritableAndExecutable());
        Assert.StartsWith("r-x", Maps.PermissionsAt(image.GetAddress("answer")), StringComparison.Ordinal);
        Assert.StartsWith("rw-", Maps.PermissionsAt(image.GetAddress("global_table")), StringComparison.Ordinal);
        Assert.StartsWith("r--", Maps.PermissionsAt(image.GetAddress("constants")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_access_at_once_is_given_only_to_those_who_ask()
    {
        using var memory = new SpyMemory(WriteMode.ReadWriteExecute);
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = memory });
        using LoadedImage image = linker.Link("data.o");
        Assert.StartsWith("rwx", Maps.PermissionsAt(image.GetAddress("answer")), StringComparison.Ordinal);
    }

    [Fact]
    public void Twenty_thousand_members_that_need_each_other_in_turn_fit_a_small_stack()
    {
        const int count = 20_000;
        var archive = new ArchiveWriter();
        for (int i = 0; i < count; i++)
        {
            var member = new ObjectWriter();
            Part code = member.Code($"f{i}");
            _ = i == count - 1 ? code.Returns(42) : code.JumpsTo($"f{i + 1}");
            archive.Add($"m{i}.o", member.Build(), $"f{i}");
        }

        using var linker = new RuntimeLinker();
        linker.Scopes.Insert(0, new ArchiveResolver(archive.Read()));
        LinkGraph asks = new ObjectWriter().Code("ask").JumpsTo("f0").Read();
        int answer = 0;
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    using LoadedImage image = linker.Link(asks);
                    answer = image.Call("ask");
                }
                catch (Exception e) when (e is not StackOverflowException)
                {
                    failure = e;
                }
            },
            256 * 1024);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
        Assert.Equal(42, answer);
    }

    [Fact]
    public void Sixteen_thousand_sections_link()
    {
        const int count = 16_000;
        var writer = new ObjectWriter();
        for (int i = 0; i < count; i++)
        {
            Part code = writer.Code($"f{i}");
            _ = i == count - 1 ? code.Returns(42) : code.JumpsTo($"f{i + 1}");
        }

        using var linker = new RuntimeLinker();
        using LoadedImage image = linker.Link(writer.Read());
        Assert.Equal(42, image.Call("f0"));
        Assert.Equal(count, image.ExportedNames.Count());
    }

    [Fact]
    public void Eight_hundred_megabytes_of_zeroes_cost_no_resident_memory()
    {
        using var linker = new RuntimeLinker();
        LinkGraph graph = Fixtures.Read("bss_800mb.o");
        long before = Maps.ResidentKiB();
        using LoadedImage image = linker.Link(graph);
        Assert.Equal(42, image.Answer());
        Assert.Equal(800 << 20, image.GetSpan<byte>("large").Length);
        Assert.InRange(Maps.ResidentKiB() - before, long.MinValue, 64 * 1024);
    }

    [Fact]
    public void A_link_of_nothing_is_refused()
    {
        using var linker = new RuntimeLinker();
        Assert.Throws<ArgumentOutOfRangeException>(() => linker.Link());
        Assert.Throws<ArgumentNullException>(() => linker.Link((LinkGraph[])null!));
        Assert.Throws<ArgumentNullException>(() => linker.Link((LinkRequest)null!, Fixtures.Read("add.o")));
    }

    [Fact]
    public void An_object_without_sections_links_to_nothing()
    {
        using var linker = new RuntimeLinker();
        using LoadedImage image = linker.Link("no_sections.o");
        Assert.Empty(image.ExportedNames);
        Assert.Empty(image.Dependencies);
    }

    [Fact]
    public unsafe void An_image_is_found_by_others_only_when_it_is_initialised()
    {
        using var linker = new RuntimeLinker();
        s_linker = linker;
        s_seen = null;
        linker.Definitions.Add("on_event", (nint)(delegate* unmanaged<void>)&LinkAgainst);
        var writer = new ObjectWriter();
        writer.Code("published").Returns(42);
        writer.Section(".init_array", "aw", 14).Field(R64, "on_event", 0, 8);
        using LoadedImage image = linker.Link(writer.Read());
        Assert.IsType<UnresolvedSymbolsException>(s_seen);
        using LoadedImage later = linker.Link(new ObjectWriter().Code("ask").JumpsTo("published").Read());
        Assert.Equal(42, later.Call("ask"));
    }

    [Fact]
    public unsafe void A_finaliser_cannot_dispose_the_linker_that_runs_it()
    {
        var linker = new RuntimeLinker();
        s_linker = linker;
        s_seen = null;
        linker.Definitions.Add("on_event", (nint)(delegate* unmanaged<void>)&DisposeLinker);
        LoadedImage image = linker.Link(new ObjectWriter().Section(".fini_array", "aw", 15).Field(R64, "on_event", 0, 8).Read("final.o"));
        image.Dispose();
        Assert.Contains("final.o", Assert.IsType<InvalidOperationException>(s_seen).Message, StringComparison.Ordinal);
        linker.Dispose();
    }

    [Fact]
    public void Disposing_the_linker_waits_for_images_that_others_dispose()
    {
        for (int i = 0; i < 50; i++)
        {
            var linker = new RuntimeLinker();
            LoadedImage[] images = [.. Enumerable.Range(0, 8).Select(_ => linker.Link(Fixtures.ReadAll("catcher.o", "thrower.o")))];
            Parallel.Invoke(() => Array.ForEach(images, image => image.Dispose()), linker.Dispose);
            Assert.Throws<ObjectDisposedException>(() => linker.Link("add.o"));
        }
    }

    [Fact]
    public void Several_threads_link_with_one_linker()
    {
        using var linker = new RuntimeLinker();
        LinkGraph[] graphs = Fixtures.ReadAll("catcher.o", "thrower.o");
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            using LoadedImage image = linker.Link(graphs);
            Assert.Equal(42, image.Answer());
        });
        using LoadedImage last = linker.Link("add.o");
        Assert.Empty(last.Dependencies);
    }

    [System.Runtime.InteropServices.UnmanagedCallersOnly]
    private static void LinkAgainst() => s_seen = Record.Exception(() => s_linker!.Link(new ObjectWriter().Code("ask").JumpsTo("published").Read()));

    [System.Runtime.InteropServices.UnmanagedCallersOnly]
    private static void DisposeLinker() => s_seen = Record.Exception(() => s_linker!.Dispose());
}
