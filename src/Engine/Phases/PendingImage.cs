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
    internal static PendingImage Reserve(Binding binding, ImageLayout layout, IMemoryManager memory, Placement placement)
    {
        var requests = new SegmentRequest[layout.Segments.Count];
        for (int i = 0; i < requests.Length; i++)
        {
            requests[i] = layout.Segments[i];
        }

        var image = new PendingImage(memory.Reserve(requests, placement), layout);
        image.ClearOldContent();
        foreach (LoadedSection loaded in layout.Loaded)
        {
            ReadOnlySpan<byte> content = binding.Graphs[loaded.Graph].ContentOf(loaded.Section);
            if (content.Length > 0)
            {
                content[..(int)loaded.Size].CopyTo(image.Bytes(loaded.Place, (int)loaded.Size));
            }
        }

        return image;
    }

    /// <summary>Absolute target address.</summary>
    internal ulong AddressOf(SectionPlace place) => Pages.Segments[place.Segment].TargetAddress + place.Offset;

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

    private void ClearOldContent()
    {
        PageReservation pages = Pages;
        for (int i = 0; i < pages.Segments.Length; i++)
        {
            if (!pages.Segments[i].IsZero)
            {
                pages.WorkingBytes(i, 0, (int)pages.Segments[i].Size).Clear();
            }
        }
    }

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
