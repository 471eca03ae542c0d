using Linker.Bench.Measure;

namespace Linker.Bench.Output;

/// <summary>The table of how long it takes from LLVM's text to a result.</summary>
internal static class CompileReport
{
    internal static void Write(TextWriter output, IReadOnlyList<CompileTime> times)
    {
        output.WriteLine("### From LLVM's code to a result\n");
        var table = new MarkdownTable("What", "Median, ms", "LLJIT, ms");
        foreach (CompileTime time in times)
        {
            string number = $"{time.Milliseconds:0.00}";
            table.Add(time.Name, time.Peer is { } peer ? Numbers.Judged(number, time.Milliseconds <= peer) : number, time.Peer is { } theirs ? $"{theirs:0.00}" : Numbers.None);
        }

        output.WriteLine(table);
    }
}
