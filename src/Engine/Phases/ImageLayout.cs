using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;

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
internal sealed class ImageLayout
{
    private const ulong MaxSize = 1UL << 46;
    private const ulong CacheLine = 64;

    private readonly Binding _binding;
    private readonly SectionPlace[][] _places;
    private readonly List<SegmentRequest> _segments = [];
    private readonly List<LoadedSection> _loaded = [];

    private ImageLayout(Binding binding)
    {
        _binding = binding;
        _places = new SectionPlace[binding.Graphs.Count][];
    }

    internal IReadOnlyList<SegmentRequest> Segments => _segments;

    /// <summary>Every section of the image in layout order.</summary>
    internal IReadOnlyList<LoadedSection> Loaded => _loaded;

    /// <summary>The table of slots.</summary>
    internal SectionPlace Got { get; private set; }

    internal SectionPlace Stubs { get; private set; }

    /// <summary>Start of the DWARF call frame records.</summary>
    internal SectionPlace Unwind { get; private set; }

    /// <summary>Bytes of the records, the zero word at their end included; 0 when there are none.</summary>
    internal ulong UnwindSize { get; private set; }

    /// <summary>Start of the template of each thread's block.</summary>
    internal SectionPlace TlsTemplate { get; private set; }

    /// <summary>Bytes of the template that are not zero-fill.</summary>
    internal ulong TlsFileSize { get; private set; }

    /// <summary>Bytes of each thread's block.</summary>
    internal ulong TlsSize { get; private set; }

    internal ulong TlsAlignment { get; private set; } = 1;

    internal SectionPlace PlaceOf(int graph, SectionId section) => _places[graph][section.Index];

    /// <summary>Where common symbols lie, by index into the link's names.</summary>
    internal Dictionary<int, SectionPlace> Commons { get; } = [];

    internal static ImageLayout For(Binding binding, TablePlan tables, LinkRequest request, bool isInProcess)
    {
        var layout = new ImageLayout(binding);
        List<(int Graph, SectionId Section)>[] classes = SectionClasses.Of(binding, request, layout._places, isInProcess);
        layout.LayOutConstants(classes, tables);
        layout.LayOutCode(classes, tables, binding.Machine);
        layout.LayOutData(classes);
        layout.LayOutPinned(classes, request);
        return layout;
    }

    private void LayOutConstants(List<(int Graph, SectionId Section)>[] classes, TablePlan tables)
    {
        var segment = new SegmentBuilder(_segments.Count);
        foreach ((int graph, SectionId section) in classes[(int)SectionClass.Unwind])
        {
            // Padding would read as the end of the records, so records stand without gaps; x86-64 and AArch64 load them unaligned.
            ulong size = UnwindContent.SizeWithoutEnd(_binding.Graphs[graph], section);
            SectionPlace place = segment.Add(size, UnwindSize == 0 ? CacheLine : 1UL);
            Place(graph, section, place, size);
            Unwind = UnwindSize == 0 ? place : Unwind;
            UnwindSize += size;
        }

        if (UnwindSize > 0)
        {
            segment.Add(UnwindContent.EndSize, 1);
            UnwindSize += UnwindContent.EndSize;
        }

        AddAll(segment, classes[(int)SectionClass.Constants]);
        if (!classes[(int)SectionClass.Pinned].Exists(p => IsThreadLocal(p.Graph, p.Section)))
        {
            LayOutTls(segment, classes);
        }

        Got = segment.Add(tables.GotSize, CacheLine);
        Close(segment, PageAccess.Read);
    }

    private void LayOutTls(SegmentBuilder segment, List<(int Graph, SectionId Section)>[] classes)
    {
        List<(int Graph, SectionId Section)> data = classes[(int)SectionClass.TlsData], zero = classes[(int)SectionClass.TlsZero];
        foreach ((int graph, SectionId section) in data.Concat(zero))
        {
            TlsAlignment = Math.Max(TlsAlignment, SectionOf(graph, section).Alignment);
        }

        if (data.Count + zero.Count == 0)
        {
            return;
        }

        TlsTemplate = segment.Add(0, TlsAlignment);
        AddAll(segment, data);
        TlsFileSize = segment.Size - TlsTemplate.Offset;

        // Zero-fill has addresses in the block but takes no room in the template.
        ulong end = segment.Size;
        foreach ((int graph, SectionId section) in zero)
        {
            ref readonly Section s = ref SectionOf(graph, section);
            end = Align(end, s.Alignment);
            Place(graph, section, new SectionPlace(TlsTemplate.Segment, end), s.Size);
            end = Checked(end, s.Size);
        }

        TlsSize = end - TlsTemplate.Offset;
    }

    private void LayOutCode(List<(int Graph, SectionId Section)>[] classes, TablePlan tables, Machine machine)
    {
        var segment = new SegmentBuilder(_segments.Count);
        AddAll(segment, classes[(int)SectionClass.Code]);
        if (tables.Stubs.Count > 0)
        {
            int size = StubCode.SizeFor(machine);
            Stubs = segment.Add((ulong)size * (ulong)tables.Stubs.Count, (ulong)size);
        }

        Close(segment, PageAccess.Read | PageAccess.Execute);
    }

