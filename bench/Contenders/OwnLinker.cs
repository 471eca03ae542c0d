using System.Diagnostics;
using Linker.Bench.Inputs;
using Linker.Bench.Native;
using Linker.Engine;
using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Bench.Contenders;

/// <summary>This linker: reads, links without running initialisers, looks up, disposes.</summary>
internal sealed class OwnLinker : IContender
{
    private static readonly LinkRequest Request = new() { Initialize = false, Placement = Placement.Near(Neighbourhood.External, Neighbourhood.Reach) };

    private readonly InProcessMemoryManager _memory = new(new InProcessMemoryOptions { ArenaSize = 1 << 28 });
    private readonly RuntimeLinker _linker;
    private readonly Input _input;
    private readonly LinkGraph[] _graphs;
    private readonly LoadedImage[] _images;

    internal OwnLinker(Input input)
    {
        _input = input;
        _linker = new RuntimeLinker(new LinkerOptions { Memory = _memory, Scopes = [new FixedResolver(Neighbourhood.External)] });
        _graphs = new LinkGraph[input.Objects.Count / input.LinkCount];
        _images = new LoadedImage[input.LinkCount];
    }

    /// <inheritdoc/>
    public string Name => "this linker";

    /// <summary>How writing and executing are kept apart.</summary>
    internal static WriteMode Mode
    {
        get
        {
            using var memory = new InProcessMemoryManager();
            return memory.Mode;
        }
    }

    /// <inheritdoc/>
    public void Round()
    {
        LinkAll();
        DisposeAll();
    }

    /// <inheritdoc/>
    public void Check()
    {
        LinkAll();
        for (int i = 0; i < _input.Objects.Count; i++)
        {
            if (_input.Objects[i].Entry is { IsExported: true } entry)
            {
                EntryCheck.Of(Name, _input.Objects[i], (ulong)_images[_input.IsChain ? i : 0].GetAddress(entry.Name));
            }
        }

        DisposeAll();
    }

    /// <summary>Links one object and keeps it; for a chain that grows.</summary>
    internal LoadedImage Add(ObjectBytes added)
    {
        _graphs[0] = ObjectReader.Read(added.Memory, added.Name);
        return LinkGraphs(added.Entry);
    }

    /// <summary>Lets the code be compiled for good, which the runtime does beside the program, in steps that each wait for a pause.</summary>
    internal void WarmUp(TimeSpan time)
    {
        const int MinimumCount = 100, CountBetweenPauses = 50, PauseTime = 110;
        var watch = Stopwatch.StartNew();
        for (int i = 1; watch.Elapsed < time || i < MinimumCount; i++)
        {
            Round();
            if (i % CountBetweenPauses == 0 && i <= 10 * CountBetweenPauses)
            {
                Thread.Sleep(PauseTime);
            }
        }
    }

    /// <summary>Managed bytes that a round allocates.</summary>
    internal long AllocatedSize()
    {
        const int RoundCount = 3;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < RoundCount; i++)
        {
            Round();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / RoundCount;
    }

    /// <summary>Names that the images of a round export.</summary>
    internal int CountExports()
    {
        LinkAll();
        int count = _images.Sum(image => image.ExportedNames.Count());
        DisposeAll();
        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _linker.Dispose();
        _memory.Dispose();
    }

    private void LinkAll()
    {
        if (_input.IsChain)
        {
            for (int i = 0; i < _images.Length; i++)
            {
                _images[i] = Add(_input.Objects[i]);
            }

            return;
        }

        for (int i = 0; i < _graphs.Length; i++)
        {
            _graphs[i] = ObjectReader.Read(_input.Objects[i].Memory, _input.Objects[i].Name);
        }

        _images[0] = LinkGraphs(_input.Objects[0].Entry);
        for (int i = 1; i < _graphs.Length; i++)
        {
            LookUp(_images[0], _input.Objects[i].Entry);
        }
    }

    // The graphs are used up here, whether by one link or by one of many.
    private LoadedImage LinkGraphs(Entry? entry)
    {
        LoadedImage image = _linker.Link(Request, _graphs);
        foreach (LinkGraph graph in _graphs)
        {
            graph.Dispose();
        }

        Array.Clear(_graphs);
        LookUp(image, entry);
        return image;
    }

    private static void LookUp(LoadedImage image, Entry? entry)
    {
        if (entry is { IsExported: true } && image.GetAddress(entry.Name) == 0)
        {
            throw new CheckException($"{image.Name}: '{entry.Name}' is at no address");
        }
    }

    // Whoever uses another one goes before it.
    private void DisposeAll()
    {
        for (int i = _images.Length - 1; i >= 0; i--)
        {
            _images[i].Dispose();
        }

        Array.Clear(_images);
    }
}
