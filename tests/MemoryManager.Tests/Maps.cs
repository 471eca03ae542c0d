using Linker.MemoryManager.Arenas;
using Linker.Shared;

namespace Linker.MemoryManager.Tests;

/// <summary>What the system says about this process.</summary>
internal static class Maps
{
    internal static MappedRange At(ulong address)
    {
        foreach (MappedRange range in SystemMemory.Current.ReadRanges())
        {
            if (range.Start <= address && address < range.End)
            {
                return range;
            }
        }

        return default;
    }

    internal static string PermissionsAt(ulong address) => At(address).Permissions ?? "";

    /// <summary>The views of shared memory. On Linux nobody else names them so; on Windows nobody else has sections without a file, as long as the runtime maps its own code once.</summary>
    internal static string[] Ours() => [.. SystemMemory.Current.ReadRanges().Where(IsOurs).Select(r => r.ToString())];

    /// <summary>Of the whole process; on Windows, where the runtime's own code may be both, of what lies between the segments of the images, in both views.</summary>
    internal static string[] WritableAndExecutable(params PageReservation[] images) =>
        [.. SystemMemory.Current.ReadRanges()
            .Where(r => r.Permissions.Contains("wx", StringComparison.Ordinal) && (!OperatingSystem.IsWindows() || images.Any(i => IsBetween(r, i))))
            .Select(r => r.ToString())];

    internal static string[] Inside(ulong start, ulong end) =>
        [.. Joined(SystemMemory.Current.ReadRanges()).Where(r => r.Start < end && r.End > start).Select(r => r.ToString())];

    private static bool IsBetween(MappedRange range, PageReservation image)
    {
        ReservedSegment[] segments = image.Segments.ToArray();
        return IsIn(segments.Select(s => (s.TargetAddress, s.Size)))
            || IsIn(segments.Where(s => (ulong)s.WorkingAddress != s.TargetAddress).Select(s => ((ulong)s.WorkingAddress, s.Size)));

        bool IsIn(IEnumerable<(ulong Start, nuint Size)> view) =>
            view.Any() && range.Start < view.Max(p => p.Start + p.Size) && range.End > view.Min(p => p.Start);
    }

    private static bool IsOurs(MappedRange range) =>
        OperatingSystem.IsWindows() ? range.Permissions[3] == 's' && range.Path.Length == 0 : range.Path.Contains("memfd:linker", StringComparison.Ordinal);

    // An emulator lists every call of mmap and mprotect, a kernel what it makes of them: neighbours with one access are one range.
    private static List<MappedRange> Joined(List<MappedRange> ranges)
    {
        for (int i = ranges.Count - 1; Emulation.IsOn && i > 0; i--)
        {
            if (ranges[i - 1].End == ranges[i].Start && ranges[i - 1].Permissions == ranges[i].Permissions)
            {
                ranges[i - 1] = ranges[i - 1] with { End = ranges[i].End };
                ranges.RemoveAt(i);
            }
        }

        return ranges;
    }

    internal static long ResidentKiB()
    {
        if (OperatingSystem.IsWindows())
        {
            return Environment.WorkingSet / 1024;
        }

        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }
}
