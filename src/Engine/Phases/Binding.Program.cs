using Linker.Loader;

namespace Linker.Engine;

internal sealed partial class Binding
{
    private readonly FlatList<TakenSymbol> _taken = new();

    /// <summary>Names that the link defines and that nevertheless mean what the program says.</summary>
    internal ReadOnlySpan<TakenSymbol> Taken => _taken.Items;

    // When all members are in: only now is it certain who in the link defines what.
    private void JoinProgram(LinkProgram? program)
    {
        if (program is null)
        {
            return;
        }

        int scope = _scopes.Items.IndexOf(program.Scope);
        for (int index = 1; program.IsReplaceable is { } isReplaceable && index < Globals.Count; index++)
        {
            if (Globals[index].IsDefined && isReplaceable(new SymbolQuery(Globals.NameOf(index), machine: Machine, format: Format)))
            {
                Take(index, scope, isReplaceable: true);
            }
        }

        for (int index = 1; index < Globals.Count; index++)
        {
            if (Globals[index].State is GlobalState.Weak or GlobalState.Common)
            {
                Take(index, scope, isReplaceable: false);
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

        _taken.Add(new TakenSymbol(index, global.State == GlobalState.Common ? -1 : global.Graph, global.Symbol, global.Size, isReplaceable));
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
/// <param name="IsReplaceable">Whether the definition is what calls shall reach in the end.</param>
internal readonly record struct TakenSymbol(int Global, int Graph, SymbolId Symbol, ulong Size, bool IsReplaceable);
