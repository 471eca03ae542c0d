using System.Text;
using Linker.Loader;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>
/// Which definition answers every name of the link. When it exists: the set of graphs is final, archives' members included; of every COMDAT one copy is
/// kept; every name is defined by one graph, by a scope, by the linker, or is a null weak reference; there are no duplicate and no missing names.
/// </summary>
internal sealed class Binding
{
    private readonly List<LinkGraph> _graphs = [];
    private readonly List<GraphBinding> _bindings = [];
    private readonly Queue<int> _pending = [];
    private readonly IReadOnlyList<ISymbolResolver> _scopes;
    private readonly ComdatTable _comdats;
    private readonly HashSet<string> _sectionNames = new(StringComparer.Ordinal);
    private List<DuplicateSymbol>? _duplicates;
    private int _namedGraphs;

    private Binding(IReadOnlyList<ISymbolResolver> scopes)
    {
        _scopes = scopes;
        Globals = new GlobalTable(_graphs);
        _comdats = new ComdatTable(_graphs);
    }

    internal List<LinkGraph> Graphs => _graphs;

    internal GlobalTable Globals { get; }

    internal IReadOnlyList<ISymbolResolver> Scopes => _scopes;

    internal Machine Machine => _graphs[0].Machine;

    /// <summary>Images whose definitions this link uses; they must outlive the new one.</summary>
    internal HashSet<LoadedImage> Dependencies { get; } = [];

    internal GraphBinding this[int graph] => _bindings[graph];

    /// <summary>Binds the graphs, pulling in what the scopes offer.</summary>
    /// <exception cref="DuplicateSymbolException">Strong definitions of one name; names that nobody defines are its inner exception.</exception>
    /// <exception cref="UnresolvedSymbolsException">Names that nobody defines.</exception>
    internal static Binding For(ReadOnlySpan<LinkGraph> graphs, IReadOnlyList<ISymbolResolver> scopes)
    {
        var binding = new Binding(scopes);
        foreach (LinkGraph graph in graphs)
        {
            binding.Add(graph);
        }

        binding.AskScopes();
        UnresolvedSymbolsException? unresolved = UnresolvedReferences.Settle(binding);
        return binding._duplicates is { } duplicates ? throw new DuplicateSymbolException([.. duplicates], unresolved)
            : unresolved is not null ? throw unresolved
            : binding;
    }

    /// <summary>Whether an external name is known to be a function. The host process is asked only here, because its answer costs a walk over a library's symbols.</summary>
    internal bool IsFunction(int index)
    {
        ref GlobalSymbol global = ref Globals[index];
        if (global is { State: GlobalState.External, Kind: SymbolKind.Unknown } && _scopes[global.Scope] is HostProcessResolver)
        {
            (global.Kind, global.Size) = Host.DynamicLibrary.Describe((nint)global.Address);
        }

        return global.Kind == SymbolKind.Function;
    }

    /// <summary>Whether a kept section of the link has this name. Only names that are C identifiers can be asked for.</summary>
    internal bool HasSection(ReadOnlySpan<byte> name)
    {
        for (; _namedGraphs < _graphs.Count; _namedGraphs++)
        {
            LinkGraph graph = _graphs[_namedGraphs];
            for (int i = 1; i < graph.Sections.Length; i++)
            {
                ref readonly Section section = ref graph.Sections[i];
                if (SyntheticSymbols.IsIdentifier(graph.Bytes(section.Name)) && _bindings[_namedGraphs].Keeps(in section, i))
                {
                    _sectionNames.Add(graph.NameOf(section));
                }
            }
        }

        return _sectionNames.Contains(Encoding.UTF8.GetString(name));
    }

    /// <summary>What a relocation's symbol is called, for messages.</summary>
    internal string NameOf(int graph, SymbolId symbol) => _graphs[graph].NameOf(_graphs[graph].Symbols[(int)symbol.Index]);

    private void Add(LinkGraph graph)
    {
        int graphIndex = _graphs.Count;
        _graphs.Add(graph);
        var globalOf = new int[graph.Symbols.Length];
        bool[]? discarded = _comdats.FindDiscarded(graph, graphIndex);
        _bindings.Add(new GraphBinding(globalOf, discarded));
        for (int i = 1; i < globalOf.Length; i++)
        {
            ref readonly Symbol symbol = ref graph.Symbols[i];
            if (symbol.Binding == SymbolBinding.Local || symbol.Name.Size == 0)
            {
                continue;
            }

            int index = Globals.Intern(graphIndex, symbol.Name);
            globalOf[i] = index;
            Merge(index, graphIndex, new SymbolId((uint)i), in symbol, discarded);
        }
    }

