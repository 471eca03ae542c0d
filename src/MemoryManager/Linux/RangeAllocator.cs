using System.Numerics;

namespace Linker.MemoryManager.Linux;

/// <summary>Hands out ranges of units of a growing interval. Free ranges are in lists by size, neighbours are linked, so that every operation takes the same time however many ranges live.</summary>
/// <remarks>Two-level segregated fit: a row for each power of two, eight lists a row, a bit for each list that is not empty. Nodes lie in one array and are named by index.</remarks>
internal sealed class RangeAllocator(ulong origin)
{
    private const int StepBits = 3;
    private const int Steps = 1 << StepBits;
    private const int Rows = 32;

    // How many ranges, that may be too small or badly aligned, are looked at one by one before the interval has to grow.
    private const int Patience = 32;

    private readonly int[] _heads = CreateHeads();
    private readonly byte[] _steps = new byte[Rows];
    private uint _rows;
    private RangeNode[] _nodes = new RangeNode[16];
    private int _nodeCount;
    private int _unusedNode = -1;
    private int _last = -1;
    private uint _end;

    /// <summary>Units that are free at the very end of the interval.</summary>
    internal uint FreeAtEnd => _last >= 0 && _nodes[_last].IsFree ? _nodes[_last].Count : 0;

    internal uint StartOf(int range) => _nodes[range].Start;

    internal uint CountOf(int range) => _nodes[range].Count;

    /// <summary>A range of its own, or −1. Aligned such that origin + start is a multiple of <paramref name="alignment"/>.</summary>
    internal int TryTake(uint count, ulong alignment)
    {
        ulong certain = count + alignment - 1;
        int range = certain <= uint.MaxValue ? FirstOfAtLeast((uint)certain) : -1;
        if (range < 0)
        {
            range = FirstThatFits(count, alignment);
            if (range < 0)
            {
                return -1;
            }
        }

        RemoveFree(range);
        uint gap = Gap(range, alignment);
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

        _nodes[range].IsFree = false;
        return range;
    }

    /// <summary>Makes a range free again and joins it with its free neighbours.</summary>
    internal void Return(int range)
    {
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

    /// <summary>Lengthens the interval.</summary>
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
        Return(range);
    }

    /// <summary>All free ranges of at least this many units.</summary>
    internal IEnumerable<int> FreeOfAtLeast(uint count)
    {
        for (int list = ListOf(count); list < Rows * Steps; list++)
        {
            for (int range = _heads[list]; range >= 0; range = _nodes[range].Next)
            {
                if (_nodes[range].Count >= count)
                {
                    yield return range;
                }
            }
        }
    }

    /// <summary>Rows of one unit a step come first, then each power of two is divided in eight.</summary>
    private static int ListOf(uint count)
    {
        if (count < Steps)
        {
            return (int)count;
        }

        int log = BitOperations.Log2(count);
        return ((log - StepBits + 1) << StepBits) + (int)((count >> (log - StepBits)) & (Steps - 1));
    }

    private static int[] CreateHeads()
    {
        var heads = new int[Rows * Steps];
        Array.Fill(heads, -1);
        return heads;
    }

    /// <summary>The head of the first list all of whose ranges are large enough, or −1.</summary>
    private int FirstOfAtLeast(uint count)
    {
        ulong rounded = count < Steps ? count : (ulong)count + (1u << (BitOperations.Log2(count) - StepBits)) - 1;
        return rounded > uint.MaxValue ? -1 : FirstFrom(ListOf((uint)rounded));
    }

    private int FirstFrom(int list)
    {
        if (list >= Rows * Steps)
        {
            return -1;
        }

        int row = list >> StepBits;
        int steps = _steps[row] & (-1 << (list & (Steps - 1)));
        if (steps == 0)
        {
            uint rows = row == Rows - 1 ? 0 : _rows & (uint.MaxValue << (row + 1));
            if (rows == 0)
            {
                return -1;
            }

            row = BitOperations.TrailingZeroCount(rows);
            steps = _steps[row];
        }

        return _heads[(row << StepBits) + BitOperations.TrailingZeroCount(steps)];
    }

    private int FirstThatFits(uint count, ulong alignment)
    {
        int patience = Patience;
        int head = FirstFrom(ListOf(count));
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

            head = FirstFrom(ListOf(_nodes[head].Count) + 1);
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
        _nodes[rest] = new RangeNode { Start = node.Start + count, Count = node.Count - count, Before = range, After = node.After };
        if (node.After >= 0)
        {
            _nodes[node.After].Before = rest;
        }
        else
        {
            _last = rest;
        }

        node.After = rest;
        node.Count = count;
        return rest;
    }

    private void Join(int range, int after)
    {
        ref RangeNode node = ref _nodes[range];
        node.Count += _nodes[after].Count;
        node.After = _nodes[after].After;
        if (node.After >= 0)
        {
            _nodes[node.After].Before = range;
        }
        else
        {
            _last = range;
        }

        _nodes[after].Next = _unusedNode;
        _unusedNode = after;
    }

    private void AddFree(int range)
    {
        ref RangeNode node = ref _nodes[range];
        int list = ListOf(node.Count);
        node.IsFree = true;
        node.Previous = -1;
        node.Next = _heads[list];
        if (node.Next >= 0)
        {
            _nodes[node.Next].Previous = range;
        }

        _heads[list] = range;
        _steps[list >> StepBits] |= (byte)(1 << (list & (Steps - 1)));
        _rows |= 1u << (list >> StepBits);
    }

    private void RemoveFree(int range)
    {
        ref RangeNode node = ref _nodes[range];
        node.IsFree = false;
        if (node.Next >= 0)
        {
            _nodes[node.Next].Previous = node.Previous;
        }

        if (node.Previous >= 0)
        {
            _nodes[node.Previous].Next = node.Next;
            return;
        }

        int list = ListOf(node.Count);
        _heads[list] = node.Next;
        if (node.Next < 0)
        {
            int row = list >> StepBits;
            _steps[row] &= (byte)~(1 << (list & (Steps - 1)));
            if (_steps[row] == 0)
            {
                _rows &= ~(1u << row);
            }
        }
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
