using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;
using static Linker.Engine.SegmentBuilder;

namespace Linker.Engine;

/// <summary>Where a section lies.</summary>
/// <param name="Segment">Index into <see cref="ImageLayout.Segments"/>, −1 when the section is not loaded.</param>
/// <param name="Offset">From the start of the segment, in bytes.</param>
internal readonly record struct SectionPlace(int Segment, ulong Offset);

/// <summary>A section that becomes part of the image.</summary>
internal readonly record struct LoadedSection(int Graph, SectionId Section, SectionPlace Place, ulong Size);

/// <summary>
/// The offset of every section, slot and stub. When it exists: the image is a list of segments in ascending order, read-only and unwind data first, then code and
/// stubs, then data, zero-fill last; the order of sections depends on the inputs alone. All <c>.eh_frame</c> content stands together and ends in a zero word.
/// </summary>
internal sealed partial class ImageLayout
{
    private const ulong CacheLine = 64;

    private readonly Binding _binding;
    private readonly SectionClasses _classes;
    private readonly FlatList<SectionPlace> _places = new();
    private readonly FlatList<SegmentRequest> _segments = new();
    private readonly FlatList<LoadedSection> _loaded = new();
    private readonly FlatList<SectionPlace> _islands = new();

    internal ImageLayout(Binding binding)
    {
        _binding = binding;
        _classes = new SectionClasses(binding);
    }

    internal ReadOnlySpan<SegmentRequest> Segments => _segments.Items;

    /// <summary>Every section of the image in layout order.</summary>
    internal ReadOnlySpan<LoadedSection> Loaded => _loaded.Items;

    /// <summary>By section of the link: where it lies.</summary>
    internal ReadOnlySpan<SectionPlace> Places => _places.Items;

    /// <summary>Whether functions are to be run before the image is used or when it goes.</summary>
    internal bool HasInitializers => _classes.HasInitializers;

    /// <summary>The table of slots.</summary>
    internal SectionPlace Got { get; private set; }

    /// <summary>The table of stubs, and its copies where code would be too far from it.</summary>
    internal ReadOnlySpan<SectionPlace> Islands => _islands.Items;

    /// <summary>Start of the DWARF call frame records.</summary>
    internal SectionPlace Unwind { get; private set; }

    /// <summary>Bytes of the records, the zero word at their end included; 0 when there are none.</summary>
    internal ulong UnwindSize { get; private set; }

    /// <summary>Start of the entries that say how functions are unwound (COFF).</summary>
    internal SectionPlace FunctionTable { get; private set; }

    /// <summary>Bytes of those entries.</summary>
    internal ulong FunctionTableSize { get; private set; }

    /// <summary>Start of the template of each thread's block.</summary>
    internal SectionPlace TlsTemplate { get; private set; }

    /// <summary>Bytes of the template that are not zero-fill.</summary>
    internal ulong TlsFileSize { get; private set; }

    /// <summary>Bytes of each thread's block.</summary>
    internal ulong TlsSize { get; private set; }

    internal ulong TlsAlignment { get; private set; } = 1;

    internal SectionPlace PlaceOf(int graph, SectionId section) => _places[_binding.FirstSection(graph) + (int)section.Index];

    /// <summary>Where common symbols lie, by index into the link's names.</summary>
    internal Dictionary<int, SectionPlace> Commons { get; } = [];

    internal static ImageLayout For(LinkSpace space, LinkRequest request, bool isInProcess)
    {
        ImageLayout layout = space.Layout;
        layout._classes.Sort(request, isInProcess);
        layout._places.Extend(space.Binding.SectionCount).Fill(new SectionPlace(-1, 0));
        layout.Unwind = layout.TlsTemplate = layout.FunctionTable = default;
        layout.UnwindSize = layout.FunctionTableSize = layout.TlsFileSize = layout.TlsSize = 0;
        layout.ForgetOutputs();
        layout.TlsAlignment = 1;
        layout.LayOutConstants(space.Tables);
        layout.LayOutCode(space.Tables);
        layout.LayOutData(space.Tables);
        layout.LayOutPinned(request, space.Tables);
        return layout;
    }

    /// <summary>Forgets the link.</summary>
    internal void Clear()
    {
        _classes.Clear();
        _places.Clear();
        _segments.Clear();
        _loaded.Clear();
        _islands.Clear();
        Commons.Clear();
    }

    private void LayOutConstants(TablePlan tables)
    {
        var segment = new SegmentBuilder(_segments.Count);
        foreach (KeptSection kept in _classes[SectionClass.Unwind])
        {
            // Padding would read as the end of the records, so records stand without gaps; x86-64 and AArch64 load them unaligned.
            ulong size = UnwindContent.SizeWithoutEnd(_binding.Graphs[kept.Graph], kept.Section);
            SectionPlace place = segment.Add(size, UnwindSize == 0 ? CacheLine : 1UL);
            Place(kept, place, size);
            Unwind = UnwindSize == 0 ? place : Unwind;
            UnwindSize += size;
        }

        if (UnwindSize > 0)
        {
            segment.Add(UnwindContent.EndSize, 1);
            UnwindSize += UnwindContent.EndSize;
        }

        AddFunctionTable(ref segment);
        AddAll(ref segment, SectionClass.Constants);
        if (!HasPinnedTls())
        {
            LayOutTls(ref segment);
        }

        Got = tables.GotSize == 0 ? default : segment.Add(tables.GotSize, CacheLine);
        Close(in segment, PageAccess.Read);
    }

