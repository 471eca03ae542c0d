using System.Buffers.Text;

namespace Linker.Loader;

/// <summary>One <c>struct ar_hdr</c>: 60 bytes of text.</summary>
internal readonly ref struct ArchiveHeader
{
    /// <summary>Bytes of a header.</summary>
    internal const int Size = 60;

    /// <summary>Bytes of the magic number before the first header.</summary>
    internal const int MagicSize = 8;

    private ArchiveHeader(ReadOnlySpan<byte> name, ulong contentSize)
    {
        Name = name;
        ContentSize = contentSize;
    }

    /// <summary><c>ar_name</c>, without the spaces that fill it up.</summary>
    internal ReadOnlySpan<byte> Name { get; }

    /// <summary><c>ar_size</c>.</summary>
    internal ulong ContentSize { get; }

    /// <summary>Reads the header at an offset; <c>ar_fmag</c> is checked.</summary>
    internal static ArchiveHeader Read(ByteReader file, ulong offset)
    {
        ReadOnlySpan<byte> bytes = file.Slice(offset, Size, "archive member header");
        if (!bytes[58..].SequenceEqual("`\n"u8))
        {
            Throw.Format(file.FileName, "archive member header, ar_fmag", -1, offset + 58, bytes[58], "no header ends here: the archive is damaged");
        }

        return new ArchiveHeader(bytes[..16].TrimEnd((byte)' '), ReadNumber(file, bytes.Slice(48, 10), offset + 48));
    }

    /// <summary>A decimal number, filled up with spaces.</summary>
    internal static ulong ReadNumber(ByteReader file, ReadOnlySpan<byte> digits, ulong offset)
    {
        digits = digits.TrimEnd((byte)' ');
        if (!Utf8Parser.TryParse(digits, out ulong value, out int used) || used != digits.Length)
        {
            Throw.Format(file.FileName, "archive member header", -1, offset, 0, "a decimal number is expected");
        }

        return value;
    }
}
