using Linker.Loader;

namespace Linker.Bench.Inputs;

/// <summary>What one row of the table links.</summary>
internal sealed class Input
{
    /// <summary>Objects up to this size have the harder target.</summary>
    private const int SmallSize = 250_000;

    /// <summary>Objects above it are compared with copying.</summary>
    private const int FloorSize = 50_000;

    /// <param name="name">For the command line: <c>select.o</c>.</param>
    /// <param name="title">For the table.</param>
    /// <param name="objects">At least one.</param>
    /// <param name="isChain">Whether the objects are linked one after the other, all staying until the last is there, instead of in one link.</param>
    /// <param name="smaller">A small one of the same kind.</param>
    internal Input(string name, string title, IReadOnlyList<ObjectBytes> objects, bool isChain = false, Input? smaller = null)
    {
        Name = name;
        Title = title;
        Objects = objects;
        IsChain = isChain;
        Smaller = smaller;
        foreach (ObjectBytes o in objects)
        {
            LinkGraph graph = ObjectReader.Read(o.Memory, o.Name);
            RelocationCount += graph.Relocations.Length;
            foreach (ref readonly Section section in graph.Sections)
            {
                if (section.IsLoaded)
                {
                    SectionCount++;
                    LoadedSize += (long)section.Size;
                    AllocatedSize += section.IsZeroFill ? 0 : (long)section.Size;
                }
            }
        }
    }

    internal string Name { get; }

    internal string Title { get; }

    internal IReadOnlyList<ObjectBytes> Objects { get; }

    internal bool IsChain { get; }

    /// <summary>A small one of the same kind, with which it is found out who is not to be asked to link this one.</summary>
    internal Input? Smaller { get; }

    /// <summary>Links in a round.</summary>
    internal int LinkCount => IsChain ? Objects.Count : 1;

    /// <summary>Bytes of loaded sections that have content, of all objects.</summary>
    internal long AllocatedSize { get; }

    /// <summary>Bytes of loaded sections, those without content too, of all objects.</summary>
    internal long LoadedSize { get; }

    /// <summary>Relocations of loaded sections, of all objects.</summary>
    internal int RelocationCount { get; }

    /// <summary>Loaded sections, of all objects.</summary>
    internal int SectionCount { get; }

    /// <summary>How many times faster than the faster peer this linker is to be.</summary>
    internal int TargetRatio => FileSize <= SmallSize ? 25 : 10;

    /// <summary>Whether the target against copying applies.</summary>
    internal bool IsComparedWithFloor => FileSize > FloorSize;

    // Of one link.
    private long FileSize => Objects.Sum(o => (long)o.Size) / LinkCount;
}
