using System.Numerics;
using System.Text;
using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Engine;

/// <summary>What a section has in common with its neighbours in the image.</summary>
internal enum SectionClass : byte
{
    Unwind,
    FunctionTable,
    Constants,
    TlsData,
    TlsZero,
    Code,
    Data,
    LargeData,
    Zero,
    LargeZero,

    /// <summary>The caller named its address.</summary>
    Pinned,
}

/// <summary>A section that becomes part of the image.</summary>
/// <param name="Graph">Index of its graph.</param>
/// <param name="Section">Its index in the graph.</param>
/// <param name="Class">Who its neighbours are.</param>
/// <param name="GroupAlignment">Exponent of the alignment that its group asks of the first section in it, 0 for all others.</param>
/// <param name="Stem">What its name and its neighbours' names have in common, as a number from 1; 0 in formats without such groups.</param>
internal readonly record struct KeptSection(int Graph, SectionId Section, SectionClass Class, byte GroupAlignment = 0, int Stem = 0)
{
    /// <summary>The alignment of its place, given its section.</summary>
    internal ulong AlignmentOf(in Section section) => Math.Max(section.Alignment, 1UL << GroupAlignment);
}

/// <summary>The kept sections of a link by class, in each class in the order of the inputs.</summary>
/// <param name="binding">The link.</param>
internal sealed partial class SectionClasses(Binding binding)
{
    private const int Count = (int)SectionClass.Pinned + 1;

    private readonly FlatList<KeptSection> _found = new();
    private readonly FlatList<KeptSection> _sorted = new();
    private readonly int[] _ends = new int[Count];

    /// <summary>The sections of a class.</summary>
    internal ReadOnlySpan<KeptSection> this[SectionClass kind] => Of(kind);

    /// <summary>Whether functions are to be run before the image is used or when it goes.</summary>
    internal bool HasInitializers { get; private set; }

    /// <summary>Whether functions are to be called when threads come and go.</summary>
    internal bool HasThreadCallbacks { get; private set; }

    /// <summary>Whether there are stack maps.</summary>
    internal bool HasStackMaps { get; private set; }

    internal static PageAccess AccessOf(in Section section) =>
        (section.Flags & SectionFlags.Execute) != 0 ? PageAccess.Read | PageAccess.Execute
        : (section.Flags & SectionFlags.Write) != 0 ? PageAccess.Read | PageAccess.Write
        : PageAccess.Read;

    /// <summary>Sorts the sections of the link.</summary>
    /// <param name="request">Whose named addresses count.</param>
    /// <param name="isInProcess">Whether thread-local data is where this process's threads are, so that nobody can name its address.</param>
    internal void Sort(LinkRequest request, bool isInProcess)
    {
        HasInitializers = HasThreadCallbacks = KeyDestructors.AreIn(binding);
        HasStackMaps = false;
        Array.Clear(_ends);
        for (int g = 0; g < binding.Graphs.Count; g++)
        {
            Find(g, request, isInProcess);
        }

        // From counts to places: a class begins where the one before it ends.
        int next = 0;
        foreach (ref int end in _ends.AsSpan())
        {
            (end, next) = (next, next + end);
        }

        Span<KeptSection> sorted = _sorted.Extend(_found.Count);
        foreach (ref readonly KeptSection section in _found.Items)
        {
            sorted[_ends[(int)section.Class]++] = section;
        }

        if (binding.Format == ObjectFormat.Coff)
        {
            SortByName();
        }
        else
        {
            GroupByName();
        }
    }

    internal void Clear()
    {
        _found.Clear();
        _sorted.Clear();
    }

