using Linker.Loader;

namespace Linker.Engine;

/// <summary>The COMDATs that the link has so far. Of each the first copy is kept.</summary>
/// <param name="graphs">The link's graphs, which hold the names' bytes.</param>
internal sealed class ComdatTable(FlatList<LinkGraph> graphs)
{
    private readonly GlobalTable _names = new(graphs);
    private readonly FlatList<bool> _isCopy = new();
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
        }

        _isCopy.Clear();
        Span<bool> isCopy = _isCopy.Extend(comdats.Length);
        bool any = false;
        for (int i = 0; i < isCopy.Length; i++)
        {
            int known = _names.Count;
            isCopy[i] = _names.Intern(graphIndex, comdats[i].Name, graph.Bytes(comdats[i].Name)) < known;
            any |= isCopy[i];
        }

        if (!any)
        {
            return false;
        }

        ReadOnlySpan<Section> sections = graph.Sections;
        for (int i = 1; i < sections.Length; i++)
        {
            discarded[i] = sections[i].Comdat >= 0 && isCopy[sections[i].Comdat];
        }

        for (int i = 1; i < sections.Length; i++)
        {
            SectionId linked = sections[i].LinkedTo;
            discarded[i] |= !linked.IsNull && discarded[(int)linked.Index];
        }

        return true;
    }
}
