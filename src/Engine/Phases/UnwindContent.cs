using System.Buffers.Binary;
using Linker.Loader;

namespace Linker.Engine;

/// <summary>DWARF call frame records as content: where they end.</summary>
internal static class UnwindContent
{
    /// <summary>Bytes of the zero word that ends all records of an image.</summary>
    internal const int EndSize = 4;

    /// <summary>Bytes of a section's records without the zero word that may end them; what follows it is never read by an unwinder.</summary>
    internal static ulong SizeWithoutEnd(LinkGraph graph, SectionId section)
    {
        ReadOnlySpan<byte> bytes = graph.ContentOf(section);
        int offset = 0;
        while (bytes.Length - offset >= 4)
        {
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);
            if (size == 0)
            {
                return (ulong)offset;
            }

            if (size > (uint)(bytes.Length - offset - 4))
            {
                break;
            }

            offset += (int)size + 4;
        }

        return (ulong)bytes.Length;
    }
}
