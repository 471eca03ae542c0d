using System.Diagnostics;
using Linker.Cli.Input;
using Linker.Engine;
using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Cli.Measure;

/// <summary>Links objects over and over, takes the time and counts the managed bytes, then looks at what came out. Nothing of them is run.</summary>
internal sealed class Bench : IDisposable
{
    /// <summary>Rounds before measuring, in which code is compiled and memory is taken for the first time.</summary>
    private const int WarmUpCount = 30;

    /// <summary>With the images in the low 2 GiB, every distance and every 32-bit address reaches there.</summary>
    private const ulong PhonyStart = 0x7000_0000;

    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    private readonly InProcessMemoryManager _memory = new();
    private readonly bool _isPhony;
    private readonly int _iterations;

    internal Bench(bool isPhony, int iterations)
    {
        _isPhony = isPhony;
        _iterations = iterations;
    }

    /// <summary>Measures one object.</summary>
    internal Measurement Measure(string name, ReadOnlyMemory<byte> bytes)
    {
        using LinkGraph graph = ObjectReader.Read(bytes, name);

        // An indirect function's resolver runs during a link, and a variable of another library has to be in its thread's block: neither can be where nothing is.
        // Objects for another machine or system are linked all the same, against names of no process.
        bool isForeign = graph.Machine != RuntimeLinker.MachineOfProcess || graph.Format != RuntimeLinker.FormatOfProcess;
        bool isPhony = _isPhony || isForeign;
        bool isBound = !isForeign && !(_isPhony && NeedsRealExternals(graph));
        var phony = new PhonyExternals(PhonyStart);
        using var linker = new RuntimeLinker(new LinkerOptions
        {
            Memory = isBound ? _memory : new ReservingMemory(_memory, isInProcess: false),
            Scopes = isPhony ? [phony] : null,
        });
        if (isPhony)
        {
            phony.DefineHidden([graph], [], linker.Definitions);
        }

        var request = new LinkRequest { Initialize = false, Placement = isPhony ? Placement.LowTwoGiB : null };
        var rounds = new Rounds(_iterations);
        var graphs = new LinkGraph[1];
        for (int i = -WarmUpCount; i < _iterations; i++)
        {
            Round(linker, request, name, bytes, graphs, rounds, Math.Max(i, 0));
        }

        using LoadedImage image = linker.Link(request with { Record = true }, graph);
        return new Measurement(name, bytes.Length, graph.Relocations.Length, image.ExportedNames.Count())
        {
            TotalTime = Median(rounds.Total),
            ReadTime = Median(rounds.Read),
            LinkTime = Median(rounds.Link),
            DisposeTime = Median(rounds.Dispose),
            MostAllocatedSize = rounds.Allocated.Max(),
            AllocatedSize = MedianCount(rounds.Allocated),
            IsBound = isBound,
            Difference = new ImageCheck(graph, image).FindDifference(),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    // What is allocated between the first and the last line is the linker's doing alone, so the array of one graph comes from outside.
    private static void Round(RuntimeLinker linker, LinkRequest request, string name, ReadOnlyMemory<byte> bytes, LinkGraph[] graphs, Rounds rounds, int index)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        graphs[0] = ObjectReader.Read(bytes, name);
        long read = Stopwatch.GetTimestamp();
        LoadedImage image = linker.Link(request, graphs);
        long linked = Stopwatch.GetTimestamp();
        graphs[0].Dispose();
        image.Dispose();
        long disposed = Stopwatch.GetTimestamp();
        rounds.Allocated[index] = GC.GetAllocatedBytesForCurrentThread() - allocated;
        rounds.Total[index] = disposed - start;
        rounds.Read[index] = read - start;
        rounds.Link[index] = linked - read;
        rounds.Dispose[index] = disposed - linked;
    }

    private static bool NeedsRealExternals(LinkGraph graph)
    {
        foreach (ref readonly Symbol symbol in graph.Symbols)
        {
            if (symbol.Kind == SymbolKind.IndirectFunction || symbol is { Kind: SymbolKind.ThreadLocal, Place: SymbolPlace.Undefined })
            {
                return true;
            }
        }

        return false;
    }

    private static long Median(long[] ticks) => (long)(MedianCount(ticks) * NanosecondsPerTick);

    private static long MedianCount(long[] values)
    {
        Array.Sort(values);
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    /// <summary>What each round took, in the clock's ticks and in bytes.</summary>
    private sealed class Rounds(int count)
    {
        internal long[] Total { get; } = new long[count];

        internal long[] Read { get; } = new long[count];

        internal long[] Link { get; } = new long[count];

        internal long[] Dispose { get; } = new long[count];

        internal long[] Allocated { get; } = new long[count];
    }
}
