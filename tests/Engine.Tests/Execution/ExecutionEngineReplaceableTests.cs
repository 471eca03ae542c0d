using System.Runtime.InteropServices;

namespace Linker.Engine.Tests;

/// <summary>Functions that may be replaced are there with their first version, or not at all, whatever others do meanwhile.</summary>
public sealed unsafe class ExecutionEngineReplaceableTests : IDisposable
{
    private static Action s_initialize = () => { };

    private readonly SpyMemory _memory = new();
    private readonly ExecutionEngine _engine;

    public ExecutionEngineReplaceableTests()
    {
        _engine = new ExecutionEngine(new ExecutionOptions { Memory = _memory });
        _engine.Definitions.Add("initialize", (nint)(delegate* unmanaged<void>)&Initialize);
    }

    public void Dispose()
    {
        _engine.Dispose();
        Assert.Equal(0, _memory.Live);
        _memory.Dispose();
    }

    [Fact]
    public void Nobody_finds_the_names_before_the_first_version_is_there()
    {
        WrittenModule first = ExecutionEngineTests.Returning("m", "f", 7);
        first.Before = () =>
        {
            Assert.False(_engine.TryGetAddress("f", out _));
            Assert.Throws<UnresolvedSymbolsException>(() => _engine.LinkAlone(ExecutionEngineTests.Jumping("user", "ask", "f").Read()));
        };
        ProgramFunction f = _engine.AddReplaceable(["f"], first)[0];
        using LoadedImage user = _engine.LinkAlone(ExecutionEngineTests.Jumping("user", "ask", "f").Read());
        Assert.Equal((7, f.Address), (user.Call("ask"), _engine.GetAddress("f")));
    }

    [Fact]
    public void A_first_version_and_a_module_that_is_not_linked_yet_may_refer_to_each_other()
    {
        WrittenModule library = new("library", ["g", "h"], w =>
        {
            w.Code("g").Returns(9);
            w.Code("h").JumpsTo("f");
        });
        _engine.Add(library);
        ProgramFunction f = _engine.AddReplaceable(["f"], ExecutionEngineTests.Jumping("m", "f", "g"))[0];
        Assert.Equal((9, 9), (Call(f.Address), Call(_engine.GetAddress("h"))));
        f.Replace(ExecutionEngineTests.Returning("n", "f", 10));
        Assert.Equal(10, Call(_engine.GetAddress("h")));
    }

    [Fact]
    public void What_cannot_be_added_has_not_been_there_for_anybody()
    {
        ProgramModule library = _engine.Add(ExecutionEngineTests.Returning("library", "g", 9)), user = _engine.Add(ExecutionEngineTests.Jumping("user", "ask", "f"));
        WrittenModule failing = new("m", ["f"], w => w.Code("f").JumpsTo("missing"));
        Exception? other = null;
        failing.Before = () => other = Record.Exception(() => _engine.GetAddress("ask"));
        int live = _memory.Live;
        Assert.Throws<UnresolvedSymbolsException>(() => _engine.AddReplaceable(["f"], failing));
        Assert.IsType<UnresolvedSymbolsException>(other);
        Assert.Throws<KeyNotFoundException>(() => _engine.AddReplaceable(["f", "h"], ExecutionEngineTests.Jumping("m", "f", "g")));
        Assert.False(library.IsLinked || user.IsLinked);
        Assert.Equal(live, _memory.Live);
        ProgramFunction f = _engine.AddReplaceable(["f"], ExecutionEngineTests.Jumping("m", "f", "g"))[0];
        Assert.Equal((9, 9), (Call(f.Address), Call(_engine.GetAddress("ask"))));
    }

