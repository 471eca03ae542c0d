using Linker.Loader;

namespace Linker.Engine;

/// <summary>The COMDATs that the link has so far. Of each one copy is kept: the first, or the largest where that is asked for.</summary>
/// <param name="binding">The link, whose graphs hold the names' bytes.</param>
internal sealed class ComdatTable(Binding binding)
{
    private readonly GlobalTable _names = new(binding.Graphs);
    private readonly FlatList<bool> _isCopy = new();

    // By name, from 1: the copy that is kept.
    private readonly FlatList<(int Graph, int Comdat)> _kept = new();
    private bool _isUsed;

    /// <summary>Forgets all of them.</summary>
    internal void Reset() => _isUsed = false;

    /// <summary>Which of the graph's sections belong to a copy of what the link already has, or depend on one.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="graphIndex">Its index in the link.</param>
    /// <param name="discarded">By section, all <see langword="false"/> before.</param>
    /// <returns>Whether there are such.</returns>
    internal bool FindDiscarded(LinkGraph graph, int graphIndex, Span<bool> discarded)
    {
        ReadOnlySpan<Comdat> comdats = graph.Comdats;
        if (!_isUsed)
        {
            _isUsed = true;
            _names.Reset(comdats.Length);
            _kept.Clear();
            _kept.Add(default);
        }

        _isCopy.Clear();
        Span<bool> isCopy = _isCopy.Extend(comdats.Length);
        for (int i = 0; i < isCopy.Length; i++)
        {
            int known = _names.Count;
            int name = _names.Intern(graphIndex, comdats[i].Name, graph.Bytes(comdats[i].Name));
            isCopy[i] = name < known;
            if (!isCopy[i])
            {
                _kept.Add((graphIndex, i));
            }
            else if (!comdats[i].Section.IsNull)
            {
                isCopy[i] = Compare(name, graph, graphIndex, i);
            }
        }

        // A later one of the graph's own may have made a copy of an earlier one.
        if (!isCopy.Contains(true))
        {
            return false;
        }

        ReadOnlySpan<Section> sections = graph.Sections;
        for (int i = 1; i < sections.Length; i++)
        {
            discarded[i] = sections[i].Comdat >= 0 && isCopy[sections[i].Comdat];
        }

        DiscardLinked(sections, discarded);
        return true;
    }

    /// <summary>Marks the sections of one COMDAT, and what depends on them.</summary>
    internal static void Discard(ReadOnlySpan<Section> sections, Span<bool> discarded, int comdat)
    {
        for (int i = 1; i < sections.Length; i++)
        {
            discarded[i] |= sections[i].Comdat == comdat;
        }

        DiscardLinked(sections, discarded);
    }

    // A section may depend on one that depends on another. Each walk ends at a section whose fate is known, and settles all that it came by.
    private static void DiscardLinked(ReadOnlySpan<Section> sections, Span<bool> discarded)
    {
        HashSet<int>? kept = null;
        for (int i = 1; i < sections.Length; i++)
        {
            if (sections[i].LinkedTo.IsNull || discarded[i])
            {
                continue;
            }

            int end = i;
            while (!discarded[end] && !sections[end].LinkedTo.IsNull && kept?.Contains(end) != true)
            {
                end = (int)sections[end].LinkedTo.Index;
            }

            bool isDiscarded = discarded[end];
            for (int at = i; at != end; at = (int)sections[at].LinkedTo.Index)
            {
                discarded[at] = isDiscarded;
                _ = isDiscarded || (kept ??= []).Add(at);
            }
        }
    }

    /// <summary>Compares a copy with the one that is kept, as the objects ask.</summary>
    /// <returns>Whether the new one is discarded.</returns>
    private bool Compare(int name, LinkGraph graph, int graphIndex, int comdat)
    {
        ref (int Graph, int Comdat) kept = ref _kept[name];
        LinkGraph keptGraph = binding.Graphs[kept.Graph];
        Comdat first = keptGraph.Comdats[kept.Comdat], second = graph.Comdats[comdat];
        ulong firstSize = keptGraph.Sections[(int)first.Section.Index].Size, secondSize = graph.Sections[(int)second.Section.Index].Size;
        ComdatSelection? selection = (first.Selection, second.Selection) switch
        {
            // One compiler's default is any, another's for the same class data the largest.
            (ComdatSelection.Any, ComdatSelection.Largest) or (ComdatSelection.Largest, ComdatSelection.Any) => ComdatSelection.Largest,

            // MinGW's gcc asks for equal sizes where clang takes any, and each pads to other sizes.
            (ComdatSelection.Any, ComdatSelection.SameSize) or (ComdatSelection.SameSize, ComdatSelection.Any) => ComdatSelection.Any,
            _ when first.Selection == second.Selection => second.Selection,
            _ => null,
        };
        string? problem = selection switch
        {
            null => $"a COMDAT that is selected by another rule ({second.Selection}, not {first.Selection})",
            ComdatSelection.SameSize when firstSize != secondSize => "a COMDAT whose copies have to be of one size",
            ComdatSelection.ExactMatch when !keptGraph.ContentOf(first.Section).SequenceEqual(graph.ContentOf(second.Section)) => "a COMDAT whose copies have to be equal",
            _ => null,
        };
        if (problem is not null)
        {
            binding.Contradict(graph.Text(second.Name), kept.Graph, first.Section, graphIndex, second.Section, problem);
        }

        if (selection != ComdatSelection.Largest || secondSize <= firstSize)
        {
            return true;
        }

        if (kept.Graph == graphIndex)
        {
            // One object with two copies: the first is marked with this graph's other copies.
            _isCopy[kept.Comdat] = true;
        }
        else
        {
            binding.Replace(kept.Graph, kept.Comdat);
        }

        kept = (graphIndex, comdat);
        return false;
    }
}
