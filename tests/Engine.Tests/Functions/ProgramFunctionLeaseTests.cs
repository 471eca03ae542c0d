using System.Runtime.InteropServices;

namespace Linker.Engine.Tests;

/// <summary>Functions that are replaced and removed while leases last, and by several at once.</summary>
public sealed unsafe class ProgramFunctionLeaseTests : IDisposable
{
    private static Action s_end = () => { };

    private readonly SpyMemory _memory = new();
    private readonly ExecutionEngine _engine;

    public ProgramFunctionLeaseTests() => _engine = new ExecutionEngine(new ExecutionOptions { Memory = _memory });

    public void Dispose()
    {
        _engine.Dispose();
        Assert.Equal(0, _memory.Live);
        _memory.Dispose();
    }

    [Fact]
    public void Who_replaces_a_function_gets_their_own_version_also_when_another_comes_at_once()
    {
        // The first version's finaliser, which runs when the second has replaced it, brings the third.
        _engine.Definitions.Add("end", (nint)(delegate* unmanaged<void>)&End);
        var writer = new ObjectWriter();
        writer.Code("f").Returns(1);
        writer.Code("finish", ObjectWriter.Local).JumpsTo("end");
        writer.Section(".fini_array", "aw", 15).Field(ObjectWriter.R64, "finish", 0, 8);
        ProgramFunction f = _engine.AddReplaceable(["f"], writer.Read(), new FunctionOptions { KeptVersions = 1 })[0];
        FunctionVersion? third = null;
        s_end = () => third = f.Replace(ProgramFunctionTests.Returning(3));
        FunctionVersion second = f.Replace(ProgramFunctionTests.Returning(2));
        Assert.Equal((2, 3, third), (second.Number, third!.Number, f.Current));
        Assert.Equal(3, Call(f.Address));
    }

    [Fact]
    public void A_removed_function_stays_for_who_holds_a_lease()
    {
        int live = _memory.Live;
        ProgramFunction f = _engine.AddReplaceable(["f"], ProgramFunctionTests.Returning(1), new FunctionOptions { KeptVersions = 1 })[0];
        f.Replace((nint)(delegate* unmanaged<int>)&Thirty);
        using (CodeLease lease = _engine.EnterCode())
        {
            _engine.Remove(f);
            Assert.False(_engine.TryGetAddress("f", out _));

            // Whoever takes the memory of the function answers otherwise.
            IReadOnlyList<ProgramFunction> others = _engine.AddLazy([.. Enumerable.Range(0, 50).Select(i => $"other{i}")], name => ExecutionEngineTests.Returning(name, name, 5));
            Assert.Equal((30, 5), (Call(f.Address), Call(others[7].Address)));
            _engine.Remove([.. others]);
        }

        _ = _engine.FreeReplacedCode();
        Assert.Equal(live, _memory.Live);
    }

    [Fact]
    public void Code_that_only_waits_for_leases_holds_up_no_removal()
    {
        int live = _memory.Live;
        ProgramModule library = _engine.Add(ExecutionEngineTests.Returning("library", "answer", 42));
        ProgramFunction f = _engine.AddReplaceable(["f"], Recursive("answer"), new FunctionOptions { KeptVersions = 1 })[0];
        FunctionVersion first = f.Current!;
        using (CodeLease lease = _engine.EnterCode())
        {
            f.Replace(Recursive("abs"));
            _engine.Remove(library);
            _engine.Remove(f);
            Assert.Equal(42, Call(first.Address));
        }

        _ = _engine.FreeReplacedCode();
        Assert.Equal(live, _memory.Live);
    }

    [Fact]
    public void A_module_can_be_removed_when_the_last_lease_on_what_used_it_has_ended()
    {
        ProgramModule library = _engine.Add(ExecutionEngineTests.Returning("library", "answer", 42));
        ProgramFunction f = _engine.AddReplaceable(["f"], Recursive("answer"), new FunctionOptions { KeptVersions = 1 })[0];
        Assert.Throws<InvalidOperationException>(() => _engine.Remove(library));
        using (_engine.EnterCode())
        {
            f.Replace(ProgramFunctionTests.Returning(2));
        }

        int live = _memory.Live;
        _engine.Remove(library);
        Assert.Equal(live - 2, _memory.Live);
    }

    // Calls another function, and refers to itself.
    private static Loader.LinkGraph Recursive(string to)
    {
        var writer = new ObjectWriter();
        writer.Code("f").JumpsTo(to);
        writer.Data("itself").Field(ObjectWriter.R64, "f", 0, 8);
        return writer.Read();
    }

    private static int Call(nint function) => ((delegate* unmanaged<int>)function)();

    [UnmanagedCallersOnly]
    private static int Thirty() => 30;

    [UnmanagedCallersOnly]
    private static void End() => s_end();
}
