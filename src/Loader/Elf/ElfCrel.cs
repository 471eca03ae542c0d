namespace Linker.Loader;

/// <summary>One compact relocation, its differences to the one before already added up.</summary>
internal readonly record struct ElfCrelEntry(ulong Offset, uint Symbol, uint Type, long Addend);

/// <summary>
/// Reads compact relocations (<c>SHT_CREL</c>). The header is an unsigned LEB128 of <c>count × 8 + has addends × 4 + shift</c>. Each entry starts with a byte whose low two or three bits
/// say which of symbol, type and addend differ from the entry before; the rest of that byte and, if its top bit is set, an unsigned LEB128 are the difference of the offsets, to be shifted left.
/// The other differences follow as signed LEB128.
/// </summary>
internal ref struct ElfCrel
{
    private const ulong AddendBit = 4;

    private readonly ByteReader _file;
    private readonly FileRange _range;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _section;
    private readonly int _flagBits;
    private readonly int _shift;
    private int _position;
    private ElfCrelEntry _last;

    /// <summary>Reads the header. The section's range was proved to lie in the file; its index is for messages.</summary>
    internal ElfCrel(ByteReader file, FileRange range, int section)
    {
        _file = file;
        _range = range;
        _section = section;
        _bytes = file.Bytes.Slice(range);
        if (!Leb128.TryReadUnsigned(_bytes, ref _position, out ulong header))
        {
            Fail(-1, 0, "the header is cut short");
        }

        // Every entry has at least one byte, so a count of more entries than bytes is a lie; it bounds what is allocated.
        ulong count = header / 8;
        if (count > (ulong)(_bytes.Length - _position))
        {
            Fail(-1, count, $"{count} entries cannot fit {_bytes.Length - _position} bytes");
        }

        Count = (uint)count;
        HasAddends = (header & AddendBit) != 0;
        _flagBits = HasAddends ? 3 : 2;
        _shift = (int)(header % AddendBit);
    }

    /// <summary>How many entries there are.</summary>
    internal uint Count { get; }

    /// <summary>Whether entries have addends; without, the addends stand in the places.</summary>
    internal bool HasAddends { get; }

    /// <summary>Reads the next entry; its index is for messages.</summary>
    internal void Next(int index, out ElfCrelEntry entry)
    {
        if (_position >= _bytes.Length)
        {
            Fail(index, 0, "the entries are cut short");
        }

        byte first = _bytes[_position++];
        ulong offset = _last.Offset + ((ulong)first >> _flagBits);
        if (first >= 0x80)
        {
            // The top bit only says that more follows; it was counted as part of the difference above.
            if (!Leb128.TryReadUnsigned(_bytes, ref _position, out ulong high))
            {
                Fail(index, 0, "the entries are cut short");
            }

            offset += (high << (7 - _flagBits)) - (0x80UL >> _flagBits);
        }

        long symbol = (first & 1) != 0 ? Difference(index) : 0;
        long type = (first & 2) != 0 ? Difference(index) : 0;
        long addend = HasAddends && (first & 4) != 0 ? Difference(index) : 0;
        _last = new ElfCrelEntry(offset, (uint)(_last.Symbol + symbol), (uint)(_last.Type + type), _last.Addend + addend);
        entry = _last with { Offset = offset << _shift };
    }

    private long Difference(int index)
    {
        if (!Leb128.TryReadSigned(_bytes, ref _position, out long value))
        {
            Fail(index, 0, "the entries are cut short");
        }

        return value;
    }

    private readonly void Fail(int index, ulong value, string problem) =>
        Throw.Format(_file.FileName, $"compact relocations in section {_section}, entry", index, _range.Offset + (ulong)_position, value, problem);
}
