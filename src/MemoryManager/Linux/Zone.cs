namespace Linker.MemoryManager.Linux;

/// <summary>The part of an arena that holds memory of one access, handed out in small pieces. Committed from the bottom upwards; all of it that is free is zero.</summary>
internal sealed class Zone
{
    /// <summary>Arenas are divided, and memory is committed, in multiples of this. The largest page of AArch64.</summary>
    internal const nuint Granule = 1 << 16;

    /// <summary>Granularity of pieces that may share a page: a cache line.</summary>
    internal const nuint Line = 64;

    private const nuint GrowthStep = 1 << 20;

    // Above this it is cheaper to give the pages back than to write zeros.
    private const nuint DiscardSize = 256 << 10;

    // Free memory that is probably resident, and what of it is worth a system call.
    private const nuint IdleLimit = 8 << 20;
    private const nuint IdlePiece = 64 << 10;

    private readonly Region _region;
    private readonly ulong _address;
    private readonly nuint _size;
    private readonly PageAccess _access;
    private readonly int _shift;
    private readonly RangeAllocator _ranges;
    private nuint _committed;
    private nuint _idle;

    internal Zone(Region region, ulong address, nuint size, PageAccess access)
    {
        _region = region;
        _address = address;
        _size = size;
        _access = access;
        _shift = int.Log2((int)GranularityOf(region.Mode, access));
        _ranges = new RangeAllocator(address >> _shift);
    }

    /// <summary>What separates two pieces: a line when they may share a page for ever, a page when they are sealed each by itself.</summary>
    internal static nuint GranularityOf(WriteMode mode, PageAccess access) =>
        mode == WriteMode.WriteThenExecute && access != AccessKind.Data ? AddressSpace.PageSize : Line;

    /// <summary>Takes zeroed memory. <see langword="false"/> when the zone is too full.</summary>
    /// <param name="size">Bytes; at least 1.</param>
    /// <param name="alignment">A power of two.</param>
    /// <param name="piece">For <see cref="Return"/>.</param>
    /// <param name="address">Where it is in the target.</param>
    internal bool TryTake(nuint size, nuint alignment, out int piece, out ulong address)
    {
        ulong count = (size + ((nuint)1 << _shift) - 1) >> _shift;
        ulong alignmentCount = Math.Max(1, alignment >> _shift);
        piece = -1;
        if (count << _shift <= _size)
        {
            piece = _ranges.TryTake((uint)count, alignmentCount);
            if (piece < 0 && TryGrow((nuint)(count + alignmentCount - 1) << _shift, (nuint)count << _shift))
            {
                piece = _ranges.TryTake((uint)count, alignmentCount);
            }
        }

        if (piece < 0)
        {
            address = 0;
            return false;
        }

        nuint taken = (nuint)count << _shift;
        _idle -= Math.Min(_idle, taken);
        address = AddressOf(piece);
        return true;
    }

    /// <summary>Takes a piece back and zeroes it.</summary>
    /// <param name="piece">From <see cref="TryTake"/>.</param>
    /// <param name="isUntouched">Nobody has written to it nor sealed it.</param>
    internal void Return(int piece, bool isUntouched)
    {
        if (!isUntouched)
        {
            ulong address = AddressOf(piece);
            nuint size = (nuint)_ranges.CountOf(piece) << _shift;
            if (!_region.TryUnseal(address, size, _access))
            {
                // The kernel has no more ranges to give (vm.max_map_count). What cannot be made writable again cannot be used again.
                return;
            }

            Zero(address, size);
        }

        _ranges.Return(piece);
        if (_idle > IdleLimit)
        {
            Trim();
        }
    }

    private ulong AddressOf(int piece) => _address + ((ulong)_ranges.StartOf(piece) << _shift);

    private void Zero(ulong address, nuint size)
    {
        if (size < DiscardSize)
        {
            _region.Clear(address, size, _access);
            _idle += size;
            return;
        }

        nuint page = AddressSpace.PageSize;
        ulong first = AddressSpace.AlignUp(address, page);
        ulong last = (address + size) & ~((ulong)page - 1);
        if (!_region.TryDiscard(first, (nuint)(last - first), _access))
        {
            _region.Clear(address, size, _access);
            return;
        }

        _region.Clear(address, (nuint)(first - address), _access);
        _region.Clear(last, (nuint)(address + size - last), _access);
    }

    /// <summary>Gives the pages of the larger free pieces back. Seldom enough that linking and disposing in a loop never comes here.</summary>
    private void Trim()
    {
        nuint page = AddressSpace.PageSize;
        foreach (int piece in _ranges.FreeOfAtLeast((uint)(IdlePiece >> _shift)))
        {
            ulong address = AddressOf(piece);
            ulong first = AddressSpace.AlignUp(address, page);
            ulong last = (address + ((ulong)_ranges.CountOf(piece) << _shift)) & ~((ulong)page - 1);
            if (last > first)
            {
                // Zero already, so that a refusal changes nothing.
                _ = _region.TryDiscard(first, (nuint)(last - first), _access);
            }
        }

        _idle = 0;
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
