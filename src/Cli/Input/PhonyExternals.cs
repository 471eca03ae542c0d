using System.Diagnostics.CodeAnalysis;
using System.Text;
using Linker.Engine;
using Linker.Loader;

namespace Linker.Cli.Input;

/// <summary>Gives every name that nobody defines an address where nothing is, so that objects can be linked on their own. Weak references stay null.</summary>
/// <param name="start">Address of the first name; the others follow in the order in which the link asks for them.</param>
internal sealed class PhonyExternals(ulong start) : ISymbolResolver
{
    /// <summary>Bytes from one name to the next.</summary>
    internal const ulong Spacing = 16;

    private readonly Dictionary<byte[], ulong> _addresses = new(new NameComparer());

    /// <inheritdoc/>
    public string Name => "phony externals";

    /// <summary>Where the names of an image start that starts at an address: 1 GiB above, or below at the end of the address space. So 32-bit distances reach, and 32-bit addresses too when the image lies below 1 GiB.</summary>
    internal static ulong StartFor(ulong imageAddress)
    {
        const ulong Distance = 1UL << 30;
        ulong aligned = imageAddress & ~0xfffUL;
        return aligned <= ulong.MaxValue - (2 * Distance) ? aligned + Distance : aligned - Distance;
    }

    /// <inheritdoc/>
    /// <remarks>For a name that was asked for before nothing is allocated: links are measured with this.</remarks>
    public SymbolAnswer Resolve(in SymbolQuery query) =>
        query.IsWeak ? SymbolAnswer.NotFound : SymbolAnswer.At(AddressOf(query.Name), query.Kind);

    /// <summary>Defines the hidden names that no object and no archive has: a link takes these from its own parts and from definitions only.</summary>
    /// <param name="graphs">The objects.</param>
    /// <param name="archives">Whose members join the link when they are needed.</param>
    /// <param name="definitions">Where the names are defined.</param>
    /// <param name="taken">Names that somebody else defines.</param>
    internal void DefineHidden(IReadOnlyList<LinkGraph> graphs, IReadOnlyList<Archive> archives, SymbolDefinitions definitions, IEnumerable<string>? taken = null)
    {
        var wanted = new Dictionary<string, SymbolKind>(StringComparer.Ordinal);
        var defined = new HashSet<string>(taken ?? [], StringComparer.Ordinal);
        foreach (LinkGraph graph in graphs)
        {
            foreach (ref readonly Symbol symbol in graph.Symbols)
            {
                if (symbol.Binding == SymbolBinding.Local || symbol.Visibility is not (SymbolVisibility.Hidden or SymbolVisibility.Internal))
                {
                    continue;
                }

                if (symbol.Place != SymbolPlace.Undefined)
                {
                    defined.Add(graph.NameOf(symbol));
                }
                else if (symbol.Binding != SymbolBinding.Weak)
                {
                    wanted[graph.NameOf(symbol)] = symbol.Kind;
                }
            }
        }

        foreach ((string name, SymbolKind kind) in wanted)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(name);
            if (!IsOwn(name) && !defined.Contains(name) && !archives.Any(a => a.TryFind(bytes, out _)))
            {
                definitions.Add(name, AddressOf(bytes), kind);
            }
        }
    }

    /// <summary>The address of a name, whether the link asks for it or not.</summary>
    internal ulong AddressOf(string name) => AddressOf(Encoding.UTF8.GetBytes(name));

    /// <summary>Whether a name has been asked for.</summary>
    internal bool IsAnswered(string name) => _addresses.ContainsKey(Encoding.UTF8.GetBytes(name));

    // Names that the linker itself gives.
    private static bool IsOwn(string name) =>
        name is "__dso_handle" or "_GLOBAL_OFFSET_TABLE_" || name.StartsWith("__start_", StringComparison.Ordinal) || name.StartsWith("__stop_", StringComparison.Ordinal);

    private ulong AddressOf(ReadOnlySpan<byte> name)
    {
        var addresses = _addresses.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!addresses.TryGetValue(name, out ulong address))
        {
            address = start + (Spacing * (ulong)_addresses.Count);
            addresses[name] = address;
        }

        return address;
    }

    /// <summary>Names are equal when their bytes are.</summary>
    private sealed class NameComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
