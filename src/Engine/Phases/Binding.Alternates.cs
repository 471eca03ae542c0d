using Linker.Loader;

namespace Linker.Engine;

/// <summary>What names stand for when nobody defines them. PE Format, "Auxiliary Format 3: Weak Externals".</summary>
internal sealed partial class Binding
{
    private const int LongestChain = 32;

    private readonly FlatList<(int Global, int Graph, SymbolId Alternate)> _alternates = new();

    /// <summary>A weak external that stands for a definition of its own object is a weak definition; others wait until everybody was asked for them.</summary>
    /// <returns>Whether there is no more to do about it.</returns>
    private bool StandsFor(int index, int graph, in Symbol symbol)
    {
        SymbolId alternate = symbol.Alternate;
        ref readonly Symbol other = ref _graphs[graph].Symbols[(int)alternate.Index];
        if (!other.IsDefined || symbol.Binding != SymbolBinding.Weak || IsNull(in other) || IsDiscarded(graph, in other))
        {
            _alternates.Add((index, graph, alternate));
            return false;
        }

        ref GlobalSymbol global = ref Globals[index];
        if (global.State is GlobalState.Undefined or GlobalState.External)
        {
            global.Define(GlobalState.Weak, graph, alternate, in other);
        }

        return true;
    }

    /// <summary>Gives names that nobody has answered for the meaning of what they stand for, which may have to be asked for first.</summary>
    /// <returns>Whether there was something to do.</returns>
    private bool UseAlternates()
    {
        bool isDone = false;
        foreach ((int index, int graph, SymbolId id) in _alternates.Items)
        {
            ref GlobalSymbol global = ref Globals[index];
            if (global.State != GlobalState.Undefined)
            {
                continue;
            }

            if (EndsInNull(graph, id))
            {
                global.IsNeeded = false;
                continue;
            }

            int other = GlobalOf(graph)[(int)id.Index];
            ref readonly Symbol symbol = ref _graphs[graph].Symbols[(int)id.Index];
            if (other == 0 && symbol.IsDefined && !IsDiscarded(graph, in symbol))
            {
                global.Define(GlobalState.Weak, graph, id, in symbol);
                isDone = true;
            }
            else if (other != 0 && other != index && Globals[other].State is GlobalState.Weak or GlobalState.Strong or GlobalState.External)
            {
                global.StandFor(in Globals[other]);
                isDone = true;
            }
            else if (other != 0 && Globals[other].State == GlobalState.Undefined && !Globals[other].IsNeeded && global.IsNeeded)
            {
                Globals[other].IsNeeded = Globals[other].WasAsked = true;
                _pending.Add(other);
                isDone = true;
            }
        }

        return isDone;
    }

    // Compilers say so that a reference is null when nobody defines it.
    private static bool IsNull(in Symbol symbol) => symbol is { Place: SymbolPlace.Absolute, Value: 0 };

    // A chain in which some name has got a meaning does not.
    private bool EndsInNull(int graph, SymbolId id)
    {
        ReadOnlySpan<Symbol> symbols = _graphs[graph].Symbols;
        for (int i = 0; i < LongestChain; i++)
        {
            ref readonly Symbol symbol = ref symbols[(int)id.Index];
            if (IsNull(in symbol))
            {
                return true;
            }

            if (symbol.Alternate.IsNull || Globals[GlobalOf(graph)[(int)id.Index]].State != GlobalState.Undefined)
            {
                return false;
            }

            id = symbol.Alternate;
        }

        return false;
    }

    private bool IsDiscarded(int graph, in Symbol symbol) =>
        symbol.Place == SymbolPlace.Section && Discarded(graph) is { IsEmpty: false } discarded && discarded[(int)symbol.Section.Index];

    /// <summary>The name whose slot a name of the form <c>__imp_NAME</c> is, 0 when nobody asks for it.</summary>
    internal int ImportedBy(int index) => Globals.Find(Globals.NameOf(index)[SyntheticSymbols.ImportPrefix.Length..]);

    // The name itself may be nobody's: whoever asks for its slot asks for it.
    private void AskForImported(int index)
    {
        ref GlobalSymbol import = ref Globals[index];
        uint prefix = (uint)SyntheticSymbols.ImportPrefix.Length;
        (int graph, FileRange name) = (import.NameGraph, new FileRange(import.Name.Offset + prefix, import.Name.Size - prefix));
        int imported = Globals.Intern(graph, name, _graphs[graph].Bytes(name));
        ref GlobalSymbol global = ref Globals[imported];
        if (global is { State: GlobalState.Undefined, IsNeeded: false })
        {
            global.IsNeeded = global.WasAsked = true;
            _pending.Add(imported);
        }
    }
}
