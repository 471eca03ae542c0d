using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Engine;

/// <summary>DWARF call frame records as content of an image: where they end, and whether an unwinder may be told about them.</summary>
internal static class UnwindContent
{
    /// <summary>Bytes of the zero word that ends all records of an image.</summary>
    internal const int EndSize = 4;

    /// <summary>Bytes of a section's records without the zero word that may end them: unwinders read no further.</summary>
    /// <exception cref="ObjectFormatException">They are not records.</exception>
    internal static ulong SizeWithoutEnd(LinkGraph graph, SectionId section)
    {
        ReadOnlySpan<byte> bytes = graph.ContentOf(section);
        var frames = new EhFrameReader(bytes, 0, graph.FileName, graph.Sections[(int)section.Index].Content.Offset);
        while (frames.Next(out EhFrameRecord record))
        {
            if (record.Kind == EhFrameRecordKind.Terminator)
            {
                return record.Offset;
            }
        }

        return (ulong)bytes.Length;
    }

    /// <summary>Reads the finished records as an unwinder will.</summary>
    /// <returns>Addresses of the records of functions that the image has; those of dropped COMDAT copies begin at 0 and are left out.</returns>
    /// <exception cref="ObjectFormatException">A record is malformed or describes code that is not the image's.</exception>
    internal static List<ulong> Check(PendingImage image, string name)
    {
        var functions = new List<ulong>();
        if (image.Layout.UnwindSize == 0)
        {
            return functions;
        }

        ulong address = image.AddressOf(image.Layout.Unwind);
        var frames = new EhFrameReader(image.Bytes(image.Layout.Unwind, (int)image.Layout.UnwindSize), address, name);
        while (frames.Next(out EhFrameRecord record))
        {
            if (record.Kind != EhFrameRecordKind.Fde || record.PcBegin == 0)
            {
                continue;
            }

            if (!IsCode(image, record.PcBegin, record.PcRange))
            {
                throw new ObjectFormatException(
                    name, $".eh_frame record 0x{record.Offset:x}", record.Offset, record.PcBegin, $"it describes 0x{record.PcRange:x} bytes at 0x{record.PcBegin:x}, which are not code of the image");
            }

            functions.Add(address + record.Offset);
        }

        return functions;
    }

    private static bool IsCode(PendingImage image, ulong address, ulong size)
    {
        foreach (ref readonly ReservedSegment segment in image.Segments)
        {
            ulong offset = address - segment.TargetAddress;
            if ((segment.Access & PageAccess.Execute) != 0 && offset <= segment.Size && size <= segment.Size - offset)
            {
                return true;
            }
        }

        return false;
    }
}
