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

    internal void Add(ProgramFunction function) => _byName.Add(Encoding.UTF8.GetBytes(function.Name), function);

    internal void Remove(ProgramFunction function) => _byName.Remove(Encoding.UTF8.GetBytes(function.Name));

    internal void Close()
    {
        lock (Gate)
        {
            IsClosed = true;
        }
    }
}
