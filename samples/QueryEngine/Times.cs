using System.Diagnostics;
using System.Globalization;

namespace Linker.Samples.QueryEngine;

/// <summary>How long the steps of many queries took.</summary>
internal sealed class Times
{
    private static readonly string[] Names = ["compile", "link", "call", "free", "response"];

    private static readonly int[] Percents = [50, 90, 99];

    private readonly List<double>[] _steps = [.. Names.Select(_ => new List<double>())];

    internal void Add(params ReadOnlySpan<long> stamps)
    {
        for (int i = 1; i < stamps.Length; i++)
        {
            _steps[i - 1].Add(Stopwatch.GetElapsedTime(stamps[i - 1], stamps[i]).TotalMicroseconds);
        }

        _steps[^1].Add(Stopwatch.GetElapsedTime(stamps[0], stamps[^1]).TotalMicroseconds);
    }

    internal void Print(TextWriter output)
    {
        for (int i = 0; i < Names.Length; i++)
        {
            double[] sorted = [.. _steps[i].Order()];
            string[] percentiles = [.. Percents.Select(p => string.Create(CultureInfo.InvariantCulture, $"p{p} {sorted[sorted.Length * p / 100]:F1} µs"))];
            output.WriteLine($"{Names[i]}: {string.Join(", ", percentiles)}");
        }
    }
}
