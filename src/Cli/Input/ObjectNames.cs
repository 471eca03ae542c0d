using Linker.Cli.Commands;
using Linker.Engine;
using Linker.Loader;

namespace Linker.Cli.Input;

/// <summary>The names that the objects of a command line define for each other, and those that they ask for.</summary>
internal sealed class ObjectNames
{
    private readonly Dictionary<string, (string File, SymbolKind Kind)> _defined = [];
    private readonly HashSet<string> _wanted = [];

    internal ObjectNames(IReadOnlyList<LinkGraph> graphs)
    {
        foreach (LinkGraph graph in graphs)
        {
            foreach (ref readonly Symbol symbol in graph.Symbols)
            {
                if (symbol.Binding == SymbolBinding.Local)
                {
                    continue;
                }

                if (symbol.Place == SymbolPlace.Undefined)
                {
                    _wanted.Add(graph.NameOf(symbol));
                }
                else
                {
                    _defined.TryAdd(graph.NameOf(symbol), (graph.FileName, symbol.Kind));
                }
            }
        }
    }

    /// <summary>Whether an object defines a name, which one, and as what.</summary>
    internal bool IsDefined(string name, out (string File, SymbolKind Kind) definition) => _defined.TryGetValue(name, out definition);

    /// <summary>Whether an object leaves a name to others.</summary>
    internal bool IsWanted(string name) => _wanted.Contains(name);

    /// <summary>Gives names the addresses that the command line has for them.</summary>
    /// <exception cref="UsageException">Objects define some of them, which would be used instead: all of those.</exception>
    internal void Define(IReadOnlyList<Definition> definitions, SymbolDefinitions into)
    {
        var problems = new List<string>();
        foreach (Definition definition in definitions)
        {
            into.Add(definition.Name, definition.Address);
            if (IsDefined(definition.Name, out (string File, SymbolKind Kind) other))
            {
                problems.Add($"--define {definition.Name}=0x{definition.Address:x}: '{definition.Name}' is defined by {other.File}");
            }
        }

        if (problems.Count > 0)
        {
            throw new UsageException(string.Join('\n', problems));
        }
    }
}
