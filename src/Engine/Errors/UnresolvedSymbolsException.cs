using System.Text;

namespace Linker.Engine;

/// <summary>A name that nobody defines.</summary>
/// <param name="Name">The name.</param>
/// <param name="References">Who asked, a few of them: <c>calls.o: .text+0x1c</c>.</param>
/// <param name="Hint">What to do about it, where that is known.</param>
public readonly record struct UnresolvedSymbol(string Name, IReadOnlyList<string> References, string? Hint = null);

/// <summary>Names that no object, scope or host defines: all of them, and who asked.</summary>
public sealed class UnresolvedSymbolsException : Exception
{
    internal UnresolvedSymbolsException(UnresolvedSymbol[] symbols)
        : base(Describe(symbols)) => Symbols = symbols;

    /// <summary>Every such name of the link.</summary>
    public IReadOnlyList<UnresolvedSymbol> Symbols { get; }

    private static string Describe(UnresolvedSymbol[] symbols)
    {
        var text = new StringBuilder();
        foreach (UnresolvedSymbol symbol in symbols)
        {
            text.Append(text.Length == 0 ? "" : "\n").Append($"{string.Join(", ", symbol.References)}: '{symbol.Name}' is not defined");
            text.Append(symbol.Hint is null ? "" : $"; {symbol.Hint}");
        }

        return text.ToString();
    }
}
