using System.Numerics;
using Linker.Loader;

namespace Linker.Engine;

/// <summary>The names of one link, each once. Index 0 means "not a global".</summary>
/// <param name="graphs">The link's graphs, which hold the names' bytes.</param>
internal sealed class GlobalTable(FlatList<LinkGraph> graphs)
{
    private const int LeastBuckets = 64;

    private GlobalSymbol[] _symbols = new GlobalSymbol[16];
    private int[] _buckets = new int[LeastBuckets];

    // Only so many of the array's elements are in use: a small link does not pay for the large one before it.
    private uint _bucketMask;

    /// <summary>One more than the highest index in use.</summary>
    internal int Count { get; private set; } = 1;

    internal ref GlobalSymbol this[int index] => ref _symbols[index];

    /// <summary>Forgets all names.</summary>
    /// <param name="expected">How many names will come, if known; more are welcome.</param>
    internal void Reset(int expected)
    {
        Count = 1;
        int buckets = Math.Max(LeastBuckets, (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(expected + 1, 1 << 28) * 2));
        if (_buckets.Length < buckets)
        {
            _buckets = new int[buckets];
        }
        else
        {
            _buckets.AsSpan(0, buckets).Clear();
        }

        _bucketMask = (uint)buckets - 1;
        if (_symbols.Length <= expected)
        {
            _symbols = new GlobalSymbol[expected + 1];
        }
    }

    internal ReadOnlySpan<byte> NameOf(int index) => graphs[_symbols[index].NameGraph].Bytes(_symbols[index].Name);

    internal string TextOf(int index) => graphs[_symbols[index].NameGraph].Text(_symbols[index].Name);

    /// <summary>The index of a name, 0 when the link does not mention it.</summary>
    internal int Find(ReadOnlySpan<byte> name)
    {
        uint hash = NameHash.Of(name);
        for (uint i = hash; ; i++)
        {
            int index = _buckets[i & _bucketMask];
            if (index == 0 || (_symbols[index].Hash == hash && NameOf(index).SequenceEqual(name)))
            {
                return index;
            }
        }
    }

    /// <summary>The index of a name that a graph mentions, new or known.</summary>
    /// <param name="graph">Index of the graph.</param>
    /// <param name="range">Where its file has the name.</param>
    /// <param name="name">The bytes there.</param>
    internal int Intern(int graph, FileRange range, ReadOnlySpan<byte> name)
    {
        uint hash = NameHash.Of(name);
        uint bucket = hash & _bucketMask;
        while (_buckets[bucket] is var index and not 0)
        {
            if (_symbols[index].Hash == hash && NameOf(index).SequenceEqual(name))
            {
                return index;
            }

            bucket = (bucket + 1) & _bucketMask;
        }

        _buckets[bucket] = Count;
        if (Count == _symbols.Length)
        {
            Array.Resize(ref _symbols, Count * 2);
        }

        ref GlobalSymbol symbol = ref _symbols[Count];
        symbol = default;
        symbol.NameGraph = graph;
        symbol.Name = range;
        symbol.Hash = hash;
        if ((uint)Count * 2 >= _bucketMask)
        {
            Grow();
        }

        return Count++;
    }

    private void Grow()
    {
        uint mask = (_bucketMask * 2) + 1;
        var buckets = new int[mask + 1];
        for (int index = 1; index <= Count; index++)
        {
            uint bucket = _symbols[index].Hash & mask;
            while (buckets[bucket] != 0)
            {
                bucket = (bucket + 1) & mask;
            }

            buckets[bucket] = index;
        }

        _buckets = buckets;
        _bucketMask = mask;
    }
}
