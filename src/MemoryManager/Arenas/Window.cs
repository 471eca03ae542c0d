namespace Linker.MemoryManager.Arenas;

/// <summary>The part of the address space in which a range must lie.</summary>
/// <param name="Start">Lowest address allowed.</param>
/// <param name="End">First address behind the window.</param>
/// <param name="Preferred">The closer to this, the better.</param>
internal readonly record struct Window(ulong Start, ulong End, ulong Preferred)
{
    // Above this lie the null page, mmap_min_addr and, in programs that are not position independent, code and heap.
    private const ulong LowPreferred = 0x1000_0000;
    private const ulong LowStart = 0x1_0000;

    // One granule short of 2 GiB: a symbol may lie at the end of a section.
    private const ulong LowEnd = 0x7fff_0000;

    internal bool Contains(ulong start, ulong end) => start >= Start && end <= End;

    internal bool Overlaps(ulong start, ulong end) => start < End && end > Start;

    internal static Window Low { get; } = new(LowStart, LowEnd, LowPreferred);

    internal static Window Around(ulong address, ulong reach)
    {
        ulong last = reach < ulong.MaxValue - address ? address + reach : ulong.MaxValue - 1;
        return new Window(address > reach ? address - reach : 0, last + 1, address);
    }
}
