using System.Text;
using Linker.Loader;

namespace Linker.Engine;

/// <summary>Names with addresses that the caller gives: a C# function, a buffer, a constant.</summary>
/// <example>
/// <code>
/// linker.Definitions.Add("on_event", (nint)(delegate* unmanaged&lt;int, void&gt;)&amp;OnEvent);
/// </code>
/// </example>
public sealed class SymbolDefinitions : ISymbolResolver
{
    private readonly Dictionary<byte[], SymbolAnswer> _answers = new(new NameComparer());
    private readonly Lock _gate = new();
    private volatile bool _isEmpty = true;

    /// <inheritdoc/>
    public string Name => "definitions";

    /// <summary>Binds a name to an address for all later links; a second call for the same name replaces the first.</summary>
    /// <param name="name">As in the object; for Mach-O also as in C, without the underscore.</param>
    /// <param name="address">Absolute address in the target.</param>
    /// <param name="kind">What is there, where known.</param>
    public void Add(string name, ulong address, SymbolKind kind = SymbolKind.Unknown)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        byte[] key = Encoding.UTF8.GetBytes(name);
        lock (_gate)
        {
            _answers[key] = SymbolAnswer.At(address, kind);
            _isEmpty = false;
        }
    }

    /// <summary>Binds a name to a function pointer of this process, an <c>[UnmanagedCallersOnly]</c> method's for one.</summary>
    public void Add(string name, nint function) => Add(name, (ulong)function, SymbolKind.Function);

    /// <summary>Forgets a name for later links.</summary>
    public bool Remove(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        byte[] key = Encoding.UTF8.GetBytes(name);
        lock (_gate)
        {
            bool isRemoved = _answers.Remove(key);
            _isEmpty = _answers.Count == 0;
            return isRemoved;
        }
    }

    /// <summary>Whether there is nothing to find.</summary>
    internal bool IsEmpty => _isEmpty;

    /// <inheritdoc/>
    public SymbolAnswer Resolve(in SymbolQuery query)
    {
        if (_isEmpty)
        {
            return SymbolAnswer.NotFound;
        }

        lock (_gate)
        {
            var answers = _answers.GetAlternateLookup<ReadOnlySpan<byte>>();
            return answers.TryGetValue(query.Name, out SymbolAnswer answer) || (query.Format == ObjectFormat.MachO && answers.TryGetValue(query.CName, out answer)) ? answer : SymbolAnswer.NotFound;
        }
    }
}