    private void Merge(int index, int graph, SymbolId id, in Symbol symbol, bool[]? discarded)
    {
        ref GlobalSymbol global = ref Globals[index];
        if (Rank(symbol.Visibility) > Rank(global.Visibility))
        {
            global.Visibility = symbol.Visibility;
        }

        bool isDefined = symbol.IsDefined && !(discarded is not null && symbol.Place == SymbolPlace.Section && discarded[symbol.Section.Index]);
        if (!isDefined && symbol.Place != SymbolPlace.Common)
        {
            Refer(ref global, index, in symbol);
            return;
        }

        if (symbol.Place == SymbolPlace.Common)
        {
            Enlarge(ref global, in symbol);
            return;
        }

        bool isWeak = symbol.Binding is SymbolBinding.Weak or SymbolBinding.Unique;
        if (global.State == GlobalState.Strong && !isWeak)
        {
            (_duplicates ??= []).Add(new DuplicateSymbol(Globals.TextOf(index), Describe(global.Graph, global.Symbol), Describe(graph, id)));
        }
        else if (global.State is GlobalState.Undefined or GlobalState.Common or GlobalState.External || (global.State == GlobalState.Weak && !isWeak))
        {
            // A member that joined for another name may define what a scope has answered: the link's own definition wins, whichever name was asked for first.
            global.ThreadLocalOwner = null;
            global.State = isWeak ? GlobalState.Weak : GlobalState.Strong;
            global.Graph = graph;
            global.Symbol = id;
            global.Kind = symbol.Kind;
            global.Size = symbol.Size;
        }
    }

    private void Refer(ref GlobalSymbol global, int index, in Symbol symbol)
    {
        bool isStrong = symbol.Binding != SymbolBinding.Weak;
        if (global.State == GlobalState.Undefined)
        {
            if (symbol.Kind == SymbolKind.ThreadLocal)
            {
                global.Kind = SymbolKind.ThreadLocal;
            }

            if (!global.WasAsked || (isStrong && !global.IsNeeded))
            {
                global.WasAsked = true;
                _pending.Enqueue(index);
            }
        }

        global.IsNeeded |= isStrong;
    }

    private static void Enlarge(ref GlobalSymbol global, in Symbol symbol)
    {
        if (global.State is GlobalState.Undefined or GlobalState.Common)
        {
            global.State = GlobalState.Common;
            global.Kind = SymbolKind.Data;
            global.Size = Math.Max(global.Size, symbol.Size);
            global.Alignment = Math.Max(Math.Max(global.Alignment, symbol.Value), 1);
        }
    }

    // Work list instead of recursion: a member that is pulled in brings names of its own to the end of the queue.
    private void AskScopes()
    {
        // The linker's own names come before every scope; whether a section of some name exists is certain only when all members are in.
        var ownNames = new Queue<int>();
        do
        {
            while (_pending.TryDequeue(out int index))
            {
                if (Globals[index].State != GlobalState.Undefined)
                {
                    continue;
                }

                if (SyntheticSymbols.KindOf(Globals.NameOf(index)) == SyntheticSymbol.None)
                {
                    Ask(index);
                }
                else
                {
                    ownNames.Enqueue(index);
                }
            }

            if (ownNames.TryDequeue(out int own) && Globals[own].State == GlobalState.Undefined && !SyntheticSymbols.IsKnown(this, own))
            {
                Ask(own);
            }
        }
        while (_pending.Count + ownNames.Count > 0);
    }

    private void Ask(int index)
    {
        // Hidden and internal names are the link's own: archives may bring them, and the caller's definitions, nobody else.
        bool isPrivate = Globals[index].Visibility is SymbolVisibility.Hidden or SymbolVisibility.Internal;
        bool isWeak = !Globals[index].IsNeeded;
        var query = new SymbolQuery(Globals.NameOf(index), Globals[index].Kind, isWeak);
        for (int scope = 0; scope < _scopes.Count; scope++)
        {
            SymbolAnswer answer = _scopes[scope].Resolve(in query);
            if (!answer.IsFound)
            {
                continue;
            }

            if (answer.Member is { } member)
            {
                if (isWeak)
                {
                    continue;
                }

                Add(member);
                if (Globals[index].State != GlobalState.Undefined)
                {
                    return;
                }

                continue;
            }

            if (isPrivate && !answer.ServesHidden && _scopes[scope] is not SymbolDefinitions)
            {
                continue;
            }

            ref GlobalSymbol global = ref Globals[index];
            global.State = GlobalState.External;
            global.Address = answer.Address;
            global.Size = answer.Size;
            global.Kind = answer.Kind;
            global.Scope = scope;
            if (answer.Owner is { } owner)
            {
                Dependencies.Add(owner);
                global.ThreadLocalOwner = answer.Kind == SymbolKind.ThreadLocal ? owner.ThreadLocals : null;
            }

            return;
        }
    }

    private string Describe(int graph, SymbolId id)
    {
        LinkGraph g = _graphs[graph];
        ref readonly Symbol symbol = ref g.Symbols[(int)id.Index];
        return symbol.Place == SymbolPlace.Section
            ? $"{g.FileName}: {g.NameOf(g.Sections[(int)symbol.Section.Index])}+0x{symbol.Value:x}"
            : $"{g.FileName}: absolute 0x{symbol.Value:x}";
    }

    private static int Rank(SymbolVisibility visibility) => visibility switch
    {
        SymbolVisibility.Protected => 1,
        SymbolVisibility.Hidden => 2,
        SymbolVisibility.Internal => 3,
        _ => 0,
    };
}

/// <summary>One graph's part in a binding.</summary>
/// <param name="GlobalOf">By symbol: index into the link's names, 0 for a local symbol.</param>
/// <param name="Discarded">By section: whether another object's copy is used instead; <see langword="null"/> when all are kept.</param>
internal sealed record GraphBinding(int[] GlobalOf, bool[]? Discarded)
{
    /// <summary>Whether a section of the graph becomes part of the image.</summary>
    internal bool Keeps(in Section section, int index) =>
        section.IsLoaded && (section.Flags & SectionFlags.Exclude) == 0 && !(Discarded is { } discarded && discarded[index]);
}
