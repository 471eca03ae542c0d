using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using static Linker.Engine.Tests.ExecutionEngineTests;
using static Linker.Engine.Tests.Threads;

namespace Linker.Engine.Tests;

/// <summary>Threads that need what others are compiling or initialising at that moment.</summary>
public sealed unsafe class ExecutionEngineThreadsTests : IDisposable
{
    private static readonly ConcurrentDictionary<int, Action> Acts = [];

    private readonly ExecutionEngine _engine = new();
    private readonly ConcurrentQueue<string> _notes = [];

    public ExecutionEngineThreadsTests()
    {
        Acts.Clear();
        _engine.Definitions.Add("act", (nint)(delegate* unmanaged<int, void>)&Act);
    }

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void A_module_is_found_when_the_initialisers_that_another_thread_runs_are_over() =>
        WhileInitialising("a", () => _engine.GetAddress("a"));

    [Fact]
    public void A_module_that_uses_another_one_waits_for_its_initialisers_on_another_thread()
    {
        Acts[2] = () => _notes.Enqueue("user");
        _engine.Add(Acting("user", 2, "a"));
        WhileInitialising("a", () => _engine.GetAddress("user"));
        Assert.Equal(["a", "user", "found"], _notes);
    }

    [Fact]
    public void Initialisers_of_two_threads_that_look_for_each_others_modules_go_on()
    {
        using var bothRun = new Barrier(2);
        Acts[1] = () => Look("b");
        Acts[2] = () => Look("a");
        _engine.Add(Acting("a", 1));
        _engine.Add(Acting("b", 2));
        Join(Start(() => _engine.GetAddress("a")), Start(() => _engine.GetAddress("b")));
        Assert.Equal(["a is 1", "b is 2"], _notes.Order());
        Assert.Equal((1, 2), (Call(_engine, "a"), Call(_engine, "b")));

        void Look(string name)
        {
            bothRun.SignalAndWait();
            _notes.Enqueue($"{name} is {Call(_engine, name)}");
        }
    }

    [Fact]
    public void Initialisers_may_look_for_a_module_that_uses_theirs_and_waits_on_another_thread()
    {
        // What it looks for waits for it: the two would wait for ever.
        Thread? other = null;
        Acts[1] = () =>
        {
            other = Start(() => _engine.GetAddress("user"));
            UntilWaiting(other);
            _notes.Enqueue($"{_engine.GetAddress("user") != 0}");
        };
        _engine.Add(Acting("a", 1));
        _engine.Add(Acting("user", 2, "a"));
        Acts[2] = () => _notes.Enqueue("user");
        Join(Start(() => _engine.GetAddress("a")));
        Join(other!);
        Assert.Equal(["True", "user"], _notes);
    }

    [Fact]
    public void Compilers_on_two_threads_that_ask_for_each_others_modules_are_told()
    {
        using var bothRun = new Barrier(2);
        int asked = 0;
        WrittenModule a = Returning("a", "a", 1), b = Returning("b", "b", 2);
        a.Before = () => Ask("b");
        b.Before = () => Ask("a");
        _engine.Add(a);
        _engine.Add(b);
        Join(Start(() => Note("a")), Start(() => Note("b")));
        Assert.Equal(2, _notes.Count);
        Assert.All(_notes, note => Assert.Matches("^Compiling ([ab]) asks the engine for \\1\\.$", note));
        a.Before = b.Before = null;
        Assert.Equal((1, 2), (Call(_engine, "a"), Call(_engine, "b")));

        void Ask(string name)
        {
            if (Interlocked.Increment(ref asked) <= 2)
            {
                bothRun.SignalAndWait();
            }

            _ = _engine.GetAddress(name);
        }

        void Note(string name)
        {
            try
            {
                _notes.Enqueue($"{_engine.GetAddress(name)}");
            }
            catch (InvalidOperationException e)
            {
                _notes.Enqueue(e.Message);
            }
        }
    }

    [Fact]
    public void A_lazy_function_and_a_module_that_wait_for_each_other_are_told()
    {
        // The function's compiler asks for the module, the module's compiler calls the function.
        using var bothRun = new Barrier(2);
        WrittenModule module = Returning("m", "m", 1), made = Returning("made", "f", 2);
        module.Before = () =>
        {
            bothRun.SignalAndWait();
            module.Before = null;
            _notes.Enqueue($"{Call(_engine, "f")}");
        };
        made.Before = () =>
        {
            bothRun.SignalAndWait();
            made.Before = null;
            _ = _engine.GetAddress("m");
        };
        nint failed = (nint)(delegate* unmanaged<int>)&Failed;
        _engine.Add(module);
        _engine.AddLazy(["f"], _ => made, new FunctionOptions { OnFailure = _ => failed });
        Join(Start(() => _notes.Enqueue($"{Call(_engine, "f")}")), Start(() => _notes.Enqueue($"{_engine.GetAddress("m") != 0}")));
        Assert.Equal((true, 3), (_notes.Contains("-1"), _notes.Count));
        Assert.Equal((1, 2), (Call(_engine, "m"), Call(_engine, "f")));
    }

    // Looks for something while another thread runs initialisers; it is found when these are over.
    private void WhileInitialising(string name, Action look)
    {
        using var hasBegun = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        Acts[1] = () =>
        {
            hasBegun.Set();
            mayEnd.Wait();
            _notes.Enqueue(name);
        };
        _engine.Add(Acting(name, 1));
        Thread first = Start(() => _engine.GetAddress(name));
        hasBegun.Wait();
        Thread second = Start(() =>
        {
            look();
            _notes.Enqueue("found");
        });
        UntilWaiting(second);
        mayEnd.Set();
        Join(first, second);
        Assert.Equal((name, "found"), (_notes.First(), _notes.Last()));
    }

    [UnmanagedCallersOnly]
    private static void Act(int number)
    {
        if (Acts.TryGetValue(number, out Action? act))
        {
            act();
        }
    }

    [UnmanagedCallersOnly]
    private static int Failed() => -1;

    // A function that returns a number, and an initialiser that acts.
    private static WrittenModule Acting(string name, int number, string? uses = null) => new(name, [name], w =>
    {
        w.Code(name).Returns(number);
        w.Code($"{name}_init", ObjectWriter.Local).LoadsNumber(number).JumpsTo("act");
        w.Section(".init_array", "aw", 14).Field(ObjectWriter.R64, $"{name}_init", 0, 8);
        if (uses is not null)
        {
            w.Data($"{name}_uses").Field(ObjectWriter.R64, uses, 0, 8);
        }
    });
}
