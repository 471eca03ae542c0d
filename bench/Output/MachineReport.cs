using System.Globalization;
using System.Runtime.InteropServices;
using Linker.Bench.Measure;

namespace Linker.Bench.Output;

/// <summary>What the numbers were taken on, and when.</summary>
internal static class MachineReport
{
    internal static void Write(TextWriter output, Peers peers)
    {
        string processor = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown processor";
        output.WriteLine(
            $"{DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, {processor}, {Environment.ProcessorCount} processors, Linux {Environment.OSVersion.Version}, " +
            $".NET {Environment.Version}, {RuntimeInformation.ProcessArchitecture}, libLLVM {string.Join(" and ", peers.Versions)}, {Contenders.OwnLinker.Mode} memory.\n");
    }
}
