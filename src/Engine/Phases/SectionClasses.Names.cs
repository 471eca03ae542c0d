using Linker.Loader;

namespace Linker.Engine;

internal sealed partial class SectionClasses
{
    private readonly GlobalTable _stems = new(binding.Graphs);

    /// <summary>Sections whose names agree up to a dollar sign stand together, sorted by what follows it. PE Format, "Grouped Sections (Object Only)".</summary>
    private void SortByName()
    {
        _stems.Reset(16);
        for (int kind = 0; kind < Count; kind++)
        {
            Span<KeptSection> sections = Of((SectionClass)kind);
            bool isSorted = true;
            for (int i = 0; i < sections.Length; i++)
            {
                ref KeptSection kept = ref sections[i];
                LinkGraph graph = binding.Graphs[kept.Graph];
                FileRange name = graph.Sections[(int)kept.Section.Index].Name;
                ReadOnlySpan<byte> text = graph.Bytes(name);
                int dollar = text.IndexOf((byte)'$');
                FileRange stem = dollar < 0 ? name : name with { Size = (uint)dollar };
                kept = kept with { Stem = _stems.Intern(kept.Graph, stem, graph.Bytes(stem)) };
                isSorted &= i == 0 || Compare(sections[i - 1], kept) <= 0;
            }

            if (!isSorted && kind != (int)SectionClass.Pinned)
            {
                // The order of the inputs is the last word, and an array's sort does not keep it.
                sections.Sort(Compare);
            }
        }
    }

    private int Compare(KeptSection a, KeptSection b) =>
        a.Stem != b.Stem ? a.Stem.CompareTo(b.Stem)
        : NameOf(a).SequenceCompareTo(NameOf(b)) is var names and not 0 ? names
        : a.Graph != b.Graph ? a.Graph.CompareTo(b.Graph)
        : a.Section.Index.CompareTo(b.Section.Index);

    private ReadOnlySpan<byte> NameOf(KeptSection kept)
    {
        LinkGraph graph = binding.Graphs[kept.Graph];
        return graph.Bytes(graph.Sections[(int)kept.Section.Index].Name);
    }
}
