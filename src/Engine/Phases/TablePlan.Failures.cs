using Linker.Loader;
using Linker.Relocs;

namespace Linker.Engine;

internal sealed partial class TablePlan
{
    private List<RelocationFailure>? _failures;
    private HashSet<(int Graph, int Section, uint Offset)>? _failedPlaces;

    // Of the graph that is being counted, by symbol.
    private Dictionary<SymbolId, List<Fault>>? _faults;

    /// <summary>Kinds that are refused, or that contradict their symbols, in the order of their places. The link fails with them and with what the fixups find.</summary>
    internal IReadOnlyList<RelocationFailure> Failures => _failures ?? [];

    /// <summary>Whether there are failures, so that places have to be asked for.</summary>
    internal bool HasFailures => _failures is not null;

    /// <summary>Whether a place is among the failures and must not be fixed up.</summary>
    internal bool HasFailed(int graph, SectionId section, uint offset) => _failedPlaces is not null && _failedPlaces.Contains((graph, (int)section.Index, offset));

    /// <summary>Remembers that a symbol is asked for something that it cannot give.</summary>
    /// <param name="symbol">The symbol, as the graph knows it that asks.</param>
    /// <param name="uses">What it is asked for in vain.</param>
    /// <param name="problem">Why; <see langword="null"/> for types that are refused, each of which has its own reason.</param>
    /// <param name="hint">What to do.</param>
    private void Fail(LinkSymbol symbol, SymbolUses uses, string? problem, string? hint)
    {
        _faults ??= [];
        if (!_faults.TryGetValue(symbol.Symbol, out List<Fault>? faults))
        {
            _faults.Add(symbol.Symbol, faults = []);
        }

        faults.Add(new Fault(uses, problem, hint));
    }

    /// <summary>Writes down every place of a graph at which a fault shows. The relocations are looked at only here, once.</summary>
    private void FindFailures(int g)
    {
        LinkGraph graph = binding.Graphs[g];
        foreach (SectionId id in binding.KeptSections(g))
        {
            ref readonly Section section = ref graph.Sections[(int)id.Index];
            foreach (ref readonly Relocation relocation in graph.RelocationsOf(id))
            {
                foreach (Fault fault in _faults!.GetValueOrDefault(relocation.Target) ?? [])
                {
                    if ((RelocTable.For(relocation.Kind).Uses & fault.Uses) != 0)
                    {
                        (_failedPlaces ??= []).Add((g, (int)id.Index, relocation.Offset));
                        (_failures ??= []).Add(new RelocationFailure(
                            graph.FileName, graph.NameOf(section), relocation.Offset, relocation.Kind, graph.TypeNameOf(in relocation),
                            binding.NameOf(g, relocation.Target), null, relocation.Addend, null, 0, fault.Problem ?? graph.RefusalOf(in relocation)!, fault.Hint));
                    }
                }
            }
        }

        _faults = null;
    }

    private readonly record struct Fault(SymbolUses Uses, string? Problem, string? Hint);
}
