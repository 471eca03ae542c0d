namespace Linker.MemoryManager.Arenas;

/// <summary>
/// Hands out ranges of units of a growing interval, and remembers which may hold something else than zeros. Free ranges are in lists by size, neighbours are linked, so that
/// every operation takes the same time however many ranges live.
/// </summary>
/// <remarks>Two-level segregated fit. Nodes lie in one array and are named by index. What is appended is zero; what comes back is dirty unless the taker did not touch it.</remarks>
internal sealed class RangeAllocator(ulong origin)
{
    // How many ranges, that may be too small or badly aligned, are looked at one by one before the interval has to grow.
    private const int Patience = 32;

    private readonly SizeLists _free = new();
    private RangeNode[] _nodes = new RangeNode[16];
    private int _nodeCount;
    private int _unusedNode = -1;
    private int _last = -1;
    private uint _end;

    /// <summary>Units that are free at the very end of the interval.</summary>
    internal uint FreeAtEnd => _last >= 0 && _nodes[_last].IsFree ? _nodes[_last].Count : 0;

    /// <summary>Free units that may not be zero.</summary>
    internal ulong DirtyCount { get; private set; }

    /// <summary>A range that was taken, or is free; valid until the next call.</summary>
    internal ref readonly RangeNode this[int range] => ref _nodes[range];

    /// <summary>A range of its own, or −1. Aligned such that origin + start is a multiple of <paramref name="alignment"/>.</summary>
    internal int TryTake(uint count, ulong alignment)
    {
        ulong certain = count + alignment - 1;
        int range = certain <= uint.MaxValue ? _free.FirstFrom(SizeLists.Above((uint)certain)) : -1;
        if (range < 0)
        {
            range = FirstThatFits(count, alignment);
            if (range < 0)
            {
                return -1;
            }
        }

        RemoveFree(range);
        uint gap = alignment == 1 ? 0 : Gap(range, alignment);
        if (gap != 0)
        {
            int aligned = Split(range, gap);
            AddFree(range);
            range = aligned;
        }

        if (_nodes[range].Count > count)
        {
            AddFree(Split(range, count));
        }

        return range;
    }

    /// <summary>Makes a range free again and joins it with its free neighbours.</summary>
    /// <param name="range">From <see cref="TryTake"/>.</param>
    /// <param name="isUntouched">Nobody has written to it.</param>
    internal void Return(int range, bool isUntouched)
    {
        if (!isUntouched)
        {
            Soil(range);
        }

        int before = _nodes[range].Before;
        if (before >= 0 && _nodes[before].IsFree)
        {
            RemoveFree(before);
            Join(before, range);
            range = before;
        }

        int after = _nodes[range].After;
        if (after >= 0 && _nodes[after].IsFree)
        {
            RemoveFree(after);
            Join(range, after);
        }

        AddFree(range);
    }

    /// <summary>Notes that nothing is known any more of what a range, which was taken, holds.</summary>
    internal void Soil(int range) => _nodes[range].Soil();

    /// <summary>Notes that all of a range, taken or free, is zero now.</summary>
    internal void Clean(int range)
    {
        DirtyCount -= _nodes[range].IsFree ? _nodes[range].DirtyCount : 0;
        _nodes[range].Clean();
    }

    /// <summary>Lengthens the interval by units that are zero.</summary>
    internal void Append(uint count)
    {
        int range = NewNode();
        _nodes[range] = new RangeNode { Start = _end, Count = count, Before = _last, After = -1 };
        if (_last >= 0)
        {
            _nodes[_last].After = range;
        }

        _last = range;
        _end += count;
        Return(range, isUntouched: true);
    }

    /// <summary>All free ranges of at least this many units.</summary>
    internal IEnumerable<int> FreeOfAtLeast(uint count)
    {
        for (int list = SizeLists.Of(count); list < SizeLists.Count; list++)
        {
            for (int range = _free[list]; range >= 0; range = _nodes[range].Next)
            {
                if (_nodes[range].Count >= count)
                {
                    yield return range;
                }
            }
        }
    }

    private int FirstThatFits(uint count, ulong alignment)
    {
        int patience = Patience;
        int head = _free.FirstFrom(SizeLists.Of(count));
        while (head >= 0)
        {
            for (int range = head; range >= 0; range = _nodes[range].Next)
            {
                ref RangeNode node = ref _nodes[range];
                if (node.Count >= count && Gap(range, alignment) <= node.Count - count)
                {
                    return range;
                }

                if (--patience == 0)
                {
                    return -1;
                }
            }

            head = _free.FirstFrom(SizeLists.Of(_nodes[head].Count) + 1);
        }

        return -1;
    }

    /// <summary>Units from the start of a range to the first aligned one.</summary>
    private uint Gap(int range, ulong alignment)
    {
        ulong start = origin + _nodes[range].Start;
        ulong gap = AddressSpace.AlignUp(start, alignment) - start;
        return (uint)Math.Min(gap, uint.MaxValue);
    }

    /// <summary>Cuts a range behind <paramref name="count"/> units; the rest, in no list yet, is returned.</summary>
    private int Split(int range, uint count)
    {
        int rest = NewNode();
        ref RangeNode node = ref _nodes[range];
        node.Cut(count, ref _nodes[rest]);
        _nodes[rest].Before = range;
        SetBefore(node.After, rest);
        node.After = rest;
        return rest;
    }

    private void Join(int range, int after)
    {
        _nodes[range].Append(in _nodes[after]);
        SetBefore(_nodes[range].After, range);
        _nodes[after].Next = _unusedNode;
        _unusedNode = after;
    }

    private void SetBefore(int range, int before)
    {
        if (range >= 0)
        {
            _nodes[range].Before = before;
        }
        else
        {
            _last = before;
        }
    }

    private void AddFree(int range)
    {
        ref RangeNode node = ref _nodes[range];
        int list = SizeLists.Of(node.Count);
        DirtyCount += node.DirtyCount;
        node.Previous = -1;
        node.Next = _free[list];
        if (node.Next >= 0)
        {
            _nodes[node.Next].Previous = range;
        }

        _free.Set(list, range);
    }

    private void RemoveFree(int range)
    {
        ref RangeNode node = ref _nodes[range];
        DirtyCount -= node.DirtyCount;
        if (node.Next >= 0)
        {
            _nodes[node.Next].Previous = node.Previous;
        }

        if (node.Previous >= 0)
        {
            _nodes[node.Previous].Next = node.Next;
        }
        else
        {
            _free.Set(SizeLists.Of(node.Count), node.Next);
        }

        node.Use();
    }

    private int NewNode()
    {
        if (_unusedNode >= 0)
        {
            int node = _unusedNode;
            _unusedNode = _nodes[node].Next;
            return node;
        }

        if (_nodeCount == _nodes.Length)
        {
            Array.Resize(ref _nodes, _nodes.Length * 2);
        }

        return _nodeCount++;
    }
}
