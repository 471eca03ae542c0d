using System.Runtime.InteropServices;
using static Linker.Engine.Tests.Threads;

namespace Linker.Engine.Tests;

/// <summary>Threads that would wait for each other, over functions that are made, modules that are compiled and initialisers that run, go on.</summary>
public sealed unsafe class SharedWorkTests : IDisposable
{
    private static Action<int> s_initialize = _ => { };

    private readonly ExecutionEngine _engine = new();

    public SharedWorkTests() => _engine.Definitions.Add("initialize", (nint)(delegate* unmanaged<int, void>)&Initialize);

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void An_initialiser_may_wait_for_a_function_that_another_thread_makes_with_the_help_of_its_module()
    {
        // The initialiser of m calls f, which another thread is making; f refers to m.
        Thread? initializing = null;
        using var begun = new ManualResetEventSlim();
        ProgramFunction f = _engine.AddLazy(["f"], name =>
        {
            begun.Set();
            UntilWaiting(initializing!);
            return ExecutionEngineTests.Jumping("f", name, "answer");
        })[0];
        _engine.Add(Initialized("m", 1, w => w.Code("answer").Returns(42)));
        int inner = 0, other = 0;
        Thread? making = null;
        s_initialize = _ =>
        {
            initializing = Thread.CurrentThread;
            making = Start(() => other = Call(f.Address));
            begun.Wait();
            inner = Call(f.Address);
        };
        Join(Start(() => _engine.GetAddress("answer")));
        Join(making!);
        Assert.Equal((42, 42), (inner, other));
        _ = Assert.Single(f.Versions);
    }

    [Fact]
    public void A_function_may_be_made_by_a_thread_that_waits_for_an_initialiser_that_waits_for_the_function()
    {
        // As before, but what makes f asks for m itself.
        Thread? initializing = null;
        using var begun = new ManualResetEventSlim();
        ProgramFunction f = _engine.AddLazy(["f"], name =>
        {
            begun.Set();
            UntilWaiting(initializing!);
            _ = _engine.GetAddress("answer");
            return ExecutionEngineTests.Returning("f", name, 7);
        })[0];
        _engine.Add(Initialized("m", 1, w => w.Code("answer").Returns(42)));
        int inner = 0;
        Thread? making = null;
        s_initialize = _ =>
        {
            initializing = Thread.CurrentThread;
            making = Start(() => f.Make());
            begun.Wait();
            inner = Call(f.Address);
        };
        Join(Start(() => _engine.GetAddress("answer")));
        Join(making!);
        Assert.Equal(7, inner);
    }

    [Fact]
    public void An_initialiser_may_look_for_a_module_that_is_linked_to_its_own_by_another_thread()
    {
        _engine.Add(Initialized("m", 1, w => w.Code("answer").Returns(42)));
        _engine.Add(ExecutionEngineTests.Jumping("user", "ask", "answer"));
        int inner = 0, other = 0;
        Thread? second = null;
        s_initialize = _ =>
        {
            second = Start(() => other = Call(_engine.GetAddress("ask")));
            UntilWaiting(second);
            inner = Call(_engine.GetAddress("ask"));
        };
        Thread first = Start(() => _engine.GetAddress("answer"));
        Join(first);
        Join(second!);
        Assert.Equal((42, 42), (inner, other));
    }

    [Fact]
    public void A_resolver_that_runs_in_the_middle_of_a_link_does_not_wait_for_a_function_that_another_thread_makes()
    {
        // The other thread is held up until the resolver's call has come; what it needs after that, the link has.
        using var begun = new ManualResetEventSlim();
        using var asked = new ManualResetEventSlim();
        int tries = 0;
        ProgramFunction choose = _engine.AddLazy(["choose"], name =>
        {
            if (Interlocked.Increment(ref tries) == 1)
            {
                begun.Set();
                asked.Wait();
            }
            else
            {
                asked.Set();
            }

            return new WrittenModule(name, [name], w => w.Code(name).ReturnsAddressOf("answer"));
        })[0];
        _engine.Add(ExecutionEngineTests.Returning("library", "answer", 42));
        _engine.Add(new WrittenModule("m", ["chosen", "ask"], w =>
        {
            w.Code("chosen", ObjectWriter.Global, ObjectWriter.Indirect).JumpsTo("choose");
            w.Code("ask").JumpsTo("chosen");
        }));
        int answer = 0;
        Thread making = Start(() => choose.Make());
        begun.Wait(TestContext.Current.CancellationToken);
        Thread linking = Start(() => answer = Call(_engine.GetAddress("ask")));
        Join(linking, making);
        Assert.Equal((42, 2), (answer, tries));
        _ = Assert.Single(choose.Versions);
    }

    private static WrittenModule Initialized(string name, int number, Action<ObjectWriter> write) => new(name, null, w =>
    {
        write(w);
        w.Code($"{name}_init", ObjectWriter.Local).LoadsNumber(number).JumpsTo("initialize");
        w.Section(".init_array", "aw", 14).Field(ObjectWriter.R64, $"{name}_init", 0, 8);
    });

    private static int Call(nint function) => ((delegate* unmanaged<int>)function)();

    [UnmanagedCallersOnly]
    private static void Initialize(int number) => s_initialize(number);
}
