using System.Text;

namespace Linker.Engine;

/// <summary>A name with two strong definitions in one link.</summary>
/// <param name="Name">The name.</param>
/// <param name="First">Where it was defined first: <c>a.o: .text+0x10</c>.</param>
/// <param name="Second">Where it was defined again.</param>
public readonly record struct DuplicateSymbol(string Name, string First, string Second);

/// <summary>Names with two strong definitions: all of them, each with both places. When the link also misses names, <see cref="Exception.InnerException"/> is the <see cref="UnresolvedSymbolsException"/> that lists them.</summary>
public sealed class DuplicateSymbolException : Exception
{
    internal DuplicateSymbolException(DuplicateSymbol[] symbols, UnresolvedSymbolsException? unresolved)
        : base(Describe(symbols), unresolved) => Symbols = symbols;

    /// <summary>Every such name of the link.</summary>
    public IReadOnlyList<DuplicateSymbol> Symbols { get; }

    private static string Describe(DuplicateSymbol[] symbols)
    {
        var text = new StringBuilder();
        foreach (DuplicateSymbol symbol in symbols)
        {
            text.Append(text.Length == 0 ? "" : "\n").Append($"{symbol.Second}: '{symbol.Name}' is already defined in {symbol.First}");
        }

        return text.ToString();
    }
}
