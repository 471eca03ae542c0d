using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Linker.Loader;

/// <summary>
/// Walks <c>.eh_frame</c> (LSB Core, Exception Frames), before or after relocation, without allocating. Every step goes forward and is checked: for any bytes, records or an <see cref="ObjectFormatException"/>.
/// </summary>
/// <example>
/// <code>
/// var frames = new EhFrameReader(bytes, sectionAddress, "add.o");
/// while (frames.Next(out EhFrameRecord record))
///     if (record.Kind == EhFrameRecordKind.Fde)
///         Console.WriteLine($"{record.PcBegin:x} {record.PcRange}");
/// </code>
/// </example>
public ref struct EhFrameReader
{
    private const uint Extended = 0xffffffff;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ulong _targetAddress;
    private readonly string _fileName;
    private readonly ulong _fileOffset;
    private int _position;
    private Cies _cies; // those last used: compilers have one for functions with language-specific data and one for all others
    private int _latest;

    /// <summary>Starts at the first record.</summary>
    /// <param name="bytes">All of the section.</param>
    /// <param name="targetAddress">Where code will see the section; what PC-relative addresses are relative to.</param>
    /// <param name="fileName">For messages.</param>
    /// <param name="fileOffset">Of the section in that file; for messages.</param>
    public EhFrameReader(ReadOnlySpan<byte> bytes, ulong targetAddress, string fileName, ulong fileOffset = 0)
    {
        _bytes = bytes;
        _targetAddress = targetAddress;
        _fileName = fileName;
        _fileOffset = fileOffset;
        _cies[0].Record.Offset = uint.MaxValue;
        _cies[1].Record.Offset = uint.MaxValue;
    }

    /// <summary>Bytes before the first terminator, all bytes when there is none. Looks at the records' lengths only.</summary>
    /// <param name="bytes">All of the section.</param>
    /// <param name="fileName">For messages.</param>
    /// <param name="fileOffset">Of the section in that file; for messages.</param>
    /// <exception cref="ObjectFormatException">A length reaches past the end.</exception>
    public static int SizeBeforeTerminator(ReadOnlySpan<byte> bytes, string fileName, ulong fileOffset = 0)
    {
        int position = 0;
        while (position < bytes.Length)
        {
            ReadOnlySpan<byte> rest = bytes[position..];
            if (rest.Length >= sizeof(uint) && BinaryPrimitives.ReadUInt32LittleEndian(rest) is var size && size <= (uint)(rest.Length - sizeof(uint)))
            {
                if (size == 0)
                {
                    break;
                }

                position += sizeof(uint) + (int)size;
            }
            else
            {
                new EhFrameReader(bytes, 0, fileName, fileOffset).OpenRecord(position, out position);
            }
        }

        return position;
    }

    /// <summary>Moves to the next record. A terminator is a record too, and what follows it is read: several sections may have been put together.</summary>
    /// <exception cref="ObjectFormatException">The bytes there are no record.</exception>
    public bool Next(out EhFrameRecord record)
    {
        record = default;
        int start = _position;
        if (start == _bytes.Length)
        {
            return false;
        }

        if (TryReadCommon(start, ref record))
        {
            return true;
        }

        ReadAny(start, ref record);
        return true;
    }

    /// <summary>Reads an FDE as compilers write them: of a CIE that was used before, augmentation <c>zR</c> or <c>zPLR</c>, all pointers relative and of 4 bytes. <see langword="false"/> for any other record, sound or not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadCommon(int start, ref EhFrameRecord record)
    {
        // length · CIE pointer · pc_begin · pc_range · size of augmentation data, below 128 · language-specific data, where there is some
        const int PointerOffset = 4, BeginOffset = 8, RangeOffset = 12, DataSizeOffset = 16, DataOffset = 17;
        ReadOnlySpan<byte> rest = _bytes[start..];
        if (rest.Length < DataOffset)
        {
            return false;
        }

        uint size = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        uint cieOffset = (uint)start + PointerOffset - BinaryPrimitives.ReadUInt32LittleEndian(rest[PointerOffset..]);
        int index = _cies[_latest].Record.Offset == cieOffset ? _latest : _latest ^ 1;
        ref readonly Cie cie = ref _cies[index];
        uint dataSize = rest[DataSizeOffset];
        bool hasLsda = cie.Record.LsdaEncoding != EhFrameCursor.Omit;
        if (cie.Record.Offset != cieOffset || !cie.IsCommon || size > (uint)rest.Length - PointerOffset
            || size < DataOffset - PointerOffset || dataSize > Math.Min(size - (DataOffset - PointerOffset), 0x7f) || (hasLsda && dataSize < sizeof(int)))
        {
            return false;
        }

        _latest = index;
        _position = start + PointerOffset + (int)size;
        ulong address = _targetAddress + (ulong)start;
        record.Kind = EhFrameRecordKind.Fde;
        record.Offset = (uint)start;
        record.Size = PointerOffset + size;
        record.CieOffset = cieOffset;
        record.CiePointerOffset = (uint)start + PointerOffset;
        record.PointerEncoding = EhFrameCursor.Common;
        record.PersonalityEncoding = cie.Record.PersonalityEncoding;
        record.LsdaEncoding = cie.Record.LsdaEncoding;
        record.HasAugmentationData = true;
        record.IsSignalFrame = cie.Record.IsSignalFrame;
        record.PcBeginOffset = (uint)start + BeginOffset;
        record.PcRangeOffset = (uint)start + RangeOffset;
        record.PcBegin = Relative(rest[BeginOffset..], address + BeginOffset);
        record.PcRange = (ulong)BinaryPrimitives.ReadInt32LittleEndian(rest[RangeOffset..]);
        if (hasLsda)
        {
            record.LsdaOffset = (uint)start + DataOffset;
            record.Lsda = Relative(rest[DataOffset..], address + DataOffset);
        }

        return true;
    }

    private static ulong Relative(ReadOnlySpan<byte> bytes, ulong place) =>
        BinaryPrimitives.ReadInt32LittleEndian(bytes) is var value and not 0 ? place + (ulong)value : 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReadAny(int start, ref EhFrameRecord record)
    {
        EhFrameCursor cursor = OpenRecord(start, out int end);
        _position = end;
        if (cursor.Rest == 0 && end - start == sizeof(uint))
        {
            record.Kind = EhFrameRecordKind.Terminator;
            record.Offset = (uint)start;
            record.Size = sizeof(uint);
            return;
        }

        int pointerOffset = cursor.Position;
        uint pointer = cursor.U32("CIE pointer");
        if (pointer != 0)
        {
            ReadFde(start, end, pointerOffset, pointer, ref cursor, ref record);
            return;
        }

        if (!TryFindCie(start))
        {
            ReadCie(start, ref cursor);
        }

        record = _cies[_latest].Record;
    }

    /// <summary>Reads a length and gives a cursor over what it spans.</summary>
    private readonly EhFrameCursor OpenRecord(int start, out int end)
    {
        var cursor = new EhFrameCursor(_bytes, start, _bytes.Length, start, _fileName, _fileOffset);
        ulong size = cursor.U32("length");
        if (size == Extended)
        {
            size = cursor.U64("extended length");
        }

        if (size > (ulong)cursor.Rest)
        {
            cursor.Fail(size, $"its length of 0x{size:x} reaches past the section's end at 0x{_bytes.Length:x}");
        }

        end = cursor.Position + (int)size;
        return new EhFrameCursor(_bytes, cursor.Position, end, start, _fileName, _fileOffset);
    }

    /// <summary>Makes a CIE that was read before the latest one.</summary>
    private bool TryFindCie(int offset)
    {
        if (_cies[_latest].Record.Offset != (uint)offset)
        {
            _latest ^= 1;
        }

        return _cies[_latest].Record.Offset == (uint)offset;
    }

    /// <summary>Reads a CIE in the place of the one that was used least lately, which is the latest after a search in vain.</summary>
    private void ReadCie(int start, scoped ref EhFrameCursor cursor)
    {
        EhFrameCie.Read(start, _targetAddress, ref cursor, out EhFrameRecord cie);
        _cies[_latest].Record = cie;
        _cies[_latest].IsCommon = cie.PointerEncoding == EhFrameCursor.Common && cie.HasAugmentationData && cie.LsdaEncoding is EhFrameCursor.Common or EhFrameCursor.Omit;
    }

    private void ReadFde(int start, int end, int pointerOffset, uint pointer, scoped ref EhFrameCursor cursor, ref EhFrameRecord record)
    {
        if (pointer > (uint)pointerOffset || pointer < (uint)(pointerOffset - start))
        {
            cursor.Fail(pointer, $"its CIE pointer 0x{pointer:x} does not lead back to a record before it");
        }

        int cieOffset = pointerOffset - (int)pointer;
        if (!TryFindCie(cieOffset))
        {
            EhFrameCursor content = OpenRecord(cieOffset, out int cieEnd);
            if (cieEnd > start || content.U32("CIE id") != 0)
            {
                cursor.Fail(pointer, $"its CIE pointer 0x{pointer:x} leads to 0x{cieOffset:x}, where no CIE is");
            }

            ReadCie(cieOffset, ref content);
        }

        ref readonly EhFrameRecord cie = ref _cies[_latest].Record;
        record.Kind = EhFrameRecordKind.Fde;
        record.Offset = (uint)start;
        record.Size = (uint)(end - start);
        record.CieOffset = (uint)cieOffset;
        record.CiePointerOffset = (uint)pointerOffset;
        record.PointerEncoding = cie.PointerEncoding;
        record.PersonalityEncoding = cie.PersonalityEncoding;
        record.LsdaEncoding = cie.LsdaEncoding;
        record.HasAugmentationData = cie.HasAugmentationData;
        record.IsSignalFrame = cie.IsSignalFrame;
        record.PcBeginOffset = (uint)cursor.Position;
        record.PcBegin = cursor.Pointer(cie.PointerEncoding, _targetAddress, "pc_begin");
        record.PcRangeOffset = (uint)cursor.Position;
        record.PcRange = cursor.Pointer((byte)(cie.PointerEncoding & EhFrameCursor.FormatMask), 0, "pc_range");
        if (!cie.HasAugmentationData)
        {
            return;
        }

        ulong size = cursor.Unsigned("augmentation size");
        if (size > (ulong)cursor.Rest)
        {
            cursor.Fail(size, $"its augmentation data of 0x{size:x} bytes reaches past its end");
        }

        if (cie.LsdaEncoding != EhFrameCursor.Omit)
        {
            EhFrameCursor data = cursor.First((int)size);
            record.LsdaOffset = (uint)data.Position;
            record.Lsda = data.Pointer(cie.LsdaEncoding, _targetAddress, "language-specific data");
        }
    }

    /// <summary>A CIE, and whether all pointers of its FDEs are relative and of 4 bytes.</summary>
    private struct Cie
    {
        public EhFrameRecord Record;
        public bool IsCommon;
    }

    [InlineArray(2)]
    private struct Cies
    {
        private Cie _first;
    }
}
