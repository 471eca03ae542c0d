using System.Numerics;
using System.Runtime.CompilerServices;

namespace Linker.MemoryManager.Arenas;

/// <summary>Heads of lists by size: one a size at first, then eight for each power of two. A bit for each that is not empty finds the next one in a few instructions.</summary>
internal sealed class SizeLists
{
    private const int StepBits = 3;
    private const int Steps = 1 << StepBits;
    private const int Rows = 32;

    private readonly int[] _heads = new int[Rows * Steps];
    private readonly byte[] _steps = new byte[Rows];
    private uint _rows;

    internal SizeLists() => Array.Fill(_heads, -1);

    internal const int Count = Rows * Steps;

    /// <summary>What a list starts with, −1 when it is empty. <see cref="Set"/> changes it.</summary>
    internal int this[int list] => _heads[list];

    /// <summary>The list of a size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Of(uint size)
    {
        if (size < Steps)
        {
            return (int)size;
        }

        int log = BitOperations.Log2(size);
        return ((log - StepBits + 1) << StepBits) + (int)((size >> (log - StepBits)) & (Steps - 1));
    }

    /// <summary>The first list all of whose members have at least this size.</summary>
    internal static int Above(uint size)
    {
        ulong rounded = size < Steps ? size : (ulong)size + (1u << (BitOperations.Log2(size) - StepBits)) - 1;
        return rounded > uint.MaxValue ? Count : Of((uint)rounded);
    }

    /// <summary>The head of the first list, from this one on, that is not empty; −1 when all are.</summary>
    internal int FirstFrom(int list)
    {
        if (list >= Count)
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

    internal void Set(int list, int head)
    {
        _heads[list] = head;
        int row = list >> StepBits;
        byte step = (byte)(1 << (list & (Steps - 1)));
        if (head >= 0)
        {
            _steps[row] |= step;
            _rows |= 1u << row;
        }
        else if ((_steps[row] &= (byte)~step) == 0)
        {
            _rows &= ~(1u << row);
        }
    }
}
