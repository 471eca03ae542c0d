using System.Diagnostics;
using Linker.Bench.Contenders;
using Linker.Bench.Inputs;
using Linker.Engine;
using Linker.Loader;

namespace Linker.Bench.Measure;

/// <summary>What functions cost that come late, change, or stay for one call.</summary>
/// <param name="Name">Of what.</param>
/// <param name="Nanoseconds">Median.</param>
/// <param name="Target">The most that it may take, in nanoseconds; none where there is no target.</param>
internal sealed record FunctionTime(string Name, double Nanoseconds, double? Target)
{
    private const int LazyCount = 1000, Calls = 20_000, Swaps = 10_000, Replacements = 100, OneTime = 200;

    /// <summary>All of them, over one resident library.</summary>
    internal static IReadOnlyList<FunctionTime> All(InputFolder folder, Budget budget)
    {
        IReadOnlyList<ObjectBytes> nodes = folder.Node.Many(LazyCount + 1);

        // The others leave the code of a link compiled for good, which takes longer than a warm-up on a busy machine.
        FunctionTime[] lazy = [.. LazyFunctions(nodes, budget)], replaceable = [.. ReplaceableFunction(nodes, budget)];
        return [OneTimeFunction(nodes, budget), .. lazy, .. replaceable];
    }

    private static FunctionTime OneTimeFunction(IReadOnlyList<ObjectBytes> nodes, Budget budget)
    {
        using ExecutionEngine engine = Resident(nodes);
        double time = MedianOf(budget, () =>
        {
            for (int i = 0; i < OneTime; i++)
            {
                using LinkGraph graph = Read(nodes[1]);
                using LoadedImage image = engine.LinkAlone(graph);
                Check(image.GetAddress(NameOf(nodes[1])), 1);
            }

            return OneTime;
        });
        return new FunctionTime("a one-time function: read, link to a library, call, free", time, 15_000);
    }

    private static IEnumerable<FunctionTime> LazyFunctions(IReadOnlyList<ObjectBytes> nodes, Budget budget)
    {
        var first = new List<double>();
        var linking = new List<double>();
        var watch = Stopwatch.StartNew();
        int rounds = 0;
        while (watch.Elapsed < budget.WarmUp + budget.Input)
        {
            if (watch.Elapsed < budget.WarmUp)
            {
                first.Clear();
                linking.Clear();
            }

            rounds++;
            FirstCalls(nodes, first, linking, linksFirst: rounds % 2 == 0);
        }

        double all = Median.Of(first), link = Median.Of(linking);
        return
        [
            new FunctionTime("a lazy function: its first call, with reading and linking", all, null),
            new FunctionTime("… reading and linking alone", link, null),
            new FunctionTime("… what being lazy adds", all - link, 20_000),
        ];
    }

    // Each function calls the one before it, which is made already; so a call makes one function.
    private static void FirstCalls(IReadOnlyList<ObjectBytes> nodes, List<double> first, List<double> linking, bool linksFirst)
    {
        using ExecutionEngine engine = Resident(nodes);
        Dictionary<string, ObjectModule> modules = nodes.Skip(1).ToDictionary(NameOf, n => new ObjectModule(n.Memory, n.Name, [NameOf(n)]));
        IReadOnlyList<ProgramFunction> functions = engine.AddLazy([.. modules.Keys], name => modules[name]);
        for (int i = 1; i < nodes.Count; i++)
        {
            if (linksFirst)
            {
                Link(i);
            }

            long start = Stopwatch.GetTimestamp();
            int result = Call(functions[i - 1].Address);
            first.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds);
            Check(result, i + 2);
            if (!linksFirst)
            {
                Link(i);
            }
        }

        void Link(int number)
        {
            long start = Stopwatch.GetTimestamp();
            using LinkGraph graph = Read(nodes[number]);
            LoadedImage image = engine.LinkAlone(graph);
            linking.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds);
            GC.KeepAlive(image);
        }
    }

    private static IEnumerable<FunctionTime> ReplaceableFunction(IReadOnlyList<ObjectBytes> nodes, Budget budget)
    {
        using ExecutionEngine engine = Resident(nodes);
        string name = NameOf(nodes[1]);
        ProgramFunction function = engine.AddReplaceable([name], Read(nodes[1]))[0];
        double direct = 0, stub = 0;
        double difference = MedianOf(
            budget,
            () =>
            {
                direct = Time(function.Current!.Address);
                stub = Time(function.Address);
                return 1;
            },
            () => (stub - direct) / Calls);
        FunctionVersion[] versions = [function.Current!, function.Replace(Read(nodes[1]))];
        double swap = MedianOf(budget, () =>
        {
            for (int i = 0; i < Swaps; i++)
            {
                function.RollBack(versions[i & 1]);
            }

            return Swaps;
        });
        ProgramFunction bounded = engine.AddReplaceable([NameOf(nodes[2])], Read(nodes[2]), new FunctionOptions { KeptVersions = 1 })[0];
        double replacement = MedianOf(budget, () =>
        {
            for (int i = 0; i < Replacements; i++)
            {
                using LinkGraph graph = Read(nodes[2]);
                _ = bounded.Replace(graph);
            }

            return Replacements;
        });
        return
        [
            new FunctionTime("a replaceable function: what its stub adds to a call", difference, 1),
            new FunctionTime("… leading it to another version", swap, null),
            new FunctionTime("… reading and linking a new version, freeing the old", replacement, null),
        ];
    }

    /// <summary>An engine with the first node in memory, which calls the C library's <c>abs</c>.</summary>
    private static ExecutionEngine Resident(IReadOnlyList<ObjectBytes> nodes)
    {
        var engine = new ExecutionEngine();
        engine.Definitions.Add("node_99999", engine.GetAddress("abs"));
        engine.Link(engine.Add(Read(nodes[0])));
        return engine;
    }

    private static string NameOf(ObjectBytes node) => node.Entry!.Name;

    private static LinkGraph Read(ObjectBytes node) => ObjectReader.Read(node.Memory, node.Name);

    // Nanoseconds of one of what an action does many of.
    private static double MedianOf(Budget budget, Func<int> action, Func<double>? result = null)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < budget.WarmUp)
        {
            _ = action();
        }

        var times = new List<double>();
        watch.Restart();
        while (times.Count < budget.MinimumSamples || (times.Count < budget.MaximumSamples && watch.Elapsed < budget.Input))
        {
            long start = Stopwatch.GetTimestamp();
            int count = action();
            double time = Stopwatch.GetElapsedTime(start).TotalNanoseconds / count;
            times.Add(result?.Invoke() ?? time);
        }

        return Median.Of(times);
    }

    // The transition of the garbage collector would be most of the time, and is not what is measured.
    private static unsafe double Time(nint address)
    {
        var function = (delegate* unmanaged[SuppressGCTransition]<int, int>)address;
        int sum = 0;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Calls; i++)
        {
            sum += function(1);
        }

        double time = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        Check(sum, 3 * Calls);
        return time;
    }

    // A node adds 1 to what the one before it makes of its argument, the first to the absolute value.
    private static void Check(nint address, int number) => Check(Call(address), number + 2);

    private static unsafe int Call(nint address) => ((delegate* unmanaged<int, int>)address)(1);

    private static void Check(int result, int expected)
    {
        if (result != expected)
        {
            throw new CheckException($"A function returned {result} instead of {expected}.");
        }
    }
}
