using System.Text;
using Linker.Cli.Commands;
using Linker.Engine;
using Linker.Loader;

namespace Linker.Cli.Input;

/// <summary>Other names for names of a link. Those for something outside the image have an address from the start; where the others lead is known once the image is laid out.</summary>
internal sealed class Aliases
{
    private readonly Dictionary<string, string> _oldOf = [];
    private readonly List<string> _inImage = [];

    /// <exception cref="UsageException">A name stands for two things, or for itself.</exception>
    internal Aliases(IReadOnlyList<Alias> all)
    {
        foreach (Alias alias in all)
        {
            if (!_oldOf.TryAdd(alias.Name, alias.Of) && _oldOf[alias.Name] != alias.Of)
            {
                throw new UsageException($"--alias {alias.Name}={alias.Of}: the name already stands for '{_oldOf[alias.Name]}'");
            }
        }

        foreach (Alias alias in all)
        {
            string end = alias.Of;
            for (int i = 0; _oldOf.TryGetValue(end, out string? next); i++)
            {
                end = i <= all.Count ? next : throw new UsageException($"--alias {alias.Name}={alias.Of}: the name stands for itself");
            }

            _oldOf[alias.Name] = end;
        }
    }

    /// <summary>The new names.</summary>
    internal IEnumerable<string> Names => _oldOf.Keys;

    /// <summary>The names that the aliases stand for in the end.</summary>
    internal IEnumerable<string> Targets => _oldOf.Values.Distinct();

    /// <summary>What a name stands for in the end, itself where it is no alias.</summary>
    internal string EndOf(string name) => _oldOf.GetValueOrDefault(name, name);

    /// <summary>Defines the new names, those for something in the image for the time being as an address inside it.</summary>
    /// <exception cref="UsageException">A new name is defined otherwise, or an old name is not.</exception>
    internal void Define(SymbolDefinitions definitions, ObjectNames objects, PhonyExternals? phony, ulong meanwhile)
    {
        var problems = new List<string>();
        foreach ((string name, string old) in _oldOf)
        {
            if (objects.IsDefined(name, out (string File, SymbolKind Kind) other) || AddressOf(definitions, name) is not null)
            {
                problems.Add($"--alias {name}={old}: '{name}' is defined by {other.File ?? "--define"}");
            }
            else if (objects.IsDefined(old, out (string File, SymbolKind Kind) target))
            {
                _inImage.Add(name);
                definitions.Add(name, meanwhile, target.Kind);
            }
            else if (AddressOf(definitions, old) is { } address)
            {
                definitions.Add(name, address);
            }
            else if (phony is not null && objects.IsWanted(old))
            {
                definitions.Add(name, phony.AddressOf(old));
                definitions.Add(old, phony.AddressOf(old));
            }
            else
            {
                problems.Add($"--alias {name}={old}: '{old}' is not defined");
            }
        }

        if (problems.Count > 0)
        {
            throw new UsageException(string.Join('\n', problems));
        }
    }

    /// <summary>Gives the names for something in the image their addresses.</summary>
    /// <param name="definitions">Where they are defined.</param>
    /// <param name="record">What was linked with addresses of the meantime, perhaps in vain.</param>
    /// <returns>Whether the link has used one of them, and has to be made again.</returns>
    internal bool Settle(SymbolDefinitions definitions, LinkRecord record)
    {
        Dictionary<string, SymbolEvent> symbols = record.Symbols.DistinctBy(s => s.Name).ToDictionary(s => s.Name);
        bool isUsed = false;
        foreach (string name in _inImage)
        {
            ulong address = symbols[_oldOf[name]].Address;
            isUsed |= symbols.TryGetValue(name, out SymbolEvent used) && used.Address != address;
            definitions.Add(name, address);
        }

        return isUsed;
    }

    private static ulong? AddressOf(SymbolDefinitions definitions, string name) =>
        definitions.Resolve(new SymbolQuery(Encoding.UTF8.GetBytes(name))) is { IsFound: true } answer ? answer.Address : null;
}
