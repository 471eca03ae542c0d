using Linker.Bench.Measure;

namespace Linker.Bench.Output;

/// <summary>The tables of the comparison with LLVM's linkers and with copying.</summary>
internal static class ComparisonReport
{
    /// <summary>This linker may take as many times as long as copying.</summary>
    private const double FloorTarget = 8;

    internal static void Write(TextWriter output, IReadOnlyList<Row> rows)
    {
        if (rows.Count > 0)
        {
            WriteRatios(output, rows);
            WriteTimes(output, rows);
            WriteDirect(output, rows);
            WriteOverheads(output, rows);
            WriteRefusals(output, rows);
        }
    }

    private static void WriteRatios(TextWriter output, IReadOnlyList<Row> rows)
    {
        output.WriteLine("### Ratios and budgets\n");
        var table = new MarkdownTable(
            "Input", "Fastest peer", "Fastest peer / this linker", "Target", "With what ORC adds", "Fastest without ORC / this linker", "The same, its memory reused", "This linker / memcpy", "Target", "Managed bytes a link", "Budget");
        foreach (Row row in rows)
        {
            bool isCompared = row.Input.IsComparedWithFloor;
            table.Add(
                row.Input.Title,
                row.Fastest?.Name ?? Numbers.None,
                row.NetRatio is { } ratio ? Numbers.Judged(Numbers.Ratio(ratio), ratio >= row.Input.TargetRatio) : Numbers.None,
                $"≥ {row.Input.TargetRatio} ×",
                Numbers.Ratio(row.RawRatio),
                Numbers.Ratio(row.DirectRatio),
                Numbers.Ratio(row.ReusingRatio),
                isCompared ? Numbers.Judged(Numbers.Ratio(row.FloorRatio), row.FloorRatio <= FloorTarget) : Numbers.Ratio(row.FloorRatio),
                isCompared ? $"≤ {FloorTarget} ×" : Numbers.None,
                Numbers.Judged(Numbers.Of(row.AllocatedSize), row.AllocatedSize <= row.AllocationBudget),
                Numbers.Of(row.AllocationBudget));
        }

        output.WriteLine(table);
    }

    private static void WriteTimes(TextWriter output, IReadOnlyList<Row> rows)
    {
        output.WriteLine("### Median times in µs a link, without what ORC adds\n");
        var table = new MarkdownTable(
            ["Input", "Bytes", "Relocations", "Sections", "This linker", .. rows[0].Peers.Select(p => p.Name), "memcpy", "memcpy, mmap, 2 mprotect, munmap", "Samples"]);
        foreach (Row row in rows)
        {
            int links = row.Input.LinkCount;
            table.Add(
            [
                row.Input.Title, Numbers.Of(row.Input.AllocatedSize / links), Numbers.Of((long)row.Input.RelocationCount / links), Numbers.Of((long)row.Input.SectionCount / links),
                Numbers.Of(row.Own), .. row.Peers.Select(Time), Numbers.Of(row.Copy), Numbers.Of(row.MappedCopy), Numbers.Of((long)row.SampleCount),
            ]);
        }

        output.WriteLine(table);
    }

    private static void WriteDirect(TextWriter output, IReadOnlyList<Row> rows)
    {
        if (rows[0].Direct.Count > 0)
        {
            output.WriteLine("### Median times in µs a link of LLVM's linkers without ORC\n");
            var table = new MarkdownTable(["Input", .. rows[0].Direct.Select(p => p.Name)]);
            foreach (Row row in rows)
            {
                table.Add([row.Input.Title, .. row.Direct.Select(Time)]);
            }

            output.WriteLine(table);
        }
    }

    private static string Time(PeerTime peer) => peer.Refusal is null ? Numbers.Of(peer.Net) : "refused";

    private static void WriteOverheads(TextWriter output, IReadOnlyList<Row> rows)
    {
        output.WriteLine("### Median times in µs a link through ORC, and of as many objects with nothing to link\n");
        var table = new MarkdownTable(["Input", .. rows[0].Peers.SelectMany(p => (string[])[p.Name, "empty"])]);
        foreach (Row row in rows)
        {
            table.Add([row.Input.Title, .. row.Peers.SelectMany(p => (string[])[p.Refusal is null ? Numbers.Of(p.Raw) : "refused", Numbers.Of(p.Overhead)])]);
        }

        output.WriteLine(table);
    }

    private static void WriteRefusals(TextWriter output, IReadOnlyList<Row> rows)
    {
        const int MaximumSize = 300;
        foreach (Row row in rows)
        {
            foreach (PeerTime peer in (PeerTime[])[.. row.Peers, .. row.Direct])
            {
                if (peer.Refusal is { } reason)
                {
                    output.WriteLine($"* {peer.Name} refuses {row.Input.Title}: {(reason.Length <= MaximumSize ? reason : reason[..MaximumSize] + " …")}");
                }
            }
        }

        output.WriteLine();
    }
}
