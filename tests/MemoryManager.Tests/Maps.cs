using Linker.MemoryManager.Arenas;
using Linker.Shared;

namespace Linker.MemoryManager.Tests;

/// <summary>What the kernel says about this process.</summary>
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

    /// <summary>The views of memory files. Nobody else names them so.</summary>
    internal static string[] Ours() =>
        [.. SystemMemory.Current.ReadRanges().Where(r => r.Path.Contains("memfd:linker", StringComparison.Ordinal)).Select(r => r.ToString())];

    internal static string[] WritableAndExecutable() =>
        [.. SystemMemory.Current.ReadRanges().Where(r => r.Permissions.Contains("wx", StringComparison.Ordinal)).Select(r => r.ToString())];

    internal static string[] Inside(ulong start, ulong end) =>
        [.. Joined(SystemMemory.Current.ReadRanges()).Where(r => r.Start < end && r.End > start).Select(r => r.ToString())];

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
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }
}
