using Linker.Loader;

namespace Linker.Engine;

internal sealed partial class Binding
{
    private readonly FlatList<TakenSymbol> _taken = new();
    private LinkProgram? _program;

    // The first graphs are modules of the program, in the order in which they were added.
    private int _moduleCount;

    /// <summary>Names that the link defines and that nevertheless mean what the program says.</summary>
    internal ReadOnlySpan<TakenSymbol> Taken => _taken.Items;

    // A module means its own strong definition, the others the latest.
    private void Supersede(int index, int graph, SymbolId id, in Symbol symbol)
    {
        ref GlobalSymbol global = ref Globals[index];
        if (!IsReplaceable(index))
        {
            Detach(global.Graph, global.Symbol);
        }

        global.Define(GlobalState.Strong, graph, id, in symbol);
        Special |= symbol.Kind == SymbolKind.IndirectFunction ? SpecialNames.Indirect : SpecialNames.None;
    }

    // The symbol is its graph's own from now on.
    private void Detach(int graph, SymbolId symbol) => _globalOf[_parts[graph].FirstSymbol + (int)symbol.Index] = 0;

    private bool IsReplaceable(int index) => _program!.IsReplaceable is { } isReplaceable && isReplaceable(new SymbolQuery(Globals.NameOf(index), machine: Machine, format: Format));

    // When all members are in: only now is it certain who in the link defines what.
    private void JoinProgram()
    {
        if (_program is null)
        {
            return;
        }

        int scope = _scopes.Items.IndexOf(_program.Scope);
        for (int index = 1; _program.IsReplaceable is not null && index < Globals.Count; index++)
        {
            if (Globals[index].IsDefined && IsReplaceable(index))
            {
                Take(index, scope, isReplaceable: true);
            }
        }

        for (int index = 1; index < Globals.Count; index++)
        {
            ref GlobalSymbol global = ref Globals[index];
            if (global.State is GlobalState.Weak or GlobalState.Common)
            {
                Take(index, scope, isReplaceable: false);
            }
            else if (global.State == GlobalState.Strong && global.IsMentioned && _moduleCount > 1)
            {
                Defer(index, scope);
            }
        }
    }

    // A module defines the name for itself alone when the client does, or a later module that is linked already.
    private void Defer(int index, int last)
    {
        ref GlobalSymbol global = ref Globals[index];
        var query = new SymbolQuery(Globals.NameOf(index), global.Kind, isWeak: false, Machine, Format);
        for (int scope = 0; scope <= last && global.Kind != SymbolKind.IndirectFunction; scope++)
        {
            if (Ask(_scopes[scope], in query) is { IsFound: true, Member: null } answer)
            {
                Detach(global.Graph, global.Symbol);
                _taken.Add(new TakenSymbol(index, global.Graph, global.Symbol, global.Size, global.Kind, IsExported: true));
                global.Answer(scope, in answer, answer.Owner is { } owner ? TakeFrom(owner, answer.Kind) : 0);
                return;
            }
        }
    }

    private void Take(int index, int scope, bool isReplaceable)
    {
        ref GlobalSymbol global = ref Globals[index];
        var query = new SymbolQuery(Globals.NameOf(index), global.Kind, isWeak: false, Machine, Format);
        SymbolAnswer answer = _scopes[scope].Resolve(in query);
        if (!answer.IsFound || answer.Member is not null)
        {
            return;
        }

        if (global.State == GlobalState.Common && answer.Size < global.Size && answer.Size != 0)
        {
            (_mismatches ??= []).Add($"{FileNameOf(new LinkSymbol(0, default, index))}: the common symbol {Globals.TextOf(index)} has {global.Size} bytes, and only {answer.Size} in {answer.Owner?.Name ?? _scopes[scope].Name}, which is linked already");
            return;
        }

        _taken.Add(new TakenSymbol(index, global.State == GlobalState.Common ? -1 : global.Graph, global.Symbol, global.Size, SymbolKind.Function, isReplaceable));
        global.Answer(scope, in answer, answer.Owner is { } owner ? TakeFrom(owner, answer.Kind) : 0);
    }

    /// <summary>Whether a graph's symbol is a definition that does not count, because its name means what the program says.</summary>
    internal bool IsTaken(int graph, SymbolId symbol) =>
        _taken.Count != 0 && GlobalOf(graph)[(int)symbol.Index] is var index and not 0
        && Globals[index].State == GlobalState.External && _graphs[graph].Symbols[(int)symbol.Index].Place == SymbolPlace.Section;
}

/// <summary>A name that the link defines and takes from the program it joins.</summary>
/// <param name="Global">The name's index.</param>
/// <param name="Graph">Who defines it in the link, −1 when it is common.</param>
/// <param name="Symbol">The definition there.</param>
/// <param name="Size">Of the definition, in bytes, 0 when unknown.</param>
/// <param name="Kind">Of the definition, where that is exported.</param>
/// <param name="IsExported">Whether others may have the definition: calls shall reach it in the end, or its module's name means it.</param>
internal readonly record struct TakenSymbol(int Global, int Graph, SymbolId Symbol, ulong Size, SymbolKind Kind, bool IsExported);
