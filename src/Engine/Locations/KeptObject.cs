using Linker.Loader;

namespace Linker.Engine;

/// <summary>An object that an image keeps, and where its sections are. What it says of its code is read when somebody asks.</summary>
/// <param name="graph">Is held for good: its tables go with the last reference to them.</param>
/// <param name="addresses">By section; <see cref="LineReader.NoAddress"/> for one that is not in the image.</param>
internal sealed class KeptObject(LinkGraph graph, ulong[] addresses)
{
    private FunctionMap? _functions;
    private LineTable? _lines;

    /// <summary>The function at an address, and where it begins.</summary>
    /// <param name="address">Absolute.</param>
    /// <param name="section">Where the section begins that it is in.</param>
    /// <param name="start">The function's start.</param>
    /// <returns><see langword="null"/> where there is none.</returns>
    internal string? FunctionAt(ulong address, ulong section, out ulong start)
    {
        FunctionMap functions = _functions ?? Publish(ref _functions, FunctionMap.Of(graph, addresses));
        bool isFound = functions.TryFind(address, section, out FunctionMap.Entry found);
        start = found.Start;
        return isFound ? graph.NameOf(in graph.Symbols[found.Index]) : null;
    }

    /// <summary>The source file of the code at an address, <see langword="null"/> where nothing says.</summary>
    /// <param name="address">Absolute.</param>
    /// <param name="line">Its line, 0 where it has none.</param>
    internal string? FileAt(ulong address, out int line)
    {
        LineTable lines = _lines ?? Publish(ref _lines, ReadLines());
        bool isFound = lines.TryFind(address, out LineRow row);
        line = isFound && row.Line <= int.MaxValue ? (int)row.Line : 0;
        return isFound ? lines.FileOf(in row) : null;
    }

    // Who asks is often about to report another failure, and is better served with half an answer than with an exception.
    private LineTable ReadLines()
    {
        try
        {
            return LineReader.Read(graph, addresses);
        }
        catch (ObjectFormatException)
        {
            return LineTable.Empty;
        }
    }

    // Whoever comes first: what others have read meanwhile is the same.
    private static T Publish<T>(ref T? field, T value)
        where T : class => Interlocked.CompareExchange(ref field, value, null) ?? value;
}
