using System.Text;
using Linker.Engine;
using Linker.MemoryManager;

namespace Linker.Cli.Output;

/// <summary>One line for each section of an image: <c>INDEX NAME HEXADDRESS HEXBYTES</c>.</summary>
internal static class SectionDump
{
    private const int Chunk = 1 << 14;

    /// <summary>Writes the lines: objects in the order of the link, sections in the order of their object.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="record">The link's record.</param>
    /// <param name="pages">Where the image's bytes are.</param>
    internal static void Write(Stream output, LinkRecord record, PageReservation pages)
    {
        foreach (IGrouping<string, SectionEvent> file in record.Sections.GroupBy(s => s.FileName))
        {
            foreach (SectionEvent section in file.OrderBy(s => s.Index))
            {
                output.Write(Encoding.UTF8.GetBytes($"{section.Index} {section.Name} {section.Address:x} "));
                WriteBytes(output, section, pages);
                output.Write("\n"u8);
            }
        }
    }

    private static void WriteBytes(Stream output, SectionEvent section, PageReservation pages)
    {
        // Nothing of an object's content is at offset 0, where its header is; zero-fill is made up here, a piece at a time.
        bool isZeroFill = section.FileOffset == 0;
        (int segment, ulong start) = isZeroFill ? default : Find(section, pages);
        ReadOnlySpan<byte> zeros = stackalloc byte[Chunk];
        Span<byte> digits = stackalloc byte[2 * Chunk];
        for (ulong done = 0; done < section.Size;)
        {
            int size = (int)Math.Min(Chunk, section.Size - done);
            ReadOnlySpan<byte> bytes = isZeroFill ? zeros[..size] : pages.WorkingBytes(segment, start + done, size);
            _ = Convert.TryToHexStringLower(bytes, digits, out int written);
            output.Write(digits[..written]);
            done += (ulong)size;
        }
    }

    private static (int Segment, ulong Offset) Find(SectionEvent section, PageReservation pages)
    {
        for (int i = 0; i < pages.Segments.Length; i++)
        {
            ref readonly ReservedSegment segment = ref pages.Segments[i];
            ulong offset = section.Address - segment.TargetAddress;
            if (offset <= segment.Size && section.Size <= segment.Size - offset)
            {
                return (i, offset);
            }
        }

        throw new InvalidOperationException($"{section.FileName}: {section.Name} at 0x{section.Address:x} lies in no segment.");
    }
}