    private bool HasPinnedTls()
    {
        bool has = false;
        foreach (KeptSection kept in _classes[SectionClass.Pinned])
        {
            has |= IsThreadLocal(kept);
        }

        return has;
    }

    private void LayOutTls(ref SegmentBuilder segment)
    {
        ReadOnlySpan<KeptSection> data = _classes[SectionClass.TlsData], zero = _classes[SectionClass.TlsZero];
        if (data.Length + zero.Length == 0)
        {
            return;
        }

        TlsAlignment = Math.Max(LargestAlignment(data), LargestAlignment(zero));
        TlsTemplate = segment.Add(0, TlsAlignment);
        AddAll(ref segment, SectionClass.TlsData);
        TlsFileSize = segment.Size - TlsTemplate.Offset;

        // Zero-fill has addresses in the block but takes no room in the template.
        ulong end = segment.Size;
        foreach (KeptSection kept in zero)
        {
            ref readonly Section s = ref SectionOf(kept);
            end = Align(end, kept.AlignmentOf(in s));
            Place(kept, new SectionPlace(TlsTemplate.Segment, end), s.Size);
            end = Checked(end, s.Size);
        }

        TlsSize = end - TlsTemplate.Offset;
    }

    private ulong LargestAlignment(ReadOnlySpan<KeptSection> sections)
    {
        ulong alignment = 1;
        foreach (KeptSection kept in sections)
        {
            alignment = Math.Max(alignment, SectionOf(kept).Alignment);
        }

        return alignment;
    }

    private void LayOutCode(TablePlan tables)
    {
        var segment = new SegmentBuilder(_segments.Count);
        ulong size = tables.StubsSize;
        if (size == 0)
        {
            AddAll(ref segment, SectionClass.Code);
        }
        else
        {
            AddCodeWithIslands(ref segment, size);
        }

        Close(in segment, PageAccess.Read | PageAccess.Execute | Guard());
    }

    /// <summary>Code with a table of stubs at its end, and copies of it before, so that a branch from anywhere reaches one.</summary>
    private void AddCodeWithIslands(ref SegmentBuilder segment, ulong size)
    {
        ulong alignment = (ulong)StubCode.SizeFor(_binding.Machine);
        ulong reach = MachineAbi.For(_binding.Machine).BranchReach;

        // Of a run of code that is not longer, each place reaches the table behind it.
        ulong longest = reach > 2 * size ? reach - size - CacheLine : reach / 2;
        ulong start = 0;
        foreach (ref readonly KeptSection kept in _classes[SectionClass.Code])
        {
            ref readonly Section section = ref SectionOf(kept);
            ulong end = Checked(Align(segment.Size, kept.AlignmentOf(in section)), section.Size);
            if (end - start > longest && segment.Size > start)
            {
                _islands.Add(segment.Add(size, alignment));
                start = segment.Size;
            }

            Place(kept, segment.Add(section.Size, kept.AlignmentOf(in section)), section.Size);
        }

        _islands.Add(segment.Add(size, alignment));
    }

    private void LayOutData(TablePlan tables)
    {
        var segment = new SegmentBuilder(_segments.Count);
        AddPatchSlots(ref segment, tables.PatchSlotCount);
        AddAll(ref segment, SectionClass.Data);
        AddAll(ref segment, SectionClass.LargeData);
        AddAll(ref segment, SectionClass.Zero);
        for (int index = 1; (_binding.Special & SpecialNames.Common) != 0 && index < _binding.Globals.Count; index++)
        {
            ref GlobalSymbol global = ref _binding.Globals[index];
            if (global.State == GlobalState.Common)
            {
                Commons.Add(index, segment.Add(global.Size, global.Alignment));
            }
        }

        AddAll(ref segment, SectionClass.LargeZero);
        Close(in segment, PageAccess.Read | PageAccess.Write);
    }

    private bool IsThreadLocal(KeptSection kept) => (SectionOf(kept).Flags & SectionFlags.ThreadLocal) != 0;

    private void AddAll(ref SegmentBuilder segment, SectionClass kind)
    {
        int graph = -1;
        ReadOnlySpan<Section> sections = default;
        foreach (ref readonly KeptSection kept in _classes[kind])
        {
            if (kept.Graph != graph)
            {
                graph = kept.Graph;
                sections = _binding.Graphs[graph].Sections;
            }

            ref readonly Section section = ref sections[(int)kept.Section.Index];
            Place(kept, segment.Add(section.Size, kept.AlignmentOf(in section)), section.Size);
        }
    }

    private void Place(KeptSection kept, SectionPlace place, ulong size)
    {
        _places[_binding.FirstSection(kept.Graph) + (int)kept.Section.Index] = place;
        if (kept.Stem != 0)
        {
            AddToOutput(kept, place);
        }

        _loaded.Add(new LoadedSection(kept.Graph, kept.Section, place, size));
    }

    // A promise holds for the image only if every object in it makes it.
    private PageAccess Guard()
    {
        var promised = (ObjectFeatures)byte.MaxValue;
        foreach (LinkGraph graph in _binding.Graphs.Items)
        {
            promised &= graph.Features;
        }

        return (promised & ObjectFeatures.IndirectBranchTracking) != 0 ? PageAccess.Guarded : PageAccess.None;
    }

    private void Close(in SegmentBuilder segment, PageAccess access)
    {
        if (segment.IsUsed)
        {
            _segments.Add(new SegmentRequest((nuint)segment.Size, (nuint)segment.Alignment, access));
        }
    }

    private ref readonly Section SectionOf(KeptSection kept) => ref _binding.Graphs[kept.Graph].Sections[(int)kept.Section.Index];
}