    private void LayOutData(List<(int Graph, SectionId Section)>[] classes)
    {
        var segment = new SegmentBuilder(_segments.Count);
        AddAll(segment, classes[(int)SectionClass.Data]);
        AddAll(segment, classes[(int)SectionClass.LargeData]);
        AddAll(segment, classes[(int)SectionClass.Zero]);
        for (int index = 1; index < _binding.Globals.Count; index++)
        {
            ref GlobalSymbol global = ref _binding.Globals[index];
            if (global.State == GlobalState.Common)
            {
                Commons.Add(index, segment.Add(global.Size, global.Alignment));
            }
        }

        AddAll(segment, classes[(int)SectionClass.LargeZero]);
        Close(segment, PageAccess.Read | PageAccess.Write);
    }

    private void LayOutPinned(List<(int Graph, SectionId Section)>[] classes, LinkRequest request)
    {
        List<(int Graph, SectionId Section)> pinned = classes[(int)SectionClass.Pinned];
        ulong AddressOf((int Graph, SectionId Section) p) => request.SectionAddress!(_binding.Graphs[p.Graph], p.Section)!.Value;
        foreach ((int graph, SectionId id) in pinned.Where(p => !IsThreadLocal(p.Graph, p.Section)))
        {
            Pin(graph, id, AddressOf((graph, id)));
        }

        // One thread-local section with an address draws the others after it, as one block.
        ulong start = 0, end = 0;
        foreach ((int graph, SectionId id) in pinned.Where(p => IsThreadLocal(p.Graph, p.Section)).OrderBy(AddressOf))
        {
            ulong address = AddressOf((graph, id));
            if (TlsSize == 0)
            {
                start = end = address;
                TlsTemplate = new SectionPlace(_segments.Count, 0);
            }

            Pin(graph, id, address);
            end = Math.Max(end, Past(address, SectionOf(graph, id).Size));
            TlsAlignment = Math.Max(TlsAlignment, SectionOf(graph, id).Alignment);
            TlsSize = Math.Max(1, end - start);
        }

        foreach ((int graph, SectionId id) in TlsSize > 0 && end > 0 ? classes[(int)SectionClass.TlsData].Concat(classes[(int)SectionClass.TlsZero]) : [])
        {
            ulong address = Align(end, SectionOf(graph, id).Alignment);
            Pin(graph, id, address);
            end = Past(address, SectionOf(graph, id).Size);
            TlsAlignment = Math.Max(TlsAlignment, SectionOf(graph, id).Alignment);
            TlsSize = end - start;
        }
    }

    private void Pin(int graph, SectionId id, ulong address)
    {
        ref readonly Section section = ref SectionOf(graph, id);

        // Thread-local zero-fill has addresses but no memory: what follows may lie at the same addresses.
        ulong size = section.IsZeroFill && IsThreadLocal(graph, id) ? 0 : section.Size;
        Place(graph, id, new SectionPlace(_segments.Count, 0), section.Size);
        _segments.Add(new SegmentRequest((nuint)size, 1, SectionClasses.AccessOf(in section), address));
    }

    private bool IsThreadLocal(int graph, SectionId section) => (SectionOf(graph, section).Flags & SectionFlags.ThreadLocal) != 0;

    private void AddAll(SegmentBuilder segment, List<(int Graph, SectionId Section)> sections)
    {
        foreach ((int graph, SectionId id) in sections)
        {
            ref readonly Section section = ref SectionOf(graph, id);
            Place(graph, id, segment.Add(section.Size, section.Alignment), section.Size);
        }
    }

    private void Place(int graph, SectionId section, SectionPlace place, ulong size)
    {
        _places[graph][section.Index] = place;
        _loaded.Add(new LoadedSection(graph, section, place, size));
    }

    private void Close(SegmentBuilder segment, PageAccess access)
    {
        if (segment.IsUsed)
        {
            _segments.Add(new SegmentRequest((nuint)segment.Size, (nuint)segment.Alignment, access));
        }
    }

    private ref readonly Section SectionOf(int graph, SectionId section) => ref _binding.Graphs[graph].Sections[(int)section.Index];

    private static ulong Align(ulong value, ulong alignment) => (value + alignment - 1) & ~(alignment - 1);

    private static ulong Checked(ulong offset, ulong size) => size <= MaxSize && offset + size <= MaxSize
        ? offset + size
        : throw new InsufficientMemoryException($"The image would be larger than {MaxSize >> 30} GiB.");

    /// <summary>The address after a range of the target's address space.</summary>
    private static ulong Past(ulong address, ulong size) => size <= ulong.MaxValue - address
        ? address + size
        : throw new InsufficientMemoryException($"{size} bytes at 0x{address:x} reach past the address space.");

    /// <summary>A segment while sections are put into it.</summary>
    private sealed class SegmentBuilder(int index)
    {
        internal ulong Size { get; private set; }

        internal ulong Alignment { get; private set; } = 1;

        internal bool IsUsed { get; private set; }

        internal SectionPlace Add(ulong size, ulong alignment)
        {
            ulong offset = Align(Size, alignment);
            Alignment = Math.Max(Alignment, alignment);
            Size = Checked(offset, size);
            IsUsed = true;
            return new SectionPlace(index, offset);
        }
    }
}
