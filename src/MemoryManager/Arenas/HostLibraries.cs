namespace Linker.MemoryManager.Arenas;

/// <summary>Where the C library and its companions are, so that code can be put within ±2 GiB of their data.</summary>
internal static class HostLibraries
{
    // A 32-bit displacement counts from behind its field, and a library's .bss may be a separate anonymous range behind its last file range.
    private const ulong Slack = 16 << 20;
    private const ulong Reach = 1UL << 31;

    /// <summary>The windows in which every byte reaches, best first: every library of the C family, then the C library alone.</summary>
    internal static IEnumerable<Window> Windows(ISystemMemory system, IReadOnlyList<MappedRange> ranges)
    {
        (ulong low, ulong high) family = Span(ranges, name => system.IsCLibrary(name) || system.IsCompanion(name));
        (ulong low, ulong high) libc = Span(ranges, system.IsCLibrary);
        if (libc.high == 0)
        {
            libc = family = FirstCode(ranges);
        }

        if (libc.high == 0)
        {
            yield break;
        }

        if (family != libc && family.high - family.low < Reach - (2 * Slack))
        {
            yield return Around(family.low, family.high);
        }

        yield return Around(libc.low, libc.high);
    }

    private static Window Around(ulong low, ulong high) =>
        new(high + Slack > Reach ? high + Slack - Reach : 0, low + Reach - Slack, low);

    private static (ulong Low, ulong High) Span(IReadOnlyList<MappedRange> ranges, Func<string, bool> isWanted)
    {
        ulong low = ulong.MaxValue;
        ulong high = 0;
        foreach (MappedRange range in ranges)
        {
            if (range.IsFile && isWanted(range.FileName))
            {
                low = Math.Min(low, range.Start);
                high = Math.Max(high, range.End);
            }
        }

        return (low, high);
    }

    private static (ulong Low, ulong High) FirstCode(IReadOnlyList<MappedRange> ranges)
    {
        foreach (MappedRange range in ranges)
        {
            if (range.IsFile && range.IsExecutable)
            {
                return (range.Start, range.End);
            }
        }

        return default;
    }
}
