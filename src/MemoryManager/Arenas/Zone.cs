namespace Linker.MemoryManager.Arenas;

/// <summary>The part of an arena that holds memory of one access, handed out in small pieces. Committed from the bottom upwards; what of it was never handed out is zero.</summary>
internal sealed class Zone
{
    /// <summary>Arenas are divided, and memory is committed, in multiples of this. The largest page of AArch64.</summary>
    internal const nuint Granule = 1 << 16;

    /// <summary>Granularity of pieces that may share a page: a cache line.</summary>
    internal const nuint Line = 64;

    /// <summary>How much free memory with old content may stay resident. As much again has to come back before anything is given to the system once more.</summary>
    internal const nuint IdleLimit = 16 << 20;

    private const nuint GrowthStep = 1 << 20;

    // What of it is worth a system call.
    private const nuint IdlePiece = 64 << 10;

    private readonly Region _region;
    private readonly ulong _address;
    private readonly nuint _size;
    private readonly PageAccess _access;
    private readonly int _shift;
    private readonly RangeAllocator _ranges;
    private nuint _committed;

    // The small piece that came back last, if any. It is likely to be asked for again just so: until something else is, it is not joined with its neighbours.
    private int _spare = -1;
    private ulong _dirtyLimit;

    internal Zone(Region region, ulong address, nuint size, PageAccess access)
    {
        _region = region;
        _address = address;
        _size = size;
        _access = access;
        _shift = int.Log2((int)GranularityOf(region.Mode, access));
        _ranges = new RangeAllocator(address >> _shift);
        _dirtyLimit = IdleLimit >> _shift;
    }

    /// <summary>What separates two pieces: a line when they may share a page for ever, a page when they are sealed each by itself.</summary>
    internal static nuint GranularityOf(WriteMode mode, PageAccess access) =>
        mode == WriteMode.WriteThenExecute && AccessKind.Of(access) != AccessKind.Data ? AddressSpace.PageSize : Line;

    /// <summary>Takes memory: a piece, or −1 when the zone is too full.</summary>
    /// <param name="size">Bytes; at least 1.</param>
    /// <param name="alignment">A power of two.</param>
    internal int TryTake(nuint size, nuint alignment)
    {
        ulong count = (size + ((nuint)1 << _shift) - 1) >> _shift;
        ulong alignmentCount = Math.Max(1, alignment >> _shift);
        if (count << _shift > _size)
        {
            return -1;
        }

        _region.FillHoles();
        int spare = _spare;
        if (spare >= 0)
        {
            _spare = -1;
            if (_ranges[spare].Count == count && (AddressOf(spare) & (alignment - 1)) == 0)
            {
                return spare;
            }

            _ranges.Return(spare, isUntouched: true);
        }

        int piece = _ranges.TryTake((uint)count, alignmentCount);
        if (piece < 0 && TryGrow((nuint)(count + alignmentCount - 1) << _shift, (nuint)count << _shift))
        {
            piece = _ranges.TryTake((uint)count, alignmentCount);
        }

        return piece;
    }

    /// <summary>Where a piece is in the target.</summary>
    internal ulong AddressOf(int piece) => _address + ((ulong)_ranges[piece].Start << _shift);

    /// <summary>Whether a piece that was taken is zero. Makes it so where that costs little beside what the piece is: then nobody need touch the rest of it.</summary>
    /// <exception cref="OutOfMemoryException">The piece cannot be used.</exception>
    internal bool IsZero(int piece)
    {
        ref readonly RangeNode range = ref _ranges[piece];
        uint dirty = range.DirtyCount;
        return dirty == 0 || ((dirty <= range.Count / 8 || (nuint)range.Count << _shift > IdleLimit) && TryClean(piece));
    }

    /// <summary>Takes a piece back.</summary>
    /// <param name="piece">From <see cref="TryTake"/>.</param>
    /// <param name="isUntouched">Nobody has written to it nor sealed it.</param>
    internal void Return(int piece, bool isUntouched)
    {
        if (!isUntouched && !_region.TryUnseal(AddressOf(piece), (nuint)_ranges[piece].Count << _shift, _access))
        {
            // The kernel has no more ranges to give (vm.max_map_count). What cannot be made writable again cannot be used again.
            return;
        }

        if (!isUntouched && (nuint)_ranges[piece].Count << _shift < IdlePiece)
        {
            _ranges.Soil(piece);
            (piece, _spare) = (_spare, piece);
            if (piece < 0)
            {
                return;
            }

            isUntouched = true;
        }

        _ranges.Return(piece, isUntouched);
        if (_ranges.DirtyCount > _dirtyLimit)
        {
            Trim();
        }
    }

    /// <summary>Gives the pages of the larger free pieces back. Seldom enough that linking and disposing in a loop never comes here.</summary>
    private void Trim()
    {
        foreach (int piece in _ranges.FreeOfAtLeast((uint)(IdlePiece >> _shift)))
        {
            try
            {
                _ = TryClean(piece);
            }
            catch (OutOfMemoryException)
            {
                // Nobody has the piece; whoever takes memory next hears of it if there still is none.
                break;
            }
        }

        // What the system would not take, or lies between live pieces, is not tried again at once.
        _dirtyLimit = _ranges.DirtyCount + (IdleLimit >> _shift);
    }

    /// <summary>Makes all of a writable piece zero: whole pages go back to the system when they are many. <see langword="false"/> when it refuses them, as it does when they are locked.</summary>
    private bool TryClean(int piece)
    {
        ref readonly RangeNode range = ref _ranges[piece];
        ulong start = _address + ((ulong)range.DirtyStart << _shift);
        ulong end = start + ((ulong)range.DirtyCount << _shift);
        if (end - start < IdlePiece)
        {
            _region.Clear(start, (nuint)(end - start), _access);
        }
        else
        {
            ulong first = AddressSpace.AlignUp(start, AddressSpace.PageSize);
            ulong last = end & ~((ulong)AddressSpace.PageSize - 1);
            if (!_region.TryDiscard(first, (nuint)(last - first), _access))
            {
                return false;
            }

            _region.Clear(start, (nuint)(first - start), _access);
            _region.Clear(last, (nuint)(end - last), _access);
        }

        _ranges.Clean(piece);
        return true;
    }

    /// <summary>Commits enough for <paramref name="wanted"/> bytes, or all that is left when at least <paramref name="needed"/> are.</summary>
    private bool TryGrow(nuint wanted, nuint needed)
    {
        nuint left = _size - _committed;
        nuint free = left + ((nuint)_ranges.FreeAtEnd << _shift);
        if (left == 0 || free < needed)
        {
            return false;
        }

        nuint step = Math.Min(left, Math.Max(GrowthStep, (nuint)AddressSpace.AlignUp(wanted, Granule)));
        _region.Commit(_address + _committed, step, _access);
        _committed += step;
        _ranges.Append((uint)(step >> _shift));
        return true;
    }
}
