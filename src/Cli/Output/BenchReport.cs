using System.Text.Json;
using Linker.Cli.Measure;

namespace Linker.Cli.Output;

/// <summary>Measurements for people and for programs.</summary>
internal static class BenchReport
{
    internal static void Write(TextWriter output, IReadOnlyList<Measurement> measurements)
    {
        var table = new Table(
            "Median times in ns, sizes in bytes",
            new("Total", IsRight: true),
            new("Read", IsRight: true),
            new("Link", IsRight: true),
            new("Dispose", IsRight: true),
            new("Allocated", IsRight: true),
            new("Budget", IsRight: true, DropRank: 1),
            new("Bytes", IsRight: true, DropRank: 2),
            new("Relocs", IsRight: true, DropRank: 3),
            new("Exports", IsRight: true, DropRank: 4),
            new("Object", Yields: true));
        foreach (Measurement m in measurements)
        {
            table.Add(
                $"{m.TotalTime}", $"{m.ReadTime}", $"{m.LinkTime}", $"{m.DisposeTime}", $"{m.AllocatedSize}", $"{m.AllocationBudget}", $"{m.Size}", $"{m.RelocationCount}", $"{m.ExportCount}",
                m.IsBound ? m.Name : $"{m.Name} (not bound to the process)");
        }

        output.WriteTable(table);
    }

    internal static void WriteJson(Utf8JsonWriter json, IReadOnlyList<Measurement> measurements, int iterations)
    {
        json.WriteNumber("iterations", iterations);
        json.WriteArray("files", measurements, m =>
        {
            json.WriteString("file", m.Name);
            json.WriteNumber("totalNs", m.TotalTime);
            json.WriteNumber("readNs", m.ReadTime);
            json.WriteNumber("linkNs", m.LinkTime);
            json.WriteNumber("disposeNs", m.DisposeTime);
            json.WriteNumber("bytes", m.Size);
            json.WriteNumber("relocations", m.RelocationCount);
            json.WriteNumber("exportedSymbols", m.ExportCount);
            json.WriteNumber("allocatedBytes", m.AllocatedSize);
            json.WriteNumber("mostAllocatedBytes", m.MostAllocatedSize);
            json.WriteNumber("allocationBudget", m.AllocationBudget);
            json.WriteBoolean("isBound", m.IsBound);
            json.WriteBoolean("isVerified", m.Difference is null);
        });
    }
}
