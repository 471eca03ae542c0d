using System.Text;
using Linker.Loader;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>
/// Which definition answers every name of the link. When it exists: the set of graphs is final, archives' members included; of every COMDAT one copy is
/// kept; every name is defined by one graph, by a scope, by the linker, or is a null weak reference; there are no duplicate and no missing names.
/// </summary>
/// <remarks>Valid until the next link in the same <see cref="LinkSpace"/>. A symbol's number in the link is its graph's first number and its own; so for sections.</remarks>
internal sealed partial class Binding
{
    private readonly FlatList<LinkGraph> _graphs = new();
    private readonly FlatList<GraphHold> _holds = new();
    private readonly FlatList<GraphPart> _parts = new();
    private readonly FlatList<int> _globalOf = new();
    private readonly FlatList<bool> _discarded = new();
    private readonly FlatList<SymbolUses> _uses = new();
    private readonly FlatList<int> _pending = new();
    private readonly FlatList<int> _ownNames = new();
    private readonly FlatList<ISymbolResolver> _scopes = new();
    private readonly ComdatTable _comdats;
    private readonly HashSet<string> _sectionNames = new(StringComparer.Ordinal);
    private List<DuplicateSymbol>? _duplicates;
    private int _namedGraphs;
    private long _linkNumber;

    internal Binding()
    {
        Globals = new GlobalTable(_graphs);
        _comdats = new ComdatTable(this);
    }

    internal FlatList<LinkGraph> Graphs => _graphs;

    internal GlobalTable Globals { get; }

    internal FlatList<ISymbolResolver> Scopes => _scopes;

    internal Machine Machine => _graphs[0].Machine;

    /// <summary>The container of all objects of the link.</summary>
    internal ObjectFormat Format => _graphs[0].Format;

    /// <summary>Symbols of all graphs.</summary>
    internal int SymbolCount => _globalOf.Count;

    /// <summary>Sections of all graphs.</summary>
    internal int SectionCount => _discarded.Count;

    /// <summary>Which sorts of names occur that later phases have to look for.</summary>
    internal SpecialNames Special { get; private set; }

    /// <summary>Images whose definitions this link uses, each once; they must outlive the new one.</summary>
    internal FlatList<LoadedImage> Dependencies { get; } = new();

    /// <summary>Blocks of other images' thread-local variables; see <see cref="GlobalSymbol.ThreadLocalOwner"/>.</summary>
    internal FlatList<TlsLibrary> ThreadLocalOwners { get; } = new();

    /// <summary>Index of what a caller names: as it stands in the objects, or, in Mach-O, as C has it; 0 when the link has no such name.</summary>
    internal int Find(string name)
    {
        int index = Globals.Find(Encoding.UTF8.GetBytes(name));
        return index == 0 && Format == ObjectFormat.MachO ? Globals.Find(Encoding.UTF8.GetBytes('_' + name)) : index;
    }

    /// <summary>By symbol of a graph: index into the link's names, 0 for a local symbol.</summary>
    internal ReadOnlySpan<int> GlobalOf(int graph) => _globalOf.Items.Slice(_parts[graph].FirstSymbol, _graphs[graph].Symbols.Length);

    /// <summary>By section of a graph: whether another object's copy is used instead; empty when all are kept.</summary>
    internal ReadOnlySpan<bool> Discarded(int graph) =>
        _parts[graph].HasDiscarded ? _discarded.Items.Slice(_parts[graph].FirstSection, _graphs[graph].Sections.Length) : default;

    /// <summary>The number of a graph's null symbol in the link.</summary>
    internal int FirstSymbol(int graph) => _parts[graph].FirstSymbol;

    /// <summary>The number of a graph's null section in the link.</summary>
    internal int FirstSection(int graph) => _parts[graph].FirstSection;

    /// <summary>Leaves out a section, and the names that it defines.</summary>
    internal void Drop(int graph, SectionId section)
    {
        _parts[graph] = _parts[graph] with { HasDiscarded = true };
        _discarded[_parts[graph].FirstSection + (int)section.Index] = true;
    }

    /// <summary>The sections of a graph that become part of the image.</summary>
    internal KeptSections KeptSections(int graph) => new(_graphs[graph].Sections, Discarded(graph));

    /// <summary>By symbol of a graph: what the relocations of its kept sections ask of it. Valid until the next call.</summary>
    internal ReadOnlySpan<SymbolUses> UsesOf(int graphIndex)
    {
        LinkGraph graph = _graphs[graphIndex];
        if (!_parts[graphIndex].HasDiscarded)
        {
            return graph.Uses;
        }

        // What dropped sections asked for does not count.
        _uses.Clear();
        Span<SymbolUses> uses = _uses.Extend(graph.Symbols.Length);
        uses.Clear();
        foreach (SectionId id in KeptSections(graphIndex))
        {
            foreach (ref readonly Relocation relocation in graph.RelocationsOf(id))
            {
                uses[(int)relocation.Target.Index] |= RelocTable.For(relocation.Kind).Uses;
                uses[(int)relocation.Subtrahend.Index] |= relocation.Subtrahend.IsNull ? SymbolUses.None : SymbolUses.Wide;
            }
        }

        return uses;
    }

