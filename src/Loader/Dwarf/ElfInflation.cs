using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Linker.Loader;

/// <summary>Makes an object whose debug sections are compressed (<c>SHF_COMPRESSED</c>, gABI "Compression Header") into one in which those that line tables are in are not.</summary>
internal static class ElfInflation
{
    /// <summary>The most that a byte of zlib's can become (RFC 1951: 258 bytes of two bits).</summary>
    private const ulong MostPerByte = 1032;

    /// <summary>The same object with its sections' bytes, inflated, behind its own.</summary>
    /// <returns>Whether there was anything to inflate.</returns>
    /// <exception cref="ObjectFormatException">The sections do not hold what they claim, or are compressed in another way.</exception>
    internal static bool TryInflate(LinkGraph graph, out byte[] file)
    {
        file = [];
        if (graph.Format != ObjectFormat.Elf)
        {
            return false;
        }

        List<(int Section, byte[] Content, ulong Alignment)> inflated = [];
        long size = graph.File.Length;
        for (int i = 1; i < graph.Sections.Length; i++)
        {
            ref readonly Section section = ref graph.Sections[i];
            if ((section.FormatFlags & ElfConstants.FlagCompressed) != 0 && DebugSections.Includes(graph, in section))
            {
                byte[] content = Inflate(graph, in section, out ulong alignment);
                inflated.Add((i, content, alignment));
                size += content.Length;
            }
        }

        if (inflated.Count == 0)
        {
            return false;
        }

        if (size > Array.MaxLength)
        {
            Throw.Format(graph.FileName, "compressed sections", -1, 0, (ulong)size, $"with them the object would have {size} bytes");
        }

        file = new byte[size];
        graph.File.CopyTo(file);
        int end = graph.File.Length;
        foreach ((int section, byte[] content, ulong alignment) in inflated)
        {
            Span<byte> place = ElfCopy.HeaderOf(file, section);
            ElfSectionHeader header = MemoryMarshal.Read<ElfSectionHeader>(place);
            header = header with { Flags = header.Flags & ~ElfConstants.FlagCompressed, Offset = (ulong)end, Size = (ulong)content.Length, Alignment = alignment };
            MemoryMarshal.Write(place, in header);
            content.CopyTo(file.AsSpan(end));
            end += content.Length;
        }

        return true;
    }

    private static byte[] Inflate(LinkGraph graph, in Section section, out ulong alignment)
    {
        ReadOnlyMemory<byte> bytes = graph.MemoryOf(section.Content);
        ulong offset = section.Content.Offset;
        if (bytes.Length < Unsafe.SizeOf<ElfCompressionHeader>())
        {
            Throw.Format(graph.FileName, "compression header", -1, offset, (ulong)bytes.Length, "the section ends in it");
        }

        ElfCompressionHeader header = MemoryMarshal.Read<ElfCompressionHeader>(bytes.Span);
        bytes = bytes[Unsafe.SizeOf<ElfCompressionHeader>()..];
        if (header.Type != ElfConstants.CompressionZlib)
        {
            Throw.Format(graph.FileName, "compression header, ch_type", -1, offset, header.Type, header.Type == ElfConstants.CompressionZstd
                ? "it is compressed with zstd (ELFCOMPRESS_ZSTD), which cannot be read here; compile with -gz=zlib or -gz=none"
                : $"the compression {header.Type} is not known");
        }

        if (header.Size > Math.Min((ulong)bytes.Length * MostPerByte, (ulong)Array.MaxLength))
        {
            Throw.Format(graph.FileName, "compression header, ch_size", -1, offset, header.Size, $"{bytes.Length} bytes cannot become {header.Size}");
        }

        alignment = header.Alignment;
        byte[] content = new byte[header.Size];
        try
        {
            using var stream = new ZLibStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
            if (stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) != content.Length || stream.ReadByte() >= 0)
            {
                Throw.Format(graph.FileName, "compressed section", -1, offset, header.Size, $"it does not become the {header.Size} bytes that it claims");
            }
        }
        catch (InvalidDataException damaged)
        {
            Throw.Format(graph.FileName, "compressed section", -1, offset, 0, $"it is not what zlib makes: {damaged.Message}");
        }

        return content;
    }
}
