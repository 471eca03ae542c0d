using Linker.Bench.Measure;

namespace Linker.Bench.Output;

/// <summary>The table of resident memory.</summary>
internal static class MemoryReport
{
    internal static void Write(TextWriter output, IReadOnlyList<MemoryUse> uses)
    {
        output.WriteLine("### Resident bytes of a live image, on average over 1 000\n");
        var table = new MarkdownTable("Input", "Loaded sections", "Pages", "Managed heap", "Together", "Target");
        foreach (MemoryUse use in uses)
        {
            table.Add(
                use.Title, Numbers.Of(use.LoadedSize), Numbers.Of(use.PageSize), Numbers.Of(use.HeapSize),
                Numbers.Judged(Numbers.Of(use.TotalSize), use.TotalSize <= use.Target), $"≤ {Numbers.Of(use.Target)}");
        }

        output.WriteLine(table);
    }
}
