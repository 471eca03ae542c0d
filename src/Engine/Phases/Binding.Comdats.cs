using Linker.Loader;

namespace Linker.Engine;

internal sealed partial class Binding
{
    private Dictionary<string, (string Value, string FileName)>? _promises;
    private List<string>? _mismatches;

    /// <summary>A copy of a COMDAT that was kept so far is not kept any more: the names that lie in it are nobody's until the larger copy, or somebody else, defines them.</summary>
    internal void Replace(int graph, int comdat)
    {
        ref GraphPart part = ref _parts[graph];
        part = part with { HasDiscarded = true };
        ComdatTable.Discard(_graphs[graph].Sections, _discarded.Items.Slice(part.FirstSection, _graphs[graph].Sections.Length), comdat);
        ReadOnlySpan<Symbol> symbols = _graphs[graph].Symbols;
        ReadOnlySpan<int> globalOf = GlobalOf(graph);
        for (int i = _graphs[graph].FirstGlobal; i < symbols.Length; i++)
        {
            int index = globalOf[i];
            ref GlobalSymbol global = ref Globals[index];
            if (index == 0 || !global.IsDefined || global.Graph != graph || !IsDiscarded(graph, in symbols[(int)global.Symbol.Index]))
            {
                continue;
            }

            global.State = GlobalState.Undefined;
            global.WasAsked = true;
            _pending.Add(index);
            if (!symbols[i].Alternate.IsNull)
            {
                AddAlternate(index, graph, symbols[i].Alternate);
            }
        }
    }

    /// <summary>Copies of a COMDAT contradict each other.</summary>
    internal void Contradict(string name, int firstGraph, SectionId first, int secondGraph, SectionId second, string problem) =>
        (_duplicates ??= []).Add(new DuplicateSymbol(name, Describe(firstGraph, first), $"{Describe(secondGraph, second)}, {problem}"));

    private string Describe(int graph, SectionId section) => $"{_graphs[graph].FileName}: {_graphs[graph].NameOf(_graphs[graph].Sections[(int)section.Index])} of {_graphs[graph].Sections[(int)section.Index].Size} bytes";

    // /FAILIFMISMATCH:KEY=VALUE: run-time libraries and settings that must not be mixed.
    private void SeePromises(LinkGraph graph)
    {
        foreach (Directive directive in graph.Directives)
        {
            if (directive.Kind != DirectiveKind.FailIfMismatch || graph.Text(directive.Argument).Split('=', 2) is not [var key, var value])
            {
                continue;
            }

            _promises ??= new Dictionary<string, (string Value, string FileName)>(StringComparer.Ordinal);
            if (_promises.TryGetValue(key, out (string Value, string FileName) known) && known.Value != value)
            {
                (_mismatches ??= []).Add($"{graph.FileName}: {key} is {value}, but {known.Value} in {known.FileName}");
            }

            _promises.TryAdd(key, (value, graph.FileName));
        }
    }

    private void ThrowIfMismatched()
    {
        if (_mismatches is not null)
        {
            throw new ObjectMismatchException([.. _mismatches]);
        }
    }
}
