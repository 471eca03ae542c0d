using Linker.Shared;
using static Linker.Engine.Tests.ObjectWriter;

namespace Linker.Engine.Tests;

/// <summary>Code that outlives who made it.</summary>
public sealed unsafe class CodeHandleTests
{
    private static readonly List<int> Notes = [];

    [Fact]
    public void Code_outlives_its_linker_with_what_it_uses_and_goes_with_the_handle()
    {
        using var memory = new SpyMemory();
        var linker = new RuntimeLinker(new LinkerOptions { Memory = memory });
        linker.Link(new ObjectWriter().Code("f").Returns(42).Read());
        LoadedImage user = linker.Link(new ObjectWriter().Code("ask").JumpsTo("f").Read()), other = linker.Link(new ObjectWriter().Code("other").Returns(1).Read());
        CodeHandle handle = user.Keep();
        linker.Dispose();
        Assert.Equal(2, memory.Live);
        Assert.Throws<ObjectDisposedException>(() => other.GetAddress("other"));
        Assert.Throws<ObjectDisposedException>(other.Keep);
        Assert.Equal(42, handle.Image.Call("ask"));
        Assert.Throws<ObjectDisposedException>(() => linker.Link("add.o"));
        handle.Dispose();
        handle.Dispose();
        Assert.Equal(0, memory.Live);
        Assert.Throws<ObjectDisposedException>(() => user.GetAddress("ask"));
        linker.Dispose();
    }

    [Fact]
    public void The_linkers_own_memory_and_call_frames_stay_as_long_as_the_last_handle()
    {
        var linker = new RuntimeLinker();
        LoadedImage image = linker.Link("catcher.o", "thrower.o");
        nint address = image.GetAddress("answer");
        CodeHandle first = image.Keep(), second = image.Keep();
        linker.Dispose();
        first.Dispose();
        Assert.Equal(42, image.Answer());
        Assert.Equal("r-xs", Maps.PermissionsAt(address).Replace('p', 's'));
        second.Dispose();
        Assert.Equal("", Maps.PermissionsAt(address));
        Assert.False(Maps.HasFrame(address));
    }

