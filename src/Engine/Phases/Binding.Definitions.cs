using Linker.Loader;

namespace Linker.Engine;

internal sealed partial class Binding
{
    private void AddMember(LinkGraph member)
    {
        _holds.Add(member.Hold());
        Add(member);
    }

    private void Add(LinkGraph graph)
    {
        int graphIndex = _graphs.Count;
        _graphs.Add(graph);
        ReadOnlySpan<Symbol> symbols = graph.Symbols;
        ref GraphPart part = ref _parts.Extend(1)[0];
        part = new GraphPart(_globalOf.Count, _discarded.Count, false);
        Span<int> globalOf = _globalOf.Extend(symbols.Length);
        Span<bool> discarded = _discarded.Extend(graph.Sections.Length);
        globalOf.Clear();
        discarded.Clear();
        if (graph.Comdats.Length > 0)
        {
            part = part with { HasDiscarded = _comdats.FindDiscarded(graph, graphIndex, discarded) };
        }

        if (!graph.Directives.IsEmpty)
        {
            SeePromises(graph);
        }

        bool hasDiscarded = part.HasDiscarded;
        ReadOnlySpan<byte> file = graph.File;
        for (int i = graph.FirstGlobal; i < symbols.Length; i++)
        {
            ref readonly Symbol symbol = ref symbols[i];
            if (symbol.Binding == SymbolBinding.Local || symbol.Name.Size == 0)
            {
                continue;
            }

            int index = Globals.Intern(graphIndex, symbol.Name, file.Slice((int)symbol.Name.Offset, (int)symbol.Name.Size));
            globalOf[i] = index;
            Merge(index, graphIndex, new SymbolId((uint)i), in symbol, hasDiscarded && symbol.Place == SymbolPlace.Section && discarded[(int)symbol.Section.Index]);
        }
    }

    private void Merge(int index, int graph, SymbolId id, in Symbol symbol, bool isDiscarded)
    {
        ref GlobalSymbol global = ref Globals[index];
        if (symbol.Visibility != SymbolVisibility.Default && Rank(symbol.Visibility) > Rank(global.Visibility))
        {
            global.Visibility = symbol.Visibility;
        }

        if (!symbol.Alternate.IsNull && StandsFor(index, graph, in symbol))
        {
            return;
        }

        bool isDefined = symbol.IsDefined && !isDiscarded;
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
            if (symbol.Place == SymbolPlace.Absolute && global.IsAbsolute && Graphs[global.Graph].Symbols[(int)global.Symbol.Index].Value == symbol.Value)
            {
                // The same number twice, as GNU's assembler defines what weak names stand for.
                return;
            }

            if (graph < _moduleCount && global.Graph != graph)
            {
                Supersede(index, graph, id, in symbol);
                return;
            }

            (_duplicates ??= []).Add(new DuplicateSymbol(Globals.TextOf(index), Describe(global.Graph, global.Symbol), Describe(graph, id)));
        }
        else if (global.State is GlobalState.Undefined or GlobalState.Common or GlobalState.External || (global.State == GlobalState.Weak && !isWeak))
        {
            // A member that joined for another name may define what a scope has answered: the link's own definition wins, whichever name was asked for first.
            global.Define(isWeak ? GlobalState.Weak : GlobalState.Strong, graph, id, in symbol);
            Special |= symbol.Kind == SymbolKind.IndirectFunction ? SpecialNames.Indirect : SpecialNames.None;
        }
    }

    private void Refer(ref GlobalSymbol global, int index, in Symbol symbol)
    {
        bool isStrong = symbol.Binding != SymbolBinding.Weak;
        global.IsMentioned = true;
        if (global.State == GlobalState.Undefined)
        {
            if (symbol.Kind == SymbolKind.ThreadLocal)
            {
                global.Kind = SymbolKind.ThreadLocal;
            }

            if (!global.WasAsked || (isStrong && !global.IsNeeded))
            {
                global.WasAsked = true;
                _pending.Add(index);
            }
        }

        global.IsNeeded |= isStrong;
    }

    private void Enlarge(ref GlobalSymbol global, in Symbol symbol)
    {
        if (global.State is GlobalState.Undefined or GlobalState.Common)
        {
            global.Enlarge(symbol.Size, Math.Max(symbol.Value, 1));
            Special |= SpecialNames.Common;
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
