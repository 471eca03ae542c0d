using System.Runtime.InteropServices;

namespace Linker.Engine.Tests;

/// <summary>What the kernel and the unwinder know about this process.</summary>
internal static partial class Maps
{
    internal static string[] Lines() => File.ReadAllLines("/proc/self/maps");

    /// <summary>The mappings that linking makes: everything that stands on memory files of its own.</summary>
    internal static string[] Linked() => [.. Lines().Where(l => l.Contains("memfd:linker", StringComparison.Ordinal))];

    /// <summary>Thread-local libraries that are loaded.</summary>
    internal static int ThreadLocalLibraries() => Lines().Count(l => l.Contains("memfd:linker-tls", StringComparison.Ordinal));

    internal static string[] WritableAndExecutable() => [.. Lines().Where(l => l.Contains("wx", StringComparison.Ordinal))];

    internal static string PermissionsAt(nint address)
    {
        foreach (string line in Lines())
        {
            string[] bounds = line.Split(' ')[0].Split('-');
            if (Convert.ToUInt64(bounds[0], 16) <= (ulong)address && (ulong)address < Convert.ToUInt64(bounds[1], 16))
            {
                return line.Split(' ')[1];
            }
        }

        return "";
    }

    internal static long ResidentKiB()
    {
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }

    /// <summary>Whether the process's unwinder has call frame records for an address.</summary>
    internal static unsafe bool HasFrame(nint address)
    {
        nint* bases = stackalloc nint[3];
        return FindFde(address, bases) != 0;
    }

    [LibraryImport("libgcc_s.so.1", EntryPoint = "_Unwind_Find_FDE")]
    private static unsafe partial nint FindFde(nint address, nint* bases);
}
