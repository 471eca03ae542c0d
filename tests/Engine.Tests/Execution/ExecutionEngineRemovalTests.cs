using System.Runtime.InteropServices;
using static Linker.Engine.Tests.ExecutionEngineTests;

namespace Linker.Engine.Tests;

/// <summary>Modules that go, modules that fail, and threads.</summary>
public sealed class ExecutionEngineRemovalTests : IDisposable
{
    private static readonly List<int> Notes = [];

    private readonly ExecutionEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void A_module_that_another_one_uses_stays_until_that_one_goes()
    {
        ProgramModule b = _engine.Add(Returning("b", "g", 1)), a = _engine.Add(Jumping("a", "f", "g"));
        Assert.Equal(1, Call(_engine, "f"));
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => _engine.Remove(b));
        Assert.Equal("b is in use by a: remove those first.", e.Message);
        Assert.Equal((1, 1), (Call(_engine, "f"), Call(_engine, "g")));
        _engine.Remove(a);
        _engine.Remove(b);
        Assert.False(_engine.TryGetAddress("f", out _) || _engine.TryGetAddress("g", out _));
    }

    [Fact]
    public void Modules_may_go_together_in_any_order()
    {
        ProgramModule b = _engine.Add(Returning("b", "g", 1)), a = _engine.Add(Jumping("a", "f", "g"));
        Assert.Equal(1, Call(_engine, "f"));
        _engine.Remove(b, a);
        Assert.False(_engine.TryGetAddress("g", out _));
        _engine.Remove(a);
    }

    [Fact]
    public void Of_a_circle_all_modules_go_or_none()
    {
        ProgramModule a = _engine.Add(new WrittenModule("a", ["f", "x"], w =>
        {
            w.Code("f").JumpsTo("g");
            w.Code("x").Returns(1);
        }));
        ProgramModule b = _engine.Add(Jumping("b", "g", "x"));
        Assert.Equal(1, Call(_engine, "f"));
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => _engine.Remove(a));
        Assert.Equal("a and b refer to each other: remove them together.", e.Message);
        Assert.Equal(1, Call(_engine, "g"));
        _engine.Remove(a, b);
        Assert.False(_engine.TryGetAddress("g", out _));
    }

    [Fact]
    public void A_module_that_was_never_needed_goes_too()
    {
        WrittenModule module = Returning("m", "f", 1);
        _engine.Remove(_engine.Add(module));
        Assert.False(_engine.TryGetAddress("f", out _));
        Assert.Equal(0, module.Compiled);
    }

    [Fact]
    public void What_fails_to_compile_says_why_and_may_be_tried_again()
    {
        WrittenModule module = Returning("m", "f", 5);
        module.Before = () => throw new FormatException("no such instruction");
        ProgramModule added = _engine.Add(module);
        Assert.Equal("no such instruction", Assert.Throws<FormatException>(() => Call(_engine, "f")).Message);
        Assert.False(added.IsCompiled);
        module.Before = null;
        Assert.Equal(5, Call(_engine, "f"));
    }

    [Fact]
    public void A_link_that_fails_leaves_nothing_linked_and_works_when_the_missing_name_is_there()
    {
        ProgramModule b = _engine.Add(Returning("b", "g", 1));
        ProgramModule a = _engine.Add(new WrittenModule("a", ["f", "h"], w =>
        {
            w.Code("f").JumpsTo("g");
            w.Code("h").JumpsTo("missing");
        }));
        UnresolvedSymbolsException e = Assert.Throws<UnresolvedSymbolsException>(() => Call(_engine, "f"));
        Assert.Equal("missing", Assert.Single(e.Symbols).Name);
        Assert.False(a.IsLinked || b.IsLinked);
        _engine.Add(Returning("c", "missing", 3));
        Assert.Equal((1, 3), (Call(_engine, "f"), Call(_engine, "h")));
    }

    [Fact]
    public void A_module_that_does_not_define_what_it_says_is_passed_by()
    {
        _engine.Add(Returning("honest", "f", 1));
        _engine.Add(new WrittenModule("liar", ["f"], w => w.Code("g").Returns(2)));
        Assert.Equal((1, 2), (Call(_engine, "f"), Call(_engine, "g")));
    }

    [Fact]
    public void A_compiler_that_asks_for_what_it_compiles_is_told()
    {
        WrittenModule module = Returning("m", "f", 5);
        module.Before = () => _engine.GetAddress("f");
        _engine.Add(module);
        Assert.Equal("Compiling m asks the engine for m.", Assert.Throws<InvalidOperationException>(() => Call(_engine, "f")).Message);
    }

    [Fact]
    public unsafe void Initialisers_run_once_those_of_what_is_used_first_and_finalisers_when_the_module_goes()
    {
        Notes.Clear();
        _engine.Definitions.Add("note", (nint)(delegate* unmanaged<int, void>)&Note);
        ProgramModule a = _engine.Add(Noting("a", 1, "b")), b = _engine.Add(Noting("b", 2, null));
        Assert.Equal([], Notes);
        Assert.Equal((1, 1, 2), (Call(_engine, "a"), Call(_engine, "a"), Call(_engine, "b")));
        Assert.Equal([2, 1], Notes);
        _engine.Remove(a);
        Assert.Equal([2, 1, -1], Notes);
        _engine.Remove(b);
        Assert.Equal([2, 1, -1, -2], Notes);
    }

    [Fact]
    public async Task Threads_that_need_one_module_compile_and_link_it_once()
    {
        for (int round = 0; round < 50; round++)
        {
            WrittenModule module = Returning($"m{round}", $"f{round}", round), user = Jumping($"u{round}", $"u{round}", $"f{round}");
            module.Before = () => Thread.Sleep(0);
            _engine.Add(module);
            _engine.Add(user);
            string name = $"u{round}";
            int[] results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Call(_engine, name), TestContext.Current.CancellationToken)));
            Assert.All(results, r => Assert.Equal(round, r));
            Assert.Equal((1, 1), (module.Compiled, user.Compiled));
        }
    }

    [Fact]
    public async Task Threads_may_add_call_and_remove_at_the_same_time()
    {
        _engine.Add(Returning("library", "answer", 42));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(
            () =>
            {
                for (int i = 0; i < 200; i++)
                {
                    string name = $"f{thread}_{i}";
                    ProgramModule module = _engine.Add(Jumping(name, name, "answer"));
                    Assert.Equal(42, Call(_engine, name));
                    _engine.Remove(module);
                }
            },
            TestContext.Current.CancellationToken)));
        Assert.Equal(42, Call(_engine, "answer"));
    }

    [Fact]
    public void Nothing_is_looked_for_in_an_engine_that_is_gone()
    {
        _engine.Add(Returning("m", "f", 1));
        _engine.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _engine.GetAddress("f"));
        Assert.Throws<ObjectDisposedException>(() => _engine.Add(Returning("m", "g", 1)));
    }

    [UnmanagedCallersOnly]
    private static void Note(int number) => Notes.Add(number);

    // A function that returns a number, an initialiser that notes it and a finaliser that notes its negative.
    private static WrittenModule Noting(string name, int number, string? uses) => new(name, [name], w =>
    {
        w.Code(name).Returns(number);
        w.Code($"{name}_init", ObjectWriter.Local).LoadsNumber(number).JumpsTo("note");
        w.Code($"{name}_fini", ObjectWriter.Local).LoadsNumber(-number).JumpsTo("note");
        w.Section(".init_array", "aw", 14).Field(ObjectWriter.R64, $"{name}_init", 0, 8);
        w.Section(".fini_array", "aw", 15).Field(ObjectWriter.R64, $"{name}_fini", 0, 8);
        if (uses is not null)
        {
            w.Data($"{name}_uses").Field(ObjectWriter.R64, uses, 0, 8);
        }
    });
}
