using System.Reflection;
using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Functions of an engine that come late, and functions that stay for one call.</summary>
public sealed unsafe class ExecutionEngineFunctionsTests : IDisposable
{
    private readonly ExecutionEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void A_lazy_function_is_compiled_and_linked_at_its_first_call_and_once()
    {
        WrittenModule[] modules = [ExecutionEngineTests.Returning("m", "f", 7), ExecutionEngineTests.Jumping("n", "g", "f")];
        IReadOnlyList<ProgramFunction> functions = _engine.AddLazy(["f", "g"], name => modules[name == "f" ? 0 : 1]);
        _engine.Add(ExecutionEngineTests.Jumping("user", "ask", "g"));
        nint ask = _engine.GetAddress("ask");
        Assert.Equal((0, 0, null, null), (modules[0].Compiled, modules[1].Compiled, functions[0].Current, functions[1].Current));
        Assert.Equal((7, 7), (Call(ask), Call(ask)));
        Assert.Equal((1, 1), (modules[0].Compiled, modules[1].Compiled));
        Assert.Equal((1, 1), (functions[0].Current!.Number, functions[1].Make().Number));
        Assert.Equal(functions[0].Address, _engine.GetAddress("f"));
    }

    [Fact]
    public void A_lazy_function_may_be_made_and_replaced_before_it_is_called()
    {
        WrittenModule f = ExecutionEngineTests.Returning("m", "f", 7), g = ExecutionEngineTests.Returning("n", "g", 8);
        IReadOnlyList<ProgramFunction> functions = _engine.AddLazy(["f", "g"], name => name == "f" ? f : g);
        Assert.Equal(functions[0].Make(), functions[0].Make());
        functions[1].Replace(ExecutionEngineTests.Returning("other", "g", 9));
        Assert.Equal((7, 9, 1, 0), (Call(functions[0].Address), Call(functions[1].Address), f.Compiled, g.Compiled));
        functions[0].Replace(ExecutionEngineTests.Returning("later", "f", 10));
        Assert.Equal((10, 2), (Call(functions[0].Address), functions[0].Current!.Number));
        functions[0].RollBack(functions[0].Versions[0]);
        Assert.Equal(7, Call(functions[0].Address));
    }

    [Fact]
    public void Others_find_nothing_of_a_functions_object_but_the_function()
    {
        ProgramFunction f = _engine.AddLazy(["f"], name => new WrittenModule("m", [name], w =>
        {
            w.Code(name).JumpsTo("beside");
            w.Code("beside").Returns(3);
        }))[0];
        Assert.Equal(3, Call(f.Address));
        Assert.False(_engine.TryGetAddress("beside", out _));
        Assert.Equal(3, Call(f.Current!.Image!.GetAddress("beside")));
    }

