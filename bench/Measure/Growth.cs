using System.Diagnostics;
using Linker.Bench.Contenders;
using Linker.Bench.Inputs;
using Linker.Bench.Llvm;
using Linker.Bench.Native;

namespace Linker.Bench.Measure;

/// <summary>What more of something costs.</summary>
/// <param name="Name">Of what, and whose.</param>
/// <param name="Few">Median time with few, in microseconds.</param>
/// <param name="Many">Median time with many, in microseconds.</param>
/// <param name="Target">How many times as long it may take; none for a peer.</param>
internal sealed record Growth(string Name, double Few, double Many, double? Target)
{
    private const int ImageCount = 10_000, HundredCount = 100;

    internal double Ratio => Many / Few;

    /// <summary>16 times as many sections.</summary>
    internal static Growth OfSections(InputFolder folder, Budget budget)
    {
        using var few = new OwnLinker(folder.Input("sections_1000.o"));
        using var many = new OwnLinker(folder.Input("sections_16000.o"));
        var fewSampler = new Sampler(few, budget);
        var manySampler = new Sampler(many, budget);
        few.WarmUp(budget.WarmUp);
        many.WarmUp(budget.WarmUp);
        fewSampler.WarmUp();
        manySampler.WarmUp();
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < budget.MinimumSamples || (i < budget.MaximumSamples && watch.Elapsed < budget.Input / 2); i++)
        {
            fewSampler.Sample();
            manySampler.Sample();
        }

        return new Growth("16 000 sections after 1 000, this linker", fewSampler.Time!.Value, manySampler.Time!.Value, 18);
    }

    /// <summary>The last hundred of 10 000 images that stay after the first hundred; each calls the one before it.</summary>
    internal static IReadOnlyList<Growth> OfImages(InputFolder folder, Peers peers)
    {
        IReadOnlyList<ObjectBytes> nodes = folder.Node.Many(ImageCount);
        var first = new Input("node", "node", [nodes[0]]);
        var all = new List<Growth>();
        using (var own = new OwnLinker(new Input("nodes", "nodes", [.. nodes.Take(1000)], isChain: true)))
        {
            own.WarmUp(TimeSpan.FromSeconds(3));
        }

        using (var own = new OwnLinker(first))
        {
            own.Round();
            all.Add(OfImages("this linker", 1.2, nodes, node => own.Add(node)));
        }

        foreach (OrcSession session in peers.Sessions)
        {
            Neighbourhood.StopUp();
            using var peer = new OrcPeer(session, first);
            peer.Round();
            try
            {
                all.Add(OfImages(peer.Name, null, nodes, peer.Add));
            }
            catch (LlvmException e)
            {
                // Each of its images has mappings of its own, and the system allows so many a process.
                Console.Error.WriteLine($"{peer.Name} does not keep {ImageCount} images: {e.Message}");
            }
        }

        return all;
    }

    private static Growth OfImages(string name, double? target, IReadOnlyList<ObjectBytes> nodes, Action<ObjectBytes> add)
    {
        var times = new double[nodes.Count];
        for (int i = 0; i < times.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            add(nodes[i]);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return new Growth($"10 000 live images, the last hundred after the first, {name}", Median.Of(times.Take(HundredCount)), Median.Of(times.TakeLast(HundredCount)), target);
    }
}
