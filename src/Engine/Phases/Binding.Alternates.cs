using Linker.Loader;

namespace Linker.Engine;

/// <summary>What names stand for when nobody defines them. PE Format, "Auxiliary Format 3: Weak Externals".</summary>
internal sealed partial class Binding
{
    /// <summary>A name that its meaning would reach over more names than these has none: cycles end here, too, and links in bounded time.</summary>
    private const int LongestChain = 32;

    private readonly FlatList<(int Global, int Graph, SymbolId Alternate)> _alternates = new();
    private readonly Dictionary<int, int> _firstAlternates = [];

    /// <summary>A weak external that stands for a definition of its own object is a weak definition; others wait until everybody was asked for them.</summary>
    /// <returns>Whether there is no more to do about it.</returns>
    private bool StandsFor(int index, int graph, in Symbol symbol)
    {
        SymbolId alternate = symbol.Alternate;
        ref readonly Symbol other = ref _graphs[graph].Symbols[(int)alternate.Index];
        if (!other.IsDefined || symbol.Binding != SymbolBinding.Weak || IsNull(in other) || IsDiscarded(graph, in other))
        {
            AddAlternate(index, graph, alternate);
            return false;
        }

        ref GlobalSymbol global = ref Globals[index];
        if (global.State is GlobalState.Undefined or GlobalState.External)
        {
            global.Define(GlobalState.Weak, graph, alternate, in other);
        }

        return true;
    }

    private void AddAlternate(int index, int graph, SymbolId alternate)
    {
        _firstAlternates.TryAdd(index, _alternates.Count);
        _alternates.Add((index, graph, alternate));
    }

    private void ClearAlternates()
    {
        if (_alternates.Count > 0)
        {
            _alternates.Clear();
            _firstAlternates.Clear();
        }
    }

    /// <summary>Gives names that nobody has answered for the meaning of what they stand for, which may have to be asked for first.</summary>
    /// <returns>Whether there was something to do.</returns>
    private bool UseAlternates()
    {
        bool isDone = false;
        foreach ((int index, int graph, SymbolId id) in _alternates.Items)
        {
            ref GlobalSymbol global = ref Globals[index];
            isDone |= global.State == GlobalState.Undefined && UseAlternate(ref global, graph, id);
        }

        return isDone;
    }

    private bool UseAlternate(ref GlobalSymbol global, int graph, SymbolId id)
    {
        int unasked = 0;
        for (int step = 1; step <= LongestChain; step++)
        {
            ref readonly Symbol symbol = ref _graphs[graph].Symbols[(int)id.Index];
            if (IsNull(in symbol))
            {
                global.IsNeeded = false;
                return false;
            }

            int index = GlobalOf(graph)[(int)id.Index];
            if (index == 0)
            {
                bool isDefined = symbol.IsDefined && !IsDiscarded(graph, in symbol);
                if (isDefined)
                {
                    global.Define(GlobalState.Weak, graph, id, in symbol);
                    global.AlternateCount = (byte)step;
                }

                return isDefined;
            }

            ref GlobalSymbol other = ref Globals[index];
            if (other.State != GlobalState.Undefined)
            {
                return StandFor(ref global, in other, step);
            }

            unasked = unasked == 0 && !other.IsNeeded && !other.WasAskedInstead ? index : unasked;
            if (!_firstAlternates.TryGetValue(index, out int next))
            {
                break;
            }

            (_, graph, id) = _alternates[next];
        }

        return global.IsNeeded && unasked != 0 && AskInstead(unasked);
    }

    private static bool StandFor(ref GlobalSymbol global, in GlobalSymbol other, int step)
    {
        bool hasMeaning = other.State is GlobalState.Weak or GlobalState.Strong or GlobalState.External && step + other.AlternateCount <= LongestChain;
        if (hasMeaning)
        {
            global.StandFor(in other);
            global.AlternateCount = (byte)(step + other.AlternateCount);
        }

        return hasMeaning;
    }

    // Once for each name: whether it is needed for itself may be taken back.
    private bool AskInstead(int index)
    {
        ref GlobalSymbol global = ref Globals[index];
        global.IsNeeded = global.WasAsked = global.WasAskedInstead = true;
        _pending.Add(index);
        return true;
    }

    /// <summary>Whether a name stands for one that stands for another, and so on in a circle or over too many names.</summary>
    internal bool StandsForNobody(int index)
    {
        for (int step = 0; step < LongestChain; step++)
        {
            if (!_firstAlternates.TryGetValue(index, out int first))
            {
                return false;
            }

            (_, int graph, SymbolId id) = _alternates[first];
            index = GlobalOf(graph)[(int)id.Index];
        }

        return true;
    }

    // Compilers say so that a reference is null when nobody defines it.
    private static bool IsNull(in Symbol symbol) => symbol is { Place: SymbolPlace.Absolute, Value: 0 };

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
