using Linker.Loader;

namespace Linker.Engine;

/// <summary>The names of one link, each once. Index 0 means "not a global".</summary>
internal sealed class GlobalTable
{
    private readonly List<LinkGraph> _graphs;
    private GlobalSymbol[] _symbols = new GlobalSymbol[16];
    private int[] _buckets = new int[32];

    internal GlobalTable(List<LinkGraph> graphs) => _graphs = graphs;

    /// <summary>One more than the highest index in use.</summary>
    internal int Count { get; private set; } = 1;

    internal ref GlobalSymbol this[int index] => ref _symbols[index];

    internal ReadOnlySpan<byte> NameOf(int index) => _graphs[_symbols[index].NameGraph].Bytes(_symbols[index].Name);

    internal string TextOf(int index) => _graphs[_symbols[index].NameGraph].Text(_symbols[index].Name);

    /// <summary>The index of a name, 0 when the link does not mention it.</summary>
    internal int Find(ReadOnlySpan<byte> name)
    {
        uint hash = NameHash.Of(name);
        for (uint i = hash; ; i++)
        {
            int index = _buckets[i & (uint)(_buckets.Length - 1)];
            if (index == 0 || (_symbols[index].Hash == hash && NameOf(index).SequenceEqual(name)))
            {
                return index;
            }
        }
    }

    /// <summary>The index of a name that a graph mentions, new or known.</summary>
    internal int Intern(int graph, FileRange range)
    {
        ReadOnlySpan<byte> name = _graphs[graph].Bytes(range);
        uint hash = NameHash.Of(name);
        uint bucket = hash & (uint)(_buckets.Length - 1);
        while (_buckets[bucket] is var index and not 0)
        {
            if (_symbols[index].Hash == hash && NameOf(index).SequenceEqual(name))
            {
                return index;
            }

            bucket = (bucket + 1) & (uint)(_buckets.Length - 1);
        }

        _buckets[bucket] = Count;
        if (Count == _symbols.Length)
        {
            Array.Resize(ref _symbols, Count * 2);
        }

        _symbols[Count] = new GlobalSymbol { NameGraph = graph, Name = range, Hash = hash };
        if (Count * 2 >= _buckets.Length)
        {
            Grow();
        }

        return Count++;
    }

    private void Grow()
    {
        var buckets = new int[_buckets.Length * 2];
        for (int index = 1; index <= Count; index++)
        {
            uint bucket = _symbols[index].Hash & (uint)(buckets.Length - 1);
            while (buckets[bucket] != 0)
            {
                bucket = (bucket + 1) & (uint)(buckets.Length - 1);
            }

            buckets[bucket] = index;
        }

        _buckets = buckets;
    }
}
