using System.Buffers.Binary;

namespace Linker.Loader;

/// <summary>A position in one record of <c>.eh_frame</c> that cannot leave it.</summary>
internal ref struct EhFrameCursor
{
    internal const byte FormatMask = 0x0f;
    internal const byte Indirect = 0x80;  // DW_EH_PE_indirect
    internal const byte Omit = 0xff;      // DW_EH_PE_omit
    internal const byte Common = 0x1b;    // DW_EH_PE_pcrel | DW_EH_PE_sdata4

    private const byte Application = 0x70;
    private const byte PcRelative = 0x10; // DW_EH_PE_pcrel

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _end;
    private readonly int _record;
    private readonly string _fileName;
    private readonly ulong _fileOffset;

    internal EhFrameCursor(ReadOnlySpan<byte> bytes, int position, int end, int record, string fileName, ulong fileOffset)
    {
        _bytes = bytes;
        Position = position;
        _end = end;
        _record = record;
        _fileName = fileName;
        _fileOffset = fileOffset;
    }

    /// <summary>Bytes from the start of the section.</summary>
    internal int Position { get; private set; }

    /// <summary>Bytes left in the record.</summary>
    internal readonly int Rest => _end - Position;

    /// <summary>A cursor over the next bytes only; the caller has proved that they exist.</summary>
    internal readonly EhFrameCursor First(int size) => new(_bytes, Position, Position + size, _record, _fileName, _fileOffset);

    internal byte U8(string field) => Take(1, field)[0];

    internal uint U32(string field) => BinaryPrimitives.ReadUInt32LittleEndian(Take(4, field));

    internal ulong U64(string field) => BinaryPrimitives.ReadUInt64LittleEndian(Take(8, field));

    /// <summary>An unsigned LEB128 of at most ten bytes.</summary>
    internal ulong Unsigned(string field)
    {
        int used = 0;
        if (!Leb128.TryReadUnsigned(_bytes.Slice(Position, Math.Min(Rest, 10)), ref used, out ulong value))
        {
            Fail(0, $"its {field} is cut short");
        }

        Position += used;
        return value;
    }

    /// <summary>A signed LEB128 of at most ten bytes.</summary>
    internal long Signed(string field)
    {
        int used = 0;
        if (!Leb128.TryReadSigned(_bytes.Slice(Position, Math.Min(Rest, 10)), ref used, out long value))
        {
            Fail(0, $"its {field} is cut short");
        }

        Position += used;
        return value;
    }

    internal ReadOnlySpan<byte> Take(int size, string field)
    {
        if (size > Rest)
        {
            Fail((ulong)size, $"its {field} is cut short");
        }

        ReadOnlySpan<byte> taken = _bytes.Slice(Position, size);
        Position += size;
        return taken;
    }

    /// <summary>An encoded pointer. What is 0 in the bytes is null, not the place itself, as the unwinders have it.</summary>
    internal ulong Pointer(byte encoding, ulong targetAddress, string field)
    {
        ulong place = targetAddress + (ulong)Position;
        long value = (encoding & FormatMask) switch
        {
            0x00 => (long)U64(field),                                                       // DW_EH_PE_absptr
            0x01 => (long)Unsigned(field),                                                  // DW_EH_PE_uleb128
            0x02 => BinaryPrimitives.ReadUInt16LittleEndian(Take(2, field)),                // DW_EH_PE_udata2
            0x03 => U32(field),                                                             // DW_EH_PE_udata4
            0x04 => (long)U64(field),                                                       // DW_EH_PE_udata8
            0x09 => Signed(field),                                                          // DW_EH_PE_sleb128
            0x0a => BinaryPrimitives.ReadInt16LittleEndian(Take(2, field)),                 // DW_EH_PE_sdata2
            0x0b => (int)U32(field),                                                        // DW_EH_PE_sdata4
            0x0c => (long)U64(field),                                                       // DW_EH_PE_sdata8
            _ => Unknown(encoding, field),
        };

        return (encoding & Application) switch
        {
            _ when value == 0 => 0,
            0 => (ulong)value,
            PcRelative => place + (ulong)value,
            _ => (ulong)Unknown(encoding, field),
        };
    }

    /// <summary>Whether <see cref="Pointer"/> reads an encoding.</summary>
    internal static bool IsKnown(byte encoding) =>
        (encoding & FormatMask) is <= 4 or >= 9 and <= 12 && (encoding & Application) is 0 or PcRelative;

    /// <summary>Says what is wrong with the record.</summary>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    internal readonly void Fail(ulong value, string problem) =>
        Throw.Format(_fileName, $".eh_frame record at 0x{_record:x}", -1, _fileOffset + (ulong)Position, value, problem);

    private readonly long Unknown(byte encoding, string field)
    {
        Fail(encoding, $"the pointer encoding 0x{encoding:x2} of its {field} is not known, or is relative to something that only an executable has");
        return 0;
    }
}