    private void Find(int g, LinkRequest request, bool isInProcess)
    {
        LinkGraph graph = binding.Graphs[g];
        ReadOnlySpan<Section> sections = graph.Sections;
        foreach (SectionId id in binding.KeptSections(g))
        {
            ref readonly Section section = ref sections[(int)id.Index];
            SectionClass kind = ClassOf(in section);
            if (request.SectionAddress is { } addressOf && !(isInProcess && (section.Flags & SectionFlags.ThreadLocal) != 0) && addressOf(graph, id) is not null)
            {
                kind = SectionClass.Pinned;
            }

            HasThreadCallbacks |= section.Role == SectionRole.ThreadCallbacks;
            HasStackMaps |= section.Role == SectionRole.StackMaps;
            HasInitializers |= section.Role is (>= SectionRole.PreInitializers and <= SectionRole.ReversedFinalizers) or SectionRole.ThreadCallbacks;
            _found.Add(new KeptSection(g, id, kind));
            _ends[(int)kind]++;
        }
    }

    private Span<KeptSection> Of(SectionClass kind)
    {
        int start = kind == 0 ? 0 : _ends[(int)kind - 1];
        return _sorted.Items[start.._ends[(int)kind]];
    }

    private static SectionClass ClassOf(in Section section)
    {
        if ((section.Flags & SectionFlags.ThreadLocal) != 0)
        {
            return section.IsZeroFill ? SectionClass.TlsZero : SectionClass.TlsData;
        }

        if (section.Role == SectionRole.Unwind)
        {
            return SectionClass.Unwind;
        }

        if (section.Role == SectionRole.FunctionTable)
        {
            return SectionClass.FunctionTable;
        }

        bool isLarge = (section.Flags & SectionFlags.Large) != 0;
        return AccessOf(in section) switch
        {
            PageAccess.Read => SectionClass.Constants,
            PageAccess.Read | PageAccess.Execute => SectionClass.Code,
            _ when section.IsZeroFill => isLarge ? SectionClass.LargeZero : SectionClass.Zero,
            _ => isLarge ? SectionClass.LargeData : SectionClass.Data,
        };
    }

    /// <summary>Sections whose <c>__start_</c> or <c>__stop_</c> is asked for have to stand together; the sort is stable, so the rest stays in order.</summary>
    private void GroupByName()
    {
        Dictionary<string, int>? names = null;
        for (int index = 1; (binding.Special & SpecialNames.Synthetic) != 0 && index < binding.Globals.Count; index++)
        {
            if (binding.Globals[index].State == GlobalState.Synthetic
                && SyntheticSymbols.KindOf(binding.Globals.NameOf(index), binding.Format) is SyntheticSymbol.SectionStart or SyntheticSymbol.SectionStop)
            {
                names ??= new Dictionary<string, int>(StringComparer.Ordinal);
                names.TryAdd(Encoding.UTF8.GetString(SyntheticSymbols.SectionNameOf(binding.Globals.NameOf(index))), names.Count + 1);
            }
        }

        if (names is null)
        {
            return;
        }

        int KeyOf(KeptSection entry)
        {
            LinkGraph graph = binding.Graphs[entry.Graph];
            ref readonly Section section = ref graph.Sections[(int)entry.Section.Index];
            return SyntheticSymbols.EdgeNameOf(graph, in section) is { } name ? names.GetValueOrDefault(name) : 0;
        }

        for (int i = 0; i < Count; i++)
        {
            if (i is not ((int)SectionClass.Unwind or (int)SectionClass.Pinned))
            {
                KeptSection[] grouped = [.. Of((SectionClass)i).ToArray().OrderBy(KeyOf)];
                AlignGroups(grouped, KeyOf);
                grouped.CopyTo(Of((SectionClass)i));
            }
        }
    }

    // Entries are counted as the distance from start to stop, over their size: the padding between sections has to be the same wherever the image lies, and that of ld.
    private void AlignGroups(Span<KeptSection> grouped, Func<KeptSection, int> keyOf)
    {
        int first = 0, key = 0, exponent = 0;
        for (int i = 0; i < grouped.Length; i++)
        {
            int own = keyOf(grouped[i]);
            if (own != key)
            {
                (first, key, exponent) = (i, own, 0);
            }

            if (key != 0)
            {
                exponent = Math.Max(exponent, BitOperations.Log2(binding.Graphs[grouped[i].Graph].Sections[(int)grouped[i].Section.Index].Alignment));
                grouped[first] = grouped[first] with { GroupAlignment = (byte)exponent };
            }
        }
    }
}
