using System.Diagnostics;
using Linker.Bench.Contenders;
using Linker.Bench.Llvm;
using Linker.Engine;
using Linker.Llvm;

namespace Linker.Bench.Measure;

/// <summary>How long it takes from LLVM's text to a result.</summary>
/// <param name="Name">Of what.</param>
/// <param name="Milliseconds">Median.</param>
/// <param name="Peer">What LLVM's LLJIT takes for the same, in milliseconds, in turn with it in the same process; none where there is no peer.</param>
internal sealed record CompileTime(string Name, double Milliseconds, double? Peer)
{
    private const int Modules = 100;

    private static readonly CompilerOptions Fast = new() { Level = OptimizationLevel.O0 };

    /// <summary>What a person types into a prompt: one function of some lines.</summary>
    private const string TenLines = """
        define double @f(double %a, double %b) {
        entry:
          %product = fmul double %a, %b
          %sum = fadd double %product, 1.0
          %isLess = fcmp ult double %sum, 10.0
          br i1 %isLess, label %then, label %end
        then:
          %more = fmul double %sum, 2.0
          br label %end
        end:
          %result = phi double [ %sum, %entry ], [ %more, %then ]
          ret double %result
        }
        """;

    private const string Kaleidoscope = """
        declare double @sin(double)
        define double @fib(double %n) {
        entry:
          %small = fcmp ult double %n, 3.0
          br i1 %small, label %then, label %else
        then:
          br label %end
        else:
          %n1 = fsub double %n, 1.0
          %a = call double @fib(double %n1)
          %n2 = fsub double %n, 2.0
          %b = call double @fib(double %n2)
          %sum = fadd double %a, %b
          br label %end
        end:
          %result = phi double [ 1.0, %then ], [ %sum, %else ]
          ret double %result
        }
        define double @f(double %x, double %y) {
          %s = call double @sin(double 0.0)
          %r = call double @fib(double %x)
          %t = fadd double %r, %s
          ret double %t
        }
        """;

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<CompileTime> All(Budget budget)
    {
        using OrcCompiler? peer = OrcCompiler.IsIn(Compiler.LibraryPath) ? new OrcCompiler(Compiler.LibraryPath, Compiler.HostTriple) : null;
        using var engine = new ExecutionEngine();
        (double cold, double warm) = Program(budget);
        return
        [
            Response("a function of ten lines", TenLines, 14, engine, peer, budget),
            Response("an input of Kaleidoscope", Kaleidoscope, 2, engine, peer, budget),
            new CompileTime($"a program of {Modules} modules, nothing cached", cold, null),
            new CompileTime("… all cached on disk", warm, null),
        ];
    }

    private static CompileTime Response(string name, string text, double expected, ExecutionEngine engine, OrcCompiler? peer, Budget budget)
    {
        var own = new List<double>();
        var theirs = new List<double>();
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < budget.WarmUp + budget.Input)
        {
            if (watch.Elapsed < budget.WarmUp)
            {
                own.Clear();
                theirs.Clear();
            }

            own.Add(Time(() =>
            {
                ProgramModule module = engine.AddIr(text, "input", Fast);
                Check(engine.GetAddress("f"), expected);
                engine.Remove(module);
            }));
            if (peer is not null)
            {
                theirs.Add(Time(() => peer.Round(text, "f", address => Check(address, expected))));
            }
        }

        return new CompileTime(name, Median.Of(own), peer is null ? null : Median.Of(theirs));
    }

    // From bitcode in memory to the result of a function that all modules have a part in.
    private static (double Cold, double Warm) Program(Budget budget)
    {
        ReadOnlyMemory<byte>[] modules = [.. Enumerable.Range(0, Modules).Select(i => IrModule.Parse(ModuleOf(i), $"module{i}").Bitcode)];
        List<double> cold = [], warm = [];
        var watch = Stopwatch.StartNew();
        do
        {
            using var cache = new TemporaryCache();
            cold.Add(Time(() => Run(modules, new DiskObjectCache(cache.Folder))));
            for (int i = 0; i < 5; i++)
            {
                warm.Add(Time(() => Run(modules, new DiskObjectCache(cache.Folder))));
            }
        }
        while (watch.Elapsed < budget.Input + budget.WarmUp);
        return (Median.Of(cold), Median.Of(warm));
    }

    private static void Run(ReadOnlyMemory<byte>[] modules, IObjectCache cache)
    {
        using var engine = new ExecutionEngine(new ExecutionOptions { Cache = cache });
        for (int i = 0; i < modules.Length; i++)
        {
            engine.Add(IrModule.FromBitcode(modules[i], $"module{i}"));
        }

        Check(engine.GetAddress("f"), 5);
    }

    // A loop over a table and some branches, ten times: what a source file of a program may be.
    private static string ModuleOf(int number)
    {
        string next = number + 1 < Modules ? $"@part{number + 1}" : "@last";
        string functions = string.Concat(Enumerable.Range(0, 10).Select(i => $$"""
            define i64 @work{{number}}_{{i}}(ptr %p, i64 %n) {
            entry:
              br label %loop
            loop:
              %i = phi i64 [ 0, %entry ], [ %j, %next ]
              %s = phi i64 [ 0, %entry ], [ %u, %next ]
              %q = getelementptr i64, ptr %p, i64 %i
              %v = load i64, ptr %q
              %c = icmp sgt i64 %v, {{i}}
              br i1 %c, label %more, label %less
            more:
              %m = mul i64 %v, {{i + 3}}
              br label %next
            less:
              %d = sdiv i64 %v, {{i + 7}}
              br label %next
            next:
              %t = phi i64 [ %m, %more ], [ %d, %less ]
              %u = add i64 %s, %t
              %j = add i64 %i, 1
              %e = icmp ult i64 %j, %n
              br i1 %e, label %loop, label %end
            end:
              ret i64 %u
            }

            """));
        string first = number == 0 ? "define double @f(double %x, double %y) {\n  %1 = call double @part0(double %x)\n  ret double %1\n}\n" : "";
        return (number + 1 < Modules ? $"declare double {next}(double)\n" : "define double @last(double %x) {\n  ret double %x\n}\n")
            + first + functions + $"define double @part{number}(double %x) {{\n  %1 = call double {next}(double %x)\n  ret double %1\n}}\n";
    }

    private static double Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static unsafe void Check(nint address, double expected)
    {
        double result = ((delegate* unmanaged<double, double, double>)address)(expected == 5 ? 5 : 3, 2);
        if (result != expected)
        {
            throw new CheckException($"The function returned {result} instead of {expected}.");
        }
    }

    /// <summary>A folder that goes in the end.</summary>
    private sealed class TemporaryCache : IDisposable
    {
        internal string Folder { get; } = Directory.CreateTempSubdirectory("linker-bench").FullName;

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