    [Fact]
    public void A_name_that_another_takes_while_the_first_version_is_compiled_is_the_others()
    {
        WrittenModule late = new("m", ["e", "f"], w =>
        {
            w.Code("e").Returns(1);
            w.Code("f").Returns(1);
        });
        ProgramFunction? first = null;
        late.Before = () => first = _engine.AddReplaceable(["f"], ProgramFunctionTests.Returning(2))[0];
        Assert.Contains("'f' is a function already", Assert.Throws<ArgumentException>(() => _engine.AddReplaceable(["e", "f"], late)).Message, StringComparison.Ordinal);
        Assert.Equal((2, first!.Address), (Call(first.Address), _engine.GetAddress("f")));
        Assert.False(_engine.TryGetAddress("e", out _));
        Assert.Equal(3, Call(_engine.AddReplaceable(["e"], ProgramFunctionTests.Returning("e", 3))[0].Address));
    }

    [Fact]
    public void Who_links_to_the_function_while_its_initialisers_run_waits_for_them()
    {
        int before = 0, after = 0;
        Thread? user = null;
        s_initialize = () =>
        {
            user = new Thread(() => after = Ask()) { IsBackground = true };
            user.Start();
            SpinWait.SpinUntil(() => (user.ThreadState & ThreadState.WaitSleepJoin) != 0);
            before = after;
        };
        var writer = new ObjectWriter();
        writer.Code("f").Increments("count").ReturnsValueOf("count");
        writer.Section(".data.count", "aw").Label("count", ObjectWriter.Object, size: 4).Word(40);
        writer.Code("begin", ObjectWriter.Local).JumpsTo("initialize");
        writer.Section(".init_array", "aw", 14).Field(ObjectWriter.R64, "begin", 0, 8).Field(ObjectWriter.R64, "f", 0, 8);
        _engine.AddReplaceable(["f"], writer.Read());
        user!.Join();
        Assert.Equal((0, 42), (before, after));

        int Ask()
        {
            using LoadedImage image = _engine.LinkAlone(ExecutionEngineTests.Jumping("user", "ask", "f").Read());
            return image.Call("ask");
        }
    }

    [Fact]
    public void A_function_may_begin_with_code_of_the_clients()
    {
        ProgramFunction f = _engine.AddLazy(["f"], name => throw new FormatException(name))[0];
        FunctionVersion own = f.Replace((nint)(delegate* unmanaged<int>)&Thirty);
        Assert.Equal((1, own, 30), (own.Number, f.Make(), Call(f.Address)));
        Assert.Equal(2, f.Replace(ProgramFunctionTests.Returning(5)).Number);
        Assert.Equal(5, Call(f.Address));
        f.RollBack(own);
        Assert.Equal(30, Call(f.Address));
    }

    [Fact]
    public void Counters_addresses_and_sizes_are_there_for_who_decides_what_to_replace()
    {
        var writer = new ObjectWriter();
        writer.Section(".text.f", "ax").Label("f", ObjectWriter.Function, ObjectWriter.Global, size: 32).Increments("calls").Returns(1).Zeroes(32);
        writer.Section(".data.calls", "aw").Label("calls", ObjectWriter.Object, ObjectWriter.Global, size: 4).Word(0);
        ProgramFunction f = _engine.AddReplaceable(["f"], writer.Read())[0];
        LoadedImage image = f.Current!.Image!;
        for (int i = 1; i <= 3; i++)
        {
            Assert.Equal((1, i), (Call(f.Address), image.GetSpan<int>("calls")[0]));
        }

        Assert.Equal((f.Current.Address, 32), (image.GetAddress("f"), image.GetSpan<byte>("f").Length));
        Assert.True(image.GetSpan<byte>("f").SequenceEqual(new ReadOnlySpan<byte>((void*)f.Current.Address, 32)));
        Assert.Equal(["calls", "f"], image.ExportedNames.Order(StringComparer.Ordinal));
    }

    private static int Call(nint function) => ((delegate* unmanaged<int>)function)();

    [UnmanagedCallersOnly]
    private static int Thirty() => 30;

    [UnmanagedCallersOnly]
    private static void Initialize() => s_initialize();
}
