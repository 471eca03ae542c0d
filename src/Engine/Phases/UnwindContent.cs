using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Engine;

/// <summary>DWARF call frame records as content of an image: where they end, and whether an unwinder may be told about them.</summary>
internal static class UnwindContent
{
    /// <summary>Bytes of the zero word that ends all records of an image.</summary>
    internal const int EndSize = 4;

    /// <summary>Bytes of a section's records without the zero word that may end them: unwinders read no further. What the records say is checked once they are finished.</summary>
    /// <exception cref="ObjectFormatException">Their lengths reach past the section's end.</exception>
    internal static ulong SizeWithoutEnd(LinkGraph graph, SectionId section) =>
        (ulong)EhFrameReader.SizeBeforeTerminator(graph.ContentOf(section), graph.FileName, graph.Sections[(int)section.Index].Content.Offset);

    /// <summary>Reads the finished records as an unwinder will.</summary>
    /// <returns>How many are of functions that the image has; those of dropped COMDAT copies begin at 0 and are not counted.</returns>
    /// <exception cref="ObjectFormatException">A record is malformed or describes code that is not the image's.</exception>
    internal static int Check(PendingImage image, string name)
    {
        if (image.Layout.UnwindSize == 0)
        {
            return 0;
        }

        int count = 0;
        var frames = new EhFrameReader(BytesOf(image), image.AddressOf(image.Layout.Unwind), name);
        while (frames.Next(out EhFrameRecord record))
        {
            if (record.Kind != EhFrameRecordKind.Fde || record.PcBegin == 0)
            {
                continue;
            }

            if (image.Segments.Find(record.PcBegin, record.PcRange, PageAccess.Execute) < 0)
            {
                throw new ObjectFormatException(
                    name, $".eh_frame record 0x{record.Offset:x}", record.Offset, record.PcBegin, $"it describes 0x{record.PcRange:x} bytes at 0x{record.PcBegin:x}, which are not code of the image");
            }

            count++;
        }

        return count;
    }

    /// <summary>The records of all sections and the zero word behind them.</summary>
    internal static ReadOnlySpan<byte> BytesOf(PendingImage image) => image.Bytes(image.Layout.Unwind, (int)image.Layout.UnwindSize);
}
