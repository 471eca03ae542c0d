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
    private readonly Dictionary<string, SymbolAnswer> _answers = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public string Name => "definitions";

    /// <summary>Binds a name to an address for all later links; a second call for the same name replaces the first.</summary>
    /// <param name="name">As in the object.</param>
    /// <param name="address">Absolute address in the target.</param>
    /// <param name="kind">What is there, where known.</param>
    public void Add(string name, ulong address, SymbolKind kind = SymbolKind.Unknown)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        lock (_gate)
        {
            _answers[name] = SymbolAnswer.At(address, kind);
        }
    }

    /// <summary>Binds a name to a function pointer of this process, an <c>[UnmanagedCallersOnly]</c> method's for one.</summary>
    public void Add(string name, nint function) => Add(name, (ulong)function, SymbolKind.Function);

    /// <summary>Forgets a name for later links.</summary>
    public bool Remove(string name)
    {
        lock (_gate)
        {
            return _answers.Remove(name);
        }
    }

    /// <inheritdoc/>
    public SymbolAnswer Resolve(in SymbolQuery query)
    {
        lock (_gate)
        {
            if (_answers.Count == 0)
            {
                return SymbolAnswer.NotFound;
            }

            int size = Encoding.UTF8.GetMaxCharCount(query.Name.Length);
            Span<char> text = size <= 512 ? stackalloc char[size] : new char[size];
            text = text[..Encoding.UTF8.GetChars(query.Name, text)];
            return _answers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out SymbolAnswer answer) ? answer : SymbolAnswer.NotFound;
        }
    }
}
