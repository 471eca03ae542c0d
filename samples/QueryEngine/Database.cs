using System.Diagnostics;
using System.Runtime.InteropServices;
using Linker.Engine;
using Linker.Llvm;
using Linker.Loader;

namespace Linker.Samples.QueryEngine;

/// <summary>A table, a library of functions that is linked once, and queries of which each is compiled, linked to the library, called and thrown away.</summary>
internal sealed unsafe class Database : IDisposable
{
    internal static readonly string[] Columns = ["day", "price", "quantity", "latitude", "longitude"];

    internal static readonly Dictionary<string, int> Functions = new() { ["discount"] = 1, ["year"] = 1, ["month"] = 1, ["distance"] = 4, ["sqrt"] = 1 };

    private static readonly CompilerOptions Options = new() { Level = OptimizationLevel.O1 };

    private readonly ExecutionEngine _engine = new();
    private readonly double** _columns;

    internal Database(int rows)
    {
        string file = Path.Combine(AppContext.BaseDirectory, RuntimeInformation.ProcessArchitecture.ToString(), "query_functions.o");
        _engine.Link(_engine.Add(new ObjectModule(File.ReadAllBytes(file), "functions")));
        Table = Fill(rows);
        _columns = (double**)NativeMemory.Alloc((nuint)Columns.Length, (nuint)sizeof(double*));
        for (int i = 0; i < Columns.Length; i++)
        {
            _columns[i] = (double*)Marshal.UnsafeAddrOfPinnedArrayElement(Table[i], 0);
        }
    }

    /// <summary>The columns.</summary>
    internal double[][] Table { get; }

    internal nint AddressOf(string function) => _engine.GetAddress(function);

    internal static Query Read(string text) => QueryParser.Read(text, Columns, Functions);

    /// <summary>Answers a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="times">How long each step took.</param>
    internal double Run(Query query, Times times)
    {
        long begin = Stopwatch.GetTimestamp();
        ReadOnlyMemory<byte> bytes = IrModule.Parse(QueryWriter.Write(query), "query", Options).Compile();
        long compiled = Stopwatch.GetTimestamp();
        using LinkGraph graph = ObjectReader.Read(bytes, "query");
        LoadedImage image = _engine.LinkAlone(graph);
        long linked = Stopwatch.GetTimestamp();
        double result = ((delegate* unmanaged<double**, long, double>)image.GetAddress("query"))(_columns, Table[0].Length);
        long called = Stopwatch.GetTimestamp();
        image.Dispose();
        times.Add(begin, compiled, linked, called, Stopwatch.GetTimestamp());
        return result;
    }

    public void Dispose()
    {
        _engine.Dispose();
        NativeMemory.Free(_columns);
    }

    // Orders of three years, all over the world. The arrays stay where they are, for native code reads them.
    private static double[][] Fill(int rows)
    {
        var random = new Random(42);
        double[][] table = [.. Columns.Select(_ => GC.AllocateArray<double>(rows, pinned: true))];
        for (int i = 0; i < rows; i++)
        {
            table[0][i] = random.Next(19_723, 20_819);
            table[1][i] = random.Next(100, 100_000) / 100.0;
            table[2][i] = Math.Floor(Math.Exp(random.NextDouble() * 6));
            table[3][i] = random.Next(-9_000, 9_000) / 100.0;
            table[4][i] = random.Next(-18_000, 18_000) / 100.0;
        }

        return table;
    }
}
