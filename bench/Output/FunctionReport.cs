using Linker.Bench.Measure;

namespace Linker.Bench.Output;

/// <summary>The table of what functions cost that come late, change, or stay for one call.</summary>
internal static class FunctionReport
{
    internal static void Write(TextWriter output, IReadOnlyList<FunctionTime> times)
    {
        output.WriteLine("### Functions\n");
        var table = new MarkdownTable("What", "Median, ns", "Target, ns");
        foreach (FunctionTime time in times)
        {
            string number = Numbers.Of(time.Nanoseconds);
            table.Add(time.Name, time.Target is { } target ? Numbers.Judged(number, time.Nanoseconds <= target) : number, time.Target is { } most ? $"≤ {Numbers.Of((long)most)}" : Numbers.None);
        }

        output.WriteLine(table);
    }
}