    [Fact]
    public void Of_many_threads_that_call_first_one_compiles()
    {
        const int Count = 64;
        var compiled = new int[Count];
        IReadOnlyList<ProgramFunction> functions = _engine.AddLazy([.. Enumerable.Range(0, Count).Select(i => $"f{i}")], name =>
        {
            int number = int.Parse(name.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
            return new WrittenModule(name, [name], w => w.Code(name).JumpsTo(number + 1 < Count ? $"f{number + 1}" : "end")) { Before = () => Interlocked.Increment(ref compiled[number]) };
        });
        _engine.Add(ExecutionEngineTests.Returning("m", "end", 5));
        int wrong = 0;
        Parallel.For(0, 8 * Count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => Interlocked.Add(ref wrong, Call(functions[i * 7 % Count].Address) == 5 ? 0 : 1));
        Assert.Equal(0, wrong);
        Assert.All(compiled, count => Assert.Equal(1, count));
    }

    [Fact]
    public void A_replacement_while_a_function_is_made_is_the_one_that_counts()
    {
        ProgramFunction? f = null;
        f = _engine.AddLazy(["f"], name =>
        {
            f!.Replace(ExecutionEngineTests.Returning("better", "f", 2));
            return ExecutionEngineTests.Returning("late", "f", 1);
        })[0];
        Assert.Equal(2, Call(f.Address));
        Assert.Equal("better", Assert.Single(f.Versions).Image!.Name);
    }

    [Fact]
    public void A_function_that_cannot_be_made_says_why_and_may_be_made_later()
    {
        var failures = new List<string>();
        nint none = _engine.LinkAlone(new ObjectWriter().Code("none").Returns(-1).Read()).GetAddress("none");
        int tries = 0;
        ProgramFunction f = _engine.AddLazy(
            ["f"],
            name => ++tries switch
            {
                1 => throw new FormatException("no such thing"),
                2 => ExecutionEngineTests.Returning("m", "other", 1),
                3 => ExecutionEngineTests.Jumping("m", name, "missing"),
                _ => ExecutionEngineTests.Returning("m", name, 4),
            },
            new FunctionOptions
            {
                OnFailure = failure =>
                {
                    failures.Add($"{failure.Name}: {failure.Exception.GetType().Name}");
                    return none;
                },
            })[0];
        Assert.Equal((-1, -1), (Call(f.Address), Call(f.Address)));
        Assert.IsType<UnresolvedSymbolsException>(Assert.Throws<InvalidOperationException>(f.Make).InnerException);
        Assert.Null(f.Current);
        Assert.Empty(f.Versions);
        Assert.Equal(4, Call(f.Address));
        Assert.Equal(["f: FormatException", "f: KeyNotFoundException"], failures);
    }

    [Fact]
    public void Initialisers_of_the_object_may_call_its_functions()
    {
        // The initialiser calls f, which is being made, and keeps what it got in a variable.
        ProgramFunction[] functions = [.. _engine.AddReplaceable(["f", "g"], new WrittenModule("m", ["f", "g"], w =>
        {
            w.Code("f").Increments("count").ReturnsValueOf("count");
            w.Code("g").ReturnsValueOf("count");
            w.Section(".data.count", "aw").Label("count", ObjectWriter.Object, size: 4).Word(40);
            w.Section(".init_array", "aw", 14).Field(ObjectWriter.R64, "f", 0, 8);
        }))];
        Assert.Equal(41, Call(functions[1].Address));
        ProgramFunction lazy = _engine.AddLazy(["h"], name => new WrittenModule("n", [name], w =>
        {
            w.Code(name).Increments("count").ReturnsValueOf("count");
            w.Section(".data.count", "aw").Label("count", ObjectWriter.Object, size: 4).Word(40);
            w.Section(".init_array", "aw", 14).Field(ObjectWriter.R64, name, 0, 8);
        }))[0];
        Assert.Equal(42, Call(lazy.Address));
    }

    [Fact]
    public void A_program_is_split_into_functions_that_share_its_variables()
    {
        // What a splitter does: what is shared is a module, each function a module of its own behind a stub; those that are not called are not compiled.
        const int Count = 200;
        int compiled = 0;
        _engine.Add(new WrittenModule("shared", ["total"], w => w.Section(".data.total", "aw").Label("total", ObjectWriter.Object, size: 4).Word(0)));
        _engine.AddLazy([.. Enumerable.Range(0, Count).Select(i => $"f{i}")], name =>
        {
            Interlocked.Increment(ref compiled);
            int number = int.Parse(name.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
            return new WrittenModule(name, [name], w =>
            {
                ObjectWriter.Part code = w.Code(name).Increments("total");
                _ = number % 10 == 9 ? code.ReturnsValueOf("total") : code.JumpsTo($"f{number + 1}");
            });
        });
        Assert.Equal(10, Call(_engine.GetAddress("f50")));
        Assert.Equal(10, compiled);
        Assert.Equal(14, Call(_engine.GetAddress("f66")));
        Assert.Equal(14, compiled);
    }

    [Fact]
    public void Half_a_million_one_time_functions_leave_nothing_behind()
    {
        int count = Emulation.IsOn ? 2_000 : 500_000;
        _engine.Add(new WrittenModule("library", ["add"], w => w.Code("add").Returns(11)));
        byte[] bytes = new ObjectWriter().Code("once").JumpsTo("add").Build();
        int wrong = Run(count / 10);
        (long resident, int mappings, int handles) = State();
        wrong += Run(count);
        Assert.Equal(0, wrong);
        (long residentAfter, int mappingsAfter, int handlesAfter) = State();
        Assert.InRange(residentAfter - resident, -1_000_000, 8_000 + Emulation.OwnKiB);
        Assert.InRange(mappingsAfter - mappings, -1000, 8);
        Assert.InRange(handlesAfter - handles, -1000, 4);

        int Run(int times)
        {
            int bad = 0;
            for (int i = 0; i < times; i++)
            {
                using Loader.LinkGraph graph = Loader.ObjectReader.Read(bytes, "once.o");
                using LoadedImage image = _engine.LinkAlone(graph);
                bad += image.Call("once") == 11 ? 0 : 1;
            }

            return bad;
        }

        static (long Resident, int Mappings, int Handles) State()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return (Maps.ResidentKiB(), Maps.Linked().Length, Directory.GetFiles("/proc/self/fd").Length);
        }
    }

    [Fact]
    public void Engines_on_several_threads_work_side_by_side()
    {
        int wrong = 0;
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(n => new Thread(() =>
        {
            for (int round = 0; round < Emulation.Rounds(100); round++)
            {
                using var engine = new ExecutionEngine();
                engine.Add(ExecutionEngineTests.Returning("m", "value", n));
                ProgramFunction f = engine.AddLazy(["f"], name => ExecutionEngineTests.Jumping(name, name, "value"))[0];
                int before = Call(f.Address);
                f.Replace(ExecutionEngineTests.Returning("other", "f", n + 10));
                wrong += before == n && Call(f.Address) == n + 10 ? 0 : 1;
            }
        }))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void What_engines_share_of_what_may_change_is_listed()
    {
        string[] shared =
        [
            .. new[] { typeof(ExecutionEngine), typeof(LinkGraph), typeof(IMemoryManager), typeof(RelocForm) }.SelectMany(t => t.Assembly.GetTypes())
                .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                .Where(f => !f.IsLiteral && !f.Name.Contains('<', StringComparison.Ordinal) && !f.DeclaringType!.Name.Contains('<', StringComparison.Ordinal))
                .Where(f => f.GetCustomAttribute<ThreadStaticAttribute>() is null && (!f.IsInitOnly || MayChange(f.FieldType)))
                .Select(f => $"{f.DeclaringType!.Name}.{f.Name}").Order(StringComparer.Ordinal),
        ];

        // What the process has once: the ends of its threads, the C library's reserve of thread-local storage, gdb's list for who wants to be in it. And numbers that are taken once for each linker.
        Assert.Equal(
            [
                "ExitHandlers.ThreadEnds", "ExitHandlers.Waiting", "ExitHandlers.s_endOld", "ExitHandlers.s_isFiled", "ExitHandlers.s_isFiledInOld", "GdbInterface.Gate", "GdbInterface.s_descriptor", "GdbInterface.s_file", "GdbInterface.s_stop", "RuntimeLinker.s_linkers", "ThreadExit.Orphans", "ThreadExit.Waiting",
                "ThreadLocalDll.s_isSwept", "TlsLibrary.StaticLibraries", "TlsLibrary.s_count",
            ],
            shared);
    }

    // Locks, and collections that are not frozen.
    private static bool MayChange(Type type) =>
        type == typeof(Lock) || type == typeof(object) || type.Namespace is "System.Collections.Generic" or "System.Collections.Concurrent" or "System.Runtime.CompilerServices";

    private static int Call(nint function) => ((delegate* unmanaged<int>)function)();
}
