using Linker.Bench.Measure;

namespace Linker.Bench.Output;

/// <summary>The table of what more of something costs.</summary>
internal static class GrowthReport
{
    internal static void Write(TextWriter output, Growth sections, IReadOnlyList<Growth> images)
    {
        output.WriteLine("### Growth\n");
        var table = new MarkdownTable("What", "Few, µs", "Many, µs", "Many / few", "Target");
        foreach (Growth growth in (Growth[])[sections, .. images])
        {
            string ratio = Numbers.Ratio(growth.Ratio);
            table.Add(
                growth.Name, Numbers.Of(growth.Few), Numbers.Of(growth.Many),
                growth.Target is { } target ? Numbers.Judged(ratio, growth.Ratio <= target) : ratio,
                growth.Target is { } most ? $"≤ {most} ×" : Numbers.None);
        }

        output.WriteLine(table);
    }
}
