using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Engine;

/// <summary>Writable, not executable, known to nobody. When it exists, every address in the image is known. Becomes a <see cref="LoadedImage"/> or is released; there is no third way.</summary>
internal sealed class PendingImage : IDisposable
{
    private PageReservation? _pages;

    private PendingImage(PageReservation pages, ImageLayout layout)
    {
        _pages = pages;
        Layout = layout;
    }

    internal ImageLayout Layout { get; }

    internal ReadOnlySpan<ReservedSegment> Segments => Pages.Segments;

    private PageReservation Pages => _pages ?? throw new ObjectDisposedException(nameof(PendingImage));

    /// <summary>Finds space and copies the sections' content into it.</summary>
    internal static PendingImage Reserve(LinkSpace space, IMemoryManager memory, Placement placement)
    {
        ImageLayout layout = space.Layout;
        var image = new PendingImage(memory.Reserve(layout.Segments, placement), layout);
        try
        {
            image.Fill(space.Binding);
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    /// <summary>Copies what the sections hold, and clears what is between, where a disposed image may have left something.</summary>
    private void Fill(Binding binding)
    {
        int segment = 0, graph = -1;
        ulong end = 0;
        LinkGraph? source = null;
        ReadOnlySpan<Section> sections = default;
        foreach (ref readonly LoadedSection loaded in Layout.Loaded)
        {
            if (loaded.Graph != graph)
            {
                graph = loaded.Graph;
                source = binding.Graphs[graph];
                sections = source.Sections;
            }

            FileRange content = sections[(int)loaded.Section.Index].Content;
            if (content.Size == 0)
            {
                continue;
            }

            // Sections stand in ascending order.
            for (; segment < loaded.Place.Segment; segment++)
            {
                Clear(segment, end, Segments[segment].Size);
                end = 0;
            }

            Clear(segment, end, loaded.Place.Offset);
            source!.Bytes(content)[..(int)loaded.Size].CopyTo(Bytes(loaded.Place, (int)loaded.Size));
            end = loaded.Place.Offset + loaded.Size;
        }

        for (; segment < Segments.Length; segment++)
        {
            Clear(segment, end, Segments[segment].Size);
            end = 0;
        }
    }

    private void Clear(int segment, ulong start, ulong end)
    {
        const int most = 1 << 30;
        while (start < end && !Segments[segment].IsZero)
        {
            int size = (int)Math.Min(end - start, most);
            Pages.WorkingBytes(segment, start, size).Clear();
            start += (ulong)size;
        }
    }

    /// <summary>Absolute target address.</summary>
    internal ulong AddressOf(SectionPlace place) => Pages.Segments[place.Segment].TargetAddress + place.Offset;

    /// <summary>GOT: start of the table of slots; the image's own start when it has no slots, so that distances from it are distances inside the image.</summary>
    internal ulong GotAddress => Segments.IsEmpty ? 0 : AddressOf(Layout.Got);

    /// <summary>DTP: where the template of each thread's block lies, 0 without one.</summary>
    internal ulong TlsBlockAddress => Layout.TlsSize == 0 ? 0 : AddressOf(Layout.TlsTemplate);

    /// <summary>Where data lies that an object of the link defines under a name; <see langword="null"/> when none does, or it is not as large as that.</summary>
    internal SectionPlace? PlaceOf(Binding binding, ReadOnlySpan<byte> name, uint size)
    {
        int index = binding.Globals.Find(name);
        if (index == 0 || binding.Globals[index].State is not (GlobalState.Weak or GlobalState.Strong))
        {
            return null;
        }

        ref GlobalSymbol global = ref binding.Globals[index];
        LinkGraph graph = binding.Graphs[global.Graph];
        ref readonly Symbol symbol = ref graph.Symbols[(int)global.Symbol.Index];
        SectionPlace place = Layout.PlaceOf(global.Graph, symbol.Section);
        return symbol.Place != SymbolPlace.Section || place.Segment < 0 || graph.Sections[(int)symbol.Section.Index].Size - symbol.Value < size
            ? null : place with { Offset = place.Offset + symbol.Value };
    }

    /// <summary>Working bytes.</summary>
    internal Span<byte> Bytes(SectionPlace place, int size) => Pages.WorkingBytes(place.Segment, place.Offset, size);

    /// <summary>Makes code executable; data and constants stay writable.</summary>
    internal void SealCode() => Seal(PageAccess.Execute, true);

    /// <summary>Gives every other segment its access. The pages now belong to the caller.</summary>
    internal PageReservation SealRest()
    {
        Seal(PageAccess.Execute, false);
        return Interlocked.Exchange(ref _pages, null)!;
    }

    public void Dispose() => Interlocked.Exchange(ref _pages, null)?.Dispose();

    private void Seal(PageAccess access, bool has)
    {
        PageReservation pages = Pages;
        for (int i = 0; i < pages.Segments.Length; i++)
        {
            if ((pages.Segments[i].Access & access) != 0 == has)
            {
                pages.Seal(i);
            }
        }
    }
}
