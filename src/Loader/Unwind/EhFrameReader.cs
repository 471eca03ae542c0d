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
    private EhFrameRecord _cie; // the one last used; FDEs mostly share it with the FDE before

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
        _cie = new EhFrameRecord { Offset = uint.MaxValue };
    }

    /// <summary>Moves to the next record. A terminator is a record too, and what follows it is read: several sections may have been put together.</summary>
    /// <exception cref="ObjectFormatException">The bytes there are no record.</exception>
    public bool Next(out EhFrameRecord record)
    {
        if (_position == _bytes.Length)
        {
            record = default;
            return false;
        }

        int start = _position;
        var cursor = OpenRecord(start, out int end);
        _position = end;
        if (cursor.Rest == 0 && end - start == sizeof(uint))
        {
            record = new EhFrameRecord { Kind = EhFrameRecordKind.Terminator, Offset = (uint)start, Size = sizeof(uint) };
            return true;
        }

        int pointerOffset = cursor.Position;
        uint pointer = cursor.U32("CIE pointer");
        record = pointer == 0 ? ReadCie(start, ref cursor) : ReadFde(start, end, pointerOffset, pointer, ref cursor);
        return true;
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

    private EhFrameRecord ReadCie(int start, scoped ref EhFrameCursor cursor)
    {
        if (_cie.Offset != (uint)start)
        {
            _cie = EhFrameCie.Read(start, _targetAddress, ref cursor);
        }

        return _cie;
    }

    private EhFrameRecord ReadFde(int start, int end, int pointerOffset, uint pointer, scoped ref EhFrameCursor cursor)
    {
        if (pointer > (uint)pointerOffset || pointer < (uint)(pointerOffset - start))
        {
            cursor.Fail(pointer, $"its CIE pointer 0x{pointer:x} does not lead back to a record before it");
        }

        int cieOffset = pointerOffset - (int)pointer;
        if (_cie.Offset != (uint)cieOffset)
        {
            EhFrameCursor cie = OpenRecord(cieOffset, out int cieEnd);
            if (cieEnd > start || cie.U32("CIE id") != 0)
            {
                cursor.Fail(pointer, $"its CIE pointer 0x{pointer:x} leads to 0x{cieOffset:x}, where no CIE is");
            }

            _cie = EhFrameCie.Read(cieOffset, _targetAddress, ref cie);
        }

        int pcBeginOffset = cursor.Position;
        ulong pcBegin = cursor.Pointer(_cie.PointerEncoding, _targetAddress, "pc_begin");
        int pcRangeOffset = cursor.Position;
        ulong pcRange = cursor.Pointer((byte)(_cie.PointerEncoding & EhFrameCursor.FormatMask), 0, "pc_range");
        int lsdaOffset = 0;
        ulong lsda = 0;
        if (_cie.HasAugmentationData)
        {
            ulong size = cursor.Unsigned("augmentation size");
            if (size > (ulong)cursor.Rest)
            {
                cursor.Fail(size, $"its augmentation data of 0x{size:x} bytes reaches past its end");
            }

            if (_cie.LsdaEncoding != EhFrameCursor.Omit)
            {
                EhFrameCursor data = cursor.First((int)size);
                lsdaOffset = data.Position;
                lsda = data.Pointer(_cie.LsdaEncoding, _targetAddress, "language-specific data");
            }
        }

        return new EhFrameRecord
        {
            Kind = EhFrameRecordKind.Fde,
            Offset = (uint)start,
            Size = (uint)(end - start),
            CieOffset = (uint)cieOffset,
            CiePointerOffset = (uint)pointerOffset,
            PointerEncoding = _cie.PointerEncoding,
            PersonalityEncoding = _cie.PersonalityEncoding,
            LsdaEncoding = _cie.LsdaEncoding,
            HasAugmentationData = _cie.HasAugmentationData,
            IsSignalFrame = _cie.IsSignalFrame,
            PcBeginOffset = (uint)pcBeginOffset,
            PcRangeOffset = (uint)pcRangeOffset,
            PcBegin = pcBegin,
            PcRange = pcRange,
            LsdaOffset = (uint)lsdaOffset,
            Lsda = lsda,
        };
    }
}
