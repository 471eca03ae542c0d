using System.Diagnostics;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Who makes a function that is called before it is there, how often, and what happens when it cannot be made.</summary>
public sealed unsafe class LazyFunctionsTests : IDisposable
{
    private const string Variable = "LINKER_LAZY_SCENARIO";

    private readonly RuntimeLinker _linker = new();
    private readonly LoadedImage _functions;

    public LazyFunctionsTests()
    {
        var writer = new ObjectWriter();
        for (int i = 0; i < 8; i++)
        {
            writer.Code($"f{i}").Returns(i);
        }

        _functions = _linker.Link(LinkRequest.Unpublished, writer.Code("none").Returns(-1).Read());
    }

    public void Dispose() => _linker.Dispose();

    private nint F(int index) => _functions.GetAddress($"f{index}");

    private nint None(LazyFailure failure) => _functions.GetAddress("none");

    private StubImage Stubs(int count) => StubImage.For(_linker, [.. Enumerable.Range(0, count).Select(i => $"stub{i}")], [0]);

    private static int Call(StubImage stubs, int index) => ((delegate* unmanaged<int>)stubs.AddressOf(index))();

    [Fact]
    public void A_function_is_made_at_its_first_call_and_then_called_directly()
    {
        var made = new List<int>();
        StubImage stubs = Stubs(3);
        using var lazy = new LazyFunctions(_linker, stubs, index =>
        {
            made.Add(index);
            return F(index);
        });
        Assert.Equal(lazy.EntryOf(2), stubs.Target(2));
        Assert.Equal(2, Call(stubs, 2));
        Assert.Equal(F(2), stubs.Target(2));
        Assert.Equal(2, Call(stubs, 2));
        Assert.Equal([2], made);
        Assert.Equal(F(0), lazy.Make(0));
        Assert.Equal(F(0), lazy.Make(0));
        Assert.Equal(0, Call(stubs, 0));
        Assert.Equal([2, 0], made);
        Assert.Equal(1, Call(stubs, 1));
        stubs.SetTarget(2, lazy.EntryOf(2));
        Assert.Equal(2, Call(stubs, 2));
        Assert.Equal([2, 0, 1, 2], made);
    }

