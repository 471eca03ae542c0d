using System.Text;

namespace Linker.Engine;

/// <summary>The functions of an engine by name, and what they share: one gate for all versions, one epoch for all old code.</summary>
/// <remarks>Names come and go under the engine's gate. The gate here is for versions; whoever holds it asks for no other.</remarks>
internal sealed class FunctionIndex
{
    private readonly Dictionary<byte[], ProgramFunction> _byName = new(new NameComparer());
    private readonly Dictionary<byte[], ProgramFunction>.AlternateLookup<ReadOnlySpan<byte>> _bySpan;

    internal FunctionIndex() => _bySpan = _byName.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>Of all versions of all functions.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>When old code goes.</summary>
    internal CodeEpoch Epoch { get; } = new();

    /// <summary>Whether the engine is gone; no version changes any more. Under <see cref="Gate"/>.</summary>
    internal bool IsClosed { get; private set; }

    internal bool IsEmpty => _byName.Count == 0;

    /// <summary>The function that a link means by a name.</summary>
    internal ProgramFunction? Find(in SymbolQuery query) =>
        _byName.Count == 0 ? null
        : Find(query.Name) ?? (query.CName.Length != query.Name.Length ? Find(query.CName) : null);

    internal ProgramFunction? Find(ReadOnlySpan<byte> name) => _bySpan.TryGetValue(name, out ProgramFunction? function) ? function : null;

    /// <summary>Adds functions.</summary>
    /// <exception cref="ArgumentException">One has the name of another one; none was added.</exception>
    internal void Add(ProgramFunction[] functions)
    {
        foreach (ProgramFunction function in functions)
        {
            if (!_byName.TryAdd(Encoding.UTF8.GetBytes(function.Name), function))
            {
                Remove(functions);
                throw new ArgumentException($"'{function.Name}' is a function already; replace or remove that.");
            }
        }
    }

    /// <summary>Removes those of them that are there.</summary>
    internal void Remove(ProgramFunction[] functions)
    {
        foreach (ProgramFunction function in functions)
        {
            byte[] name = Encoding.UTF8.GetBytes(function.Name);
            _ = _byName.TryGetValue(name, out ProgramFunction? found) && found == function && _byName.Remove(name);
        }
    }

    internal void Close()
    {
        lock (Gate)
        {
            IsClosed = true;
        }
    }
}
