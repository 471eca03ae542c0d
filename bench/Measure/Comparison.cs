using System.Diagnostics;
using Linker.Bench.Contenders;
using Linker.Bench.Inputs;
using Linker.Bench.Llvm;
using Linker.Bench.Native;

namespace Linker.Bench.Measure;

/// <summary>Measures one input with all contenders, round by round in turn, so that whatever happens to the machine happens to all.</summary>
internal sealed class Comparison : IDisposable
{
    private readonly Input _input;
    private readonly Budget _budget;
    private readonly OwnLinker _own;
    private readonly List<IContender> _contenders = [];
    private readonly List<Sampler> _samplers = [];
    private readonly Sampler _ownSampler, _copy, _mappedCopy;
    private readonly List<(Sampler Peer, Sampler Overhead)> _peers = [];
    private readonly List<Sampler> _direct = [];

    /// <param name="input">What is linked.</param>
    /// <param name="empty">As many objects with nothing to link.</param>
    /// <param name="peers">LLVM's linkers.</param>
    /// <param name="budget">How long it may take.</param>
    internal Comparison(Input input, Input empty, Peers peers, Budget budget)
    {
        _input = input;
        _budget = budget;
        _own = new OwnLinker(input);
        _ownSampler = Add(_own);

        // A chain is measured by its links, and copied by them.
        Input copied = input.IsChain ? new Input(input.Name, input.Title, [input.Objects[0]]) : input;
        _copy = Add(new Copying(copied, isMapping: false));
        _mappedCopy = Add(new Copying(copied, isMapping: true));
        foreach (OrcSession session in peers.Sessions)
        {
            Sampler peer = Add(new OrcPeer(session, input));
            _peers.Add((peer, Add(new OrcPeer(session, empty))));
            if (input.Smaller is { } smaller)
            {
                using var probe = new OrcPeer(session, smaller);
                peer.Probe(probe, smaller.Name);
            }
        }

        if (peers.Direct is { } direct)
        {
            foreach (bool isReusing in (bool[])[false, true])
            {
                _direct.Add(Add(new DirectPeer(direct, LlvmLinker.RuntimeDyld, isReusing, input)));
                _direct.Add(Add(new DirectPeer(direct, LlvmLinker.JITLink, isReusing, input)));
            }
        }
    }

    internal Row Measure()
    {
        _own.WarmUp(_budget.WarmUp);
        _samplers.ForEach(sampler => sampler.WarmUp());
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < _budget.MinimumSamples || (i < _budget.MaximumSamples && watch.Elapsed < _budget.Input); i++)
        {
            Neighbourhood.StopUp();
            for (int j = 0; j < _samplers.Count; j++)
            {
                // Nobody always comes after the same one.
                _samplers[(i + j) % _samplers.Count].Sample();
            }
        }

        int links = _input.LinkCount;
        return new Row(
            _input, _ownSampler.Time!.Value / links, _copy.Time!.Value, _mappedCopy.Time!.Value,
            [.. _peers.Select(p => new PeerTime(p.Peer.Name, p.Peer.Time / links, p.Overhead.Time / links, p.Peer.Refusal ?? p.Overhead.Refusal))],
            [.. _direct.Select(d => new PeerTime(d.Name, d.Time / links, 0, d.Refusal))],
            _own.AllocatedSize() / links, _own.CountExports() / links, _ownSampler.Count);
    }

    /// <inheritdoc/>
    public void Dispose() => _contenders.ForEach(contender => contender.Dispose());

    private Sampler Add(IContender contender)
    {
        _contenders.Add(contender);
        var sampler = new Sampler(contender, _budget);
        _samplers.Add(sampler);
        return sampler;
    }
}