    [Fact]
    public void Of_many_threads_that_call_first_one_makes_the_function()
    {
        const int Threads = 64;
        int rounds = Emulation.IsOn ? 20 : 200;
        StubImage stubs = Stubs(rounds);
        var made = new int[rounds];
        using var lazy = new LazyFunctions(_linker, stubs, index =>
        {
            Interlocked.Increment(ref made[index]);
            Thread.Yield();
            return F(index % 8);
        });
        int wrong = 0, begun = 0;
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < rounds; i++)
            {
                // All of them, as nearly at once as can be.
                Interlocked.Increment(ref begun);
                var wait = new SpinWait();
                while (Volatile.Read(ref begun) < Threads * (i + 1))
                {
                    wait.SpinOnce(-1);
                }

                if (Call(stubs, i) != i % 8)
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        }))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.Equal(0, wrong);
        Assert.All(made, count => Assert.Equal(1, count));
    }

    [Fact]
    public void A_failed_attempt_is_told_and_the_next_call_tries_again()
    {
        var failures = new List<LazyFailure>();
        int tries = 0;
        StubImage stubs = Stubs(1);
        using var lazy = new LazyFunctions(_linker, stubs, index => ++tries < 3 ? throw new FormatException($"try {tries}") : F(5), failure =>
        {
            failures.Add(failure);
            return None(failure);
        });
        Assert.Equal(-1, Call(stubs, 0));
        Assert.Equal("try 2", Assert.IsType<FormatException>(Assert.Throws<InvalidOperationException>(() => lazy.Make(0)).InnerException).Message);
        Assert.Equal(5, Call(stubs, 0));
        Assert.Equal(5, Call(stubs, 0));
        Assert.Equal(3, tries);
        LazyFailure only = Assert.Single(failures);
        Assert.Equal(("stub0", "try 1"), (only.Name, only.Exception.Message));
    }

    [Fact]
    public void Those_who_wait_share_the_failure()
    {
        int tries = 0;
        using var other = new ManualResetEventSlim();
        StubImage stubs = Stubs(1);
        Thread? second = null;
        using var lazy = new LazyFunctions(
            _linker,
            stubs,
            index =>
            {
                tries++;
                second!.Start();
                SpinWait.SpinUntil(() => (second.ThreadState & System.Threading.ThreadState.WaitSleepJoin) != 0);
                throw new FormatException();
            },
            None);
        int answer = 0;
        second = new Thread(() => answer = Call(stubs, 0));
        Assert.Equal(-1, Call(stubs, 0));
        second.Join();
        Assert.Equal(-1, answer);
        Assert.Equal(1, tries);
    }

    [Fact]
    public void A_function_that_leads_nowhere_or_to_itself_is_a_failure()
    {
        StubImage stubs = Stubs(3);
        LazyFunctions? lazy = null;
        lazy = new LazyFunctions(_linker, stubs, index => index == 0 ? 0 : index == 1 ? stubs.AddressOf(1) : lazy!.EntryOf(2), None);
        Assert.All([0, 1, 2], index => Assert.Equal(-1, Call(stubs, index)));
        Assert.Contains("has no address", Assert.Throws<InvalidOperationException>(() => lazy.Make(0)).Message, StringComparison.Ordinal);
        Assert.Contains("its own stub", Assert.Throws<InvalidOperationException>(() => lazy.Make(1)).Message, StringComparison.Ordinal);
        lazy.Dispose();
        lazy.Dispose();
    }

    [Fact]
    public void A_function_that_its_own_making_calls_is_a_failure_and_no_deadlock()
    {
        var failures = new List<LazyFailure>();
        int inner = 0;
        StubImage stubs = Stubs(2);
        using var lazy = new LazyFunctions(
            _linker,
            stubs,
            index =>
            {
                inner = Call(stubs, 1 - index);
                return F(index);
            },
            failure =>
            {
                failures.Add(failure);
                return None(failure);
            });
        Assert.Equal(0, Call(stubs, 0));
        Assert.Equal(1, Call(stubs, 1));
        Assert.Equal("stub0", Assert.Single(failures).Name);
        Assert.Contains("called while it is being made", failures[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, inner);
    }

    [Fact]
    public void Threads_whose_functions_call_each_other_while_they_are_made_do_not_wait_for_ever()
    {
        const int Circle = 4;
        int failures = 0, answers = 0;
        using var begun = new Barrier(Circle);
        StubImage stubs = Stubs(Circle);
        using var lazy = new LazyFunctions(
            _linker,
            stubs,
            index =>
            {
                begun.SignalAndWait();
                Call(stubs, (index + 1) % Circle);
                return F(index);
            },
            failure =>
            {
                Interlocked.Increment(ref failures);
                return None(failure);
            });
        Thread[] threads = [.. Enumerable.Range(0, Circle).Select(i => new Thread(() => Interlocked.Add(ref answers, Call(stubs, i))))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.InRange(failures, 1, Circle);
        Assert.Equal(0 + 1 + 2 + 3, answers);
    }

    [Fact]
    public void Who_leads_the_stub_elsewhere_meanwhile_is_right()
    {
        StubImage stubs = Stubs(1);
        using var lazy = new LazyFunctions(_linker, stubs, index =>
        {
            stubs.SetTarget(0, F(7));
            return F(3);
        });
        Assert.Equal(7, Call(stubs, 0));
        Assert.Equal(F(7), stubs.Target(0));
    }

    [Fact]
    public void A_thread_that_the_runtime_does_not_know_may_be_the_first()
    {
        StubImage stubs = Stubs(1);
        using var lazy = new LazyFunctions(_linker, stubs, index => F(6));
        Assert.Equal(6, (int)NativeThread.Run(stubs.AddressOf(0)));
    }

    [Fact]
    public void Without_a_policy_a_failure_ends_the_process_and_says_why()
    {
        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            StubImage stubs = Stubs(1);
            using var lazy = new LazyFunctions(_linker, stubs, _ => throw new FormatException("there is no such function"));
            Call(stubs, 0);
            return;
        }

        string program = Environment.ProcessPath!, test = $"{typeof(LazyFunctionsTests).FullName}.{nameof(Without_a_policy_a_failure_ends_the_process_and_says_why)}";
        string[] host = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, typeof(LazyFunctionsTests).Assembly.Location] : [program];
        string[] command = [.. Emulation.Command, .. host, "-method", test];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment[Variable] = "1";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains("'stub0' was called and cannot be made: System.FormatException: there is no such function", error, StringComparison.Ordinal);
    }
}
