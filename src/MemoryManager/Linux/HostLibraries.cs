namespace Linker.MemoryManager.Linux;

/// <summary>Where the C library and its companions are, so that code can be put within ±2 GiB of their data.</summary>
internal static class HostLibraries
{
    // A 32-bit displacement counts from behind its field, and a library's .bss may be a separate anonymous range behind its last file range.
    private const ulong Slack = 16 << 20;
    private const ulong Reach = 1UL << 31;

    /// <summary>The windows in which every byte reaches, best first: every library of the C family, then the C library alone.</summary>
    internal static IEnumerable<Window> Windows(IReadOnlyList<MappedRange> ranges)
    {
        (ulong low, ulong high) family = Span(ranges, static name => IsCLibrary(name) || IsCompanion(name));
        (ulong low, ulong high) libc = Span(ranges, IsCLibrary);
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

    private static bool IsCLibrary(string name) =>
        name is "libc.so.6" || (name.StartsWith("libc-2.", StringComparison.Ordinal) && name.EndsWith(".so", StringComparison.Ordinal))
        || name.StartsWith("libc.musl", StringComparison.Ordinal) || name.StartsWith("ld-musl", StringComparison.Ordinal);

    private static bool IsCompanion(string name) =>
        name.StartsWith("libm.so", StringComparison.Ordinal) || name.StartsWith("libstdc++.so", StringComparison.Ordinal)
        || name.StartsWith("libgcc_s.so", StringComparison.Ordinal) || name.StartsWith("ld-linux", StringComparison.Ordinal);

    private static (ulong Low, ulong High) Span(IReadOnlyList<MappedRange> ranges, Func<string, bool> isWanted)
    {
        ulong low = ulong.MaxValue;
        ulong high = 0;
        foreach (MappedRange range in ranges)
        {
            if (range.IsFile && isWanted(Path.GetFileName(range.Path)))
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
