using System.Globalization;
using Linker.MemoryManager.Arenas;

namespace Linker.MemoryManager.Linux;

/// <summary>Reads /proc/self/maps (proc_pid_maps(5)).</summary>
internal static class LinuxRanges
{
    /// <summary>The ranges of this process in ascending order; none when /proc cannot be read.</summary>
    internal static List<MappedRange> ReadAll()
    {
        var ranges = new List<MappedRange>();
        try
        {
            foreach (string line in File.ReadLines("/proc/self/maps"))
            {
                if (TryRead(line, out MappedRange range))
                {
                    ranges.Add(range);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ranges.Clear();
        }

        return ranges;
    }

    /// <summary>Reads <c>start-end perms offset device inode path</c>.</summary>
    internal static bool TryRead(ReadOnlySpan<char> line, out MappedRange range)
    {
        range = default;
        Span<Range> fields = stackalloc Range[6];
        int count = line.Split(fields, ' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (count < 5)
        {
            return false;
        }

        ReadOnlySpan<char> bounds = line[fields[0]];
        int dash = bounds.IndexOf('-');
        if (dash < 0
            || !ulong.TryParse(bounds[..dash], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong start)
            || !ulong.TryParse(bounds[(dash + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong end))
        {
            return false;
        }

        range = new MappedRange(start, end, line[fields[1]].ToString(), count == 6 ? line[fields[5]].ToString() : "");
        return true;
    }
}
