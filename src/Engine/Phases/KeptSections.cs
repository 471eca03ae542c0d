using Linker.Loader;

namespace Linker.Engine;

/// <summary>The sections of a graph that become part of the image, in its order.</summary>
/// <param name="sections">All sections of the graph.</param>
/// <param name="discarded">By section: whether another object's copy is used instead; empty when all are kept.</param>
internal ref struct KeptSections(ReadOnlySpan<Section> sections, ReadOnlySpan<bool> discarded)
{
    private readonly ReadOnlySpan<Section> _sections = sections;
    private readonly ReadOnlySpan<bool> _discarded = discarded;

    // The null section is never one.
    private int _index;

    public readonly SectionId Current => new((uint)_index);

    public readonly KeptSections GetEnumerator() => this;

    public bool MoveNext()
    {
        while (++_index < _sections.Length)
        {
            ref readonly Section section = ref _sections[_index];
            if (section.IsLoaded && (section.Flags & SectionFlags.Exclude) == 0 && !(_index < _discarded.Length && _discarded[_index]))
            {
                return true;
            }
        }

        return false;
    }
}
