using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Functions that are replaced while threads are in them.</summary>
public sealed unsafe class ProgramFunctionThreadsTests : IDisposable
{
    private readonly SpyMemory _memory = new();
    private readonly ExecutionEngine _engine;

    public ProgramFunctionThreadsTests() => _engine = new ExecutionEngine(new ExecutionOptions { Memory = _memory });

    public void Dispose()
    {
        _engine.Dispose();
        Assert.Equal(0, _memory.Live);
        _memory.Dispose();
    }

    [Fact]
    public void Ten_million_swaps_under_calls_from_four_threads_give_no_wrong_answer()
    {
        int swaps = Emulation.IsOn ? 20_000 : 10_000_000;
        ProgramFunction f = Add(0);
        for (int i = 1; i < 8; i++)
        {
            f.Replace(ProgramFunctionTests.Returning(i));
        }

        FunctionVersion[] versions = [.. f.Versions];
        _engine.Add(ExecutionEngineTests.Jumping("caller", "ask", "f"));
        nint ask = _engine.GetAddress("ask");
        bool isOver = false;
        long wrong = 0, calls = 0;
        Thread[] callers = [.. Enumerable.Range(0, 4).Select(n => new Thread(() =>
        {
            long count = 0, bad = 0;
            nint own = n % 2 == 0 ? ask : f.Address;
            while (!Volatile.Read(ref isOver))
            {
                bad += (uint)Call(own) > 7 ? 1 : 0;
                count++;
            }

            Interlocked.Add(ref calls, count);
            Interlocked.Add(ref wrong, bad);
        }))];
        Array.ForEach(callers, c => c.Start());
        for (int i = 0; i < swaps; i++)
        {
            f.RollBack(versions[i & 7]);
        }

        Volatile.Write(ref isOver, true);
        Array.ForEach(callers, c => c.Join());
        Assert.Equal((0, (swaps - 1) & 7), (wrong, Call(f.Address)));
        Assert.True(calls > 0);
    }

    [Fact]
    public void Replacing_and_freeing_under_calls_with_leases_gives_no_wrong_answer_and_memory_that_does_not_grow()
    {
        int rounds = Emulation.Rounds(5000);
        ProgramFunction f = Add(0, new FunctionOptions { KeptVersions = 2 });
        bool isOver = false;
        long wrong = 0, calls = 0;
        Thread[] callers = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            long count = 0, bad = 0;
            while (!Volatile.Read(ref isOver))
            {
                using CodeLease lease = _engine.EnterCode();
                nint direct = f.Current!.Address;
                int before = Call(direct);
                bad += Call(f.Address) < before || Call(direct) != before ? 1 : 0;
                count++;
            }

            Interlocked.Add(ref calls, count);
            Interlocked.Add(ref wrong, bad);
        }))];
        Array.ForEach(callers, c => c.Start());
        for (int i = 1; i <= rounds; i++)
        {
            f.Replace(ProgramFunctionTests.Returning(i));

            // Whoever takes the memory of freed code answers otherwise.
            using LoadedImage other = _engine.LinkAlone(ProgramFunctionTests.Returning("other", -1));
        }

        Volatile.Write(ref isOver, true);
        Array.ForEach(callers, c => c.Join());
        _ = _engine.FreeReplacedCode();
        Assert.Equal((0, rounds, 2), (wrong, Call(f.Address), f.Versions.Count));
        Assert.True(calls > 0);
        Assert.InRange(_memory.Live, 1, 5);
    }

    private ProgramFunction Add(int value, FunctionOptions? options = null) => _engine.AddReplaceable(["f"], ProgramFunctionTests.Returning(value), options)[0];

    private static int Call(nint function) => ((delegate* unmanaged<int>)function)();
}
