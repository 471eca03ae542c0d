using Linker.Loader;

namespace Linker.Engine;

internal sealed partial class Binding
{
    // Whether a larger copy of a COMDAT has taken the place of one whose names were merged already.
    private bool _hasReplaced;
    private Dictionary<string, (string Value, string FileName)>? _promises;
    private List<string>? _mismatches;

    /// <summary>A copy of a COMDAT that was kept so far is not kept any more.</summary>
    internal void Replace(int graph, int comdat)
    {
        ref GraphPart part = ref _parts[graph];
        part = part with { HasDiscarded = true };
        _hasReplaced = true;
        ComdatTable.Discard(_graphs[graph].Sections, _discarded.Items.Slice(part.FirstSection, _graphs[graph].Sections.Length), comdat);
    }

    /// <summary>Copies of a COMDAT contradict each other.</summary>
    internal void Contradict(string name, int firstGraph, SectionId first, int secondGraph, SectionId second, string problem) =>
        (_duplicates ??= []).Add(new DuplicateSymbol(name, Describe(firstGraph, first), $"{Describe(secondGraph, second)}, {problem}"));

    private string Describe(int graph, SectionId section) => $"{_graphs[graph].FileName}: {_graphs[graph].NameOf(_graphs[graph].Sections[(int)section.Index])} of {_graphs[graph].Sections[(int)section.Index].Size} bytes";

    private bool IsInDiscarded(in GlobalSymbol global)
    {
        ref readonly Symbol symbol = ref _graphs[global.Graph].Symbols[(int)global.Symbol.Index];
        return symbol.Place == SymbolPlace.Section && Discarded(global.Graph) is { IsEmpty: false } discarded && discarded[(int)symbol.Section.Index];
    }

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