    [Fact]
    public void An_image_that_is_kept_is_disposed_later_and_found_by_no_link_meanwhile()
    {
        using var memory = new SpyMemory();
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = memory });
        LoadedImage image = linker.Link(new ObjectWriter().Code("f").Returns(42).Read());
        CodeHandle handle = image.Keep();
        image.Dispose();
        image.Dispose();
        Assert.Throws<UnresolvedSymbolsException>(() => linker.Link(new ObjectWriter().Code("ask").JumpsTo("f").Read()));
        using (handle.Image.Keep())
        {
            handle.Dispose();
            Assert.Equal(42, image.Call("f"));
        }

        Assert.Equal(0, memory.Live);
    }

    [Fact]
    public void Without_a_dispose_a_handle_changes_nothing()
    {
        using var linker = new RuntimeLinker();
        LoadedImage image = linker.Link(new ObjectWriter().Code("f").Returns(42).Read());
        image.Keep().Dispose();
        Assert.Equal(42, image.Call("f"));
        Assert.Equal(42, linker.Link(new ObjectWriter().Code("ask").JumpsTo("f").Read()).Call("ask"));
    }

    [Fact]
    public void Finalisers_run_when_the_code_goes_and_not_before()
    {
        Notes.Clear();
        var linker = new RuntimeLinker();
        linker.Definitions.Add("note", (nint)(delegate* unmanaged<int, void>)&Note);
        var writer = new ObjectWriter();
        writer.Code("end", Local).LoadsNumber(5).JumpsTo("note");
        writer.Section(".fini_array", "aw", 15).Field(R64, "end", 0, 8);
        CodeHandle handle = linker.Link(writer.Read()).Keep();
        linker.Dispose();
        Assert.Empty(Notes);
        handle.Dispose();
        Assert.Equal([5], Notes);
    }

    [Fact]
    public void Modules_of_an_engine_may_be_removed_and_kept()
    {
        using var memory = new SpyMemory();
        using var engine = new ExecutionEngine(new ExecutionOptions { Memory = memory });
        ProgramModule f = engine.Add(ExecutionEngineTests.Returning("m", "f", 7)), user = engine.Add(ExecutionEngineTests.Jumping("user", "ask", "f"));
        engine.Link(user);
        CodeHandle handle = user.Image!.Keep();
        engine.Remove(f, user);
        Assert.False(engine.TryGetAddress("ask", out _));
        Assert.Equal(2, memory.Live);
        Assert.Equal(7, handle.Image.Call("ask"));
        handle.Dispose();
        Assert.Equal(0, memory.Live);
    }

    [Fact]
    public void What_kept_code_calls_through_stubs_stays_and_what_was_replaced_goes()
    {
        using var memory = new SpyMemory();
        var engine = new ExecutionEngine(new ExecutionOptions { Memory = memory });
        ProgramFunction function = engine.AddReplaceable(["f"], new ObjectWriter().Code("f").Returns(1).Read())[0];
        engine.Add(ExecutionEngineTests.Jumping("user", "ask", "f"));
        engine.Add(ExecutionEngineTests.Returning("other", "other", 3));
        LoadedImage old = function.Current!.Image!;
        function.Replace(new ObjectWriter().Code("f").Returns(2).Read());
        Assert.Equal((2, 3), (ExecutionEngineTests.Call(engine, "ask"), ExecutionEngineTests.Call(engine, "other")));
        CodeHandle handle = engine.LinkAlone(new ObjectWriter().Code("last").JumpsTo("ask").Read()).Keep();
        engine.Dispose();
        Assert.Equal(2, handle.Image.Call("last"));
        Assert.Equal(function.Current!.Address, function.Current.Image!.GetAddress("f"));
        Assert.Throws<ObjectDisposedException>(() => old.GetAddress("f"));
        Assert.Throws<ObjectDisposedException>(() => function.Replace(1));
        handle.Dispose();
        Assert.Equal(0, memory.Live);
    }

    [Fact]
    public void Functions_that_call_each_other_go_with_the_handle_too()
    {
        using var memory = new SpyMemory();
        var engine = new ExecutionEngine(new ExecutionOptions { Memory = memory });
        engine.AddLazy(["f", "g", "h"], name => ExecutionEngineTests.Jumping(name, name, name switch { "f" => "g", "g" => "h", _ => "f" }));
        engine.AddLazy(["k"], name => ExecutionEngineTests.Returning(name, name, 4));
        ProgramFunction h = engine.AddLazy(["entry"], name => ExecutionEngineTests.Jumping(name, name, "f"))[0];
        engine.AddReplaceable(["data"], new ObjectWriter().Code("data").Returns(1).Read());
        CodeHandle handle = h.Make().Image!.Keep();
        engine.Dispose();
        Assert.InRange(memory.Live, 1, int.MaxValue);
        handle.Dispose();
        Assert.Equal(0, memory.Live);
    }

    [Fact]
    public void A_lazy_function_of_an_engine_that_is_gone_fails_as_one_that_cannot_be_made()
    {
        var failures = new List<LazyFailure>();
        using var linker = new RuntimeLinker();
        nint none = linker.Link(new ObjectWriter().Code("none").Returns(-1).Read()).GetAddress("none");
        CodeHandle handle;
        using (var engine = new ExecutionEngine())
        {
            engine.AddLazy(["f"], name => ExecutionEngineTests.Returning(name, name, 4), new FunctionOptions
            {
                OnFailure = failure =>
                {
                    failures.Add(failure);
                    return none;
                },
            });
            handle = engine.LinkAlone(new ObjectWriter().Code("ask").JumpsTo("f").Read()).Keep();
        }

        Assert.Equal(-1, handle.Image.Call("ask"));
        Assert.IsType<ObjectDisposedException>(Assert.Single(failures).Exception);
        handle.Dispose();
    }

    [Fact]
    public void Handles_may_go_on_many_threads_while_the_linker_does()
    {
        for (int round = 0; round < Emulation.Rounds(30); round++)
        {
            using var memory = new SpyMemory();
            var linker = new RuntimeLinker(new LinkerOptions { Memory = memory });
            LoadedImage[] images = [.. Enumerable.Range(0, 8).Select(_ => linker.Link(Fixtures.ReadAll("catcher.o", "thrower.o")))];
            CodeHandle[] handles = [.. images.Select(i => i.Keep())];
            Parallel.Invoke([linker.Dispose, .. handles.Select(h => (Action)h.Dispose)]);
            Assert.Equal(0, memory.Live);
        }
    }

    [System.Runtime.InteropServices.UnmanagedCallersOnly]
    private static void Note(int number) => Notes.Add(number);
}
