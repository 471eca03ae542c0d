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
        int graph = -1;
        LinkGraph? source = null;
        foreach (ref readonly LoadedSection loaded in layout.Loaded)
        {
            if (loaded.Graph != graph)
            {
                graph = loaded.Graph;
                source = space.Binding.Graphs[graph];
            }

            ReadOnlySpan<byte> content = source!.ContentOf(loaded.Section);
            if (content.Length > 0)
            {
                content[..(int)loaded.Size].CopyTo(image.Bytes(loaded.Place, (int)loaded.Size));
            }
        }

        return image;
    }

    /// <summary>Absolute target address.</summary>
    internal ulong AddressOf(SectionPlace place) => Pages.Segments[place.Segment].TargetAddress + place.Offset;

    /// <summary>GOT: start of the table of slots; the image's own start when it has no slots, so that distances from it are distances inside the image.</summary>
    internal ulong GotAddress => Segments.IsEmpty ? 0 : AddressOf(Layout.Got);

    /// <summary>DTP: where the template of each thread's block lies, 0 without one.</summary>
    internal ulong TlsBlockAddress => Layout.TlsSize == 0 ? 0 : AddressOf(Layout.TlsTemplate);

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