    /// <summary>Binds the graphs, pulling in what the scopes offer.</summary>
    /// <exception cref="DuplicateSymbolException">Strong definitions of one name; names that nobody defines are its inner exception.</exception>
    /// <exception cref="UnresolvedSymbolsException">Names that nobody defines.</exception>
    /// <exception cref="KeyNotFoundException">Nobody defines a root.</exception>
    internal static Binding For(LinkSpace space, ReadOnlySpan<LinkGraph> graphs, IList<ISymbolResolver> scopes, IReadOnlyCollection<string>? roots = null, LinkProgram? program = null)
    {
        Binding binding = space.Binding;
        binding._linkNumber = space.LinkNumber;
        binding._program = program;
        binding._moduleCount = program is null ? 0 : graphs.Length;
        binding.Bind(graphs, scopes);
        binding.AskScopes();
        binding.JoinProgram();
        binding.ThrowIfMismatched();
        if (roots is not null)
        {
            Reachability.Strip(binding, roots);
        }

        UnresolvedSymbolsException? unresolved = UnresolvedReferences.Settle(binding);
        return binding._duplicates is { } duplicates ? throw new DuplicateSymbolException([.. duplicates], unresolved)
            : unresolved is not null ? throw unresolved
            : binding;
    }

    /// <summary>Forgets the link, so that nothing of it is kept alive.</summary>
    internal void Clear()
    {
        foreach (GraphHold hold in _holds.Items)
        {
            hold.Dispose();
        }

        _holds.Clear();
        _graphs.Clear();
        _parts.Clear();
        _globalOf.Clear();
        _discarded.Clear();
        _pending.Clear();
        _ownNames.Clear();
        _scopes.Clear();
        _taken.Clear();
        _program = null;
        _comdats.Reset();
        Special = SpecialNames.None;
        Dependencies.Clear();
        ThreadLocalOwners.Clear();
        _duplicates = null;
        ClearAlternates();
        _promises = null;
        _mismatches = null;
        if (_namedGraphs != 0)
        {
            _sectionNames.Clear();
            _namedGraphs = 0;
        }
    }

    private void Bind(ReadOnlySpan<LinkGraph> graphs, IList<ISymbolResolver> scopes)
    {
        for (int i = 0; i < scopes.Count; i++)
        {
            _scopes.Add(scopes[i]);
        }

        // Held before anything is read: another thread may be disposing them.
        foreach (LinkGraph graph in graphs)
        {
            _holds.Add(graph.Hold());
        }

        int names = 0;
        foreach (LinkGraph graph in graphs)
        {
            names += graph.Symbols.Length - graph.FirstGlobal;
        }

        Globals.Reset(names);
        foreach (LinkGraph graph in graphs)
        {
            Add(graph);
        }
    }

    /// <summary>The linker itself defines a name.</summary>
    internal void Synthesize(ref GlobalSymbol global)
    {
        global.State = GlobalState.Synthetic;
        Special |= SpecialNames.Synthetic;
    }

    /// <summary>Whether an external name is known to be a function. The host process is asked only here, because its answer costs a walk over a library's symbols.</summary>
    internal bool IsFunction(int index)
    {
        ref GlobalSymbol global = ref Globals[index];
        if (global is { State: GlobalState.External, Kind: SymbolKind.Unknown } && _scopes[global.Scope] is HostProcessResolver)
        {
            (global.Kind, global.Size) = Host.HostSystem.OfProcess.Describe((nint)global.Address);
        }

        return global.Kind == SymbolKind.Function;
    }

    /// <summary>Whether a kept section of the link has this name. Only names that are C identifiers can be asked for.</summary>
    internal bool HasSection(ReadOnlySpan<byte> name)
    {
        for (; _namedGraphs < _graphs.Count; _namedGraphs++)
        {
            LinkGraph graph = _graphs[_namedGraphs];
            foreach (SectionId id in KeptSections(_namedGraphs))
            {
                ref readonly Section section = ref graph.Sections[(int)id.Index];
                if (SyntheticSymbols.EdgeNameOf(graph, in section) is { } text)
                {
                    _sectionNames.Add(text);
                }
            }
        }

        return _sectionNames.Contains(Encoding.UTF8.GetString(name));
    }

    /// <summary>A symbol of a graph as the link knows it.</summary>
    internal LinkSymbol SymbolOf(int graph, SymbolId symbol) => new(graph, symbol, GlobalOf(graph)[(int)symbol.Index]);

    /// <summary>What a relocation's symbol is called, for messages.</summary>
    internal string NameOf(int graph, SymbolId symbol) => _graphs[graph].NameOf(_graphs[graph].Symbols[(int)symbol.Index]);

    /// <summary>What a symbol of the link is called.</summary>
    internal string NameOf(LinkSymbol symbol) => symbol.Global != 0 ? Globals.TextOf(symbol.Global) : NameOf(symbol.Graph, symbol.Symbol);

    /// <summary>The object that mentions a symbol first.</summary>
    internal string FileNameOf(LinkSymbol symbol) => _graphs[symbol.Global != 0 ? Globals[symbol.Global].NameGraph : symbol.Graph].FileName;
}
