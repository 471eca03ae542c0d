using Linker.Loader;

namespace Linker.Engine;

/// <summary>The COMDATs that the link has so far. Of each the first copy is kept.</summary>
/// <param name="graphs">The link's graphs, which hold the names' bytes.</param>
internal sealed class ComdatTable(List<LinkGraph> graphs)
{
    private readonly GlobalTable _names = new(graphs);
    private readonly HashSet<int> _kept = [];

    /// <summary>By section: whether it belongs to a copy of what the link already has, or depends on one; <see langword="null"/> when nothing does.</summary>
    internal bool[]? FindDiscarded(LinkGraph graph, int graphIndex)
    {
        if (graph.Comdats.Length == 0)
        {
            return null;
        }

        var isCopy = new bool[graph.Comdats.Length];
        bool any = false;
        for (int i = 0; i < isCopy.Length; i++)
        {
            isCopy[i] = !_kept.Add(_names.Intern(graphIndex, graph.Comdats[i].Name));
            any |= isCopy[i];
        }

        if (!any)
        {
            return null;
        }

        var discarded = new bool[graph.Sections.Length];
        for (int i = 1; i < discarded.Length; i++)
        {
            ref readonly Section section = ref graph.Sections[i];
            discarded[i] = section.Comdat >= 0 && isCopy[section.Comdat];
        }

        for (int i = 1; i < discarded.Length; i++)
        {
            SectionId linked = graph.Sections[i].LinkedTo;
            discarded[i] |= !linked.IsNull && discarded[linked.Index];
        }

        return discarded;
    }
}
