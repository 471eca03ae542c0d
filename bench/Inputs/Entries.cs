using Linker.Loader;

namespace Linker.Bench.Inputs;

/// <summary>Which symbols of objects that are one link are looked up.</summary>
internal sealed class Entries
{
    private readonly HashSet<string> _hidden = new(StringComparer.Ordinal);

    /// <param name="graphs">All objects of the link: the strictest visibility that any of them gives a name counts.</param>
    internal Entries(IEnumerable<LinkGraph> graphs)
    {
        foreach (LinkGraph graph in graphs)
        {
            foreach (ref readonly Symbol symbol in graph.Symbols)
            {
                if (symbol.Visibility is SymbolVisibility.Hidden or SymbolVisibility.Internal)
                {
                    _hidden.Add(graph.NameOf(symbol));
                }
            }
        }
    }

    /// <summary>The first strong definition of an object, an exported function if there is one; nothing for an object that has none, which a session of LLVM cannot be asked for.</summary>
    internal Entry? Of(LinkGraph graph)
    {
        Entry? best = null;
        bool isFunction = false;
        foreach (ref readonly Symbol symbol in graph.Symbols)
        {
            if (symbol is not { Binding: SymbolBinding.Global, IsDefined: true, Name.Size: > 0 })
            {
                continue;
            }

            string name = graph.NameOf(symbol);
            var entry = new Entry(name, IsExported: !_hidden.Contains(name));
            if (best is null || (entry.IsExported && (!best.IsExported || (symbol.Kind == SymbolKind.Function && !isFunction))))
            {
                best = entry;
                isFunction = symbol.Kind == SymbolKind.Function;
            }
        }

        return best;
    }
}

/// <summary>A symbol that is looked up.</summary>
/// <param name="Name">As in the object.</param>
/// <param name="IsExported">Whether an image answers for it; LLVM's session answers for hidden names too.</param>
/// <param name="Result">What the function returns for <see cref="Argument"/>, where it may be called.</param>
internal sealed record Entry(string Name, bool IsExported, int? Result = null)
{
    /// <summary>What it is called with.</summary>
    internal const int Argument = -5;
}
