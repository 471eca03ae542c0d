using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Linker.Loader;

/// <summary>A position in a piece of a debug section that cannot leave it.</summary>
/// <param name="bytes">From the section's start to the piece's end.</param>
/// <param name="position">Where the piece begins.</param>
/// <param name="structure">What it is.</param>
/// <param name="fileName">For messages.</param>
internal ref struct DwarfCursor(ReadOnlySpan<byte> bytes, int position, string structure, string fileName)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position = position;

    /// <summary>Bytes from the start of the section.</summary>
    internal readonly int Position => _position;

    /// <summary>Bytes left in the piece.</summary>
    internal readonly int Rest => _bytes.Length - _position;

    /// <summary>Whether offsets into sections have 8 bytes: the 64-bit format (DWARF 5 §7.4).</summary>
    internal bool IsWide { get; init; }

    internal byte U8(string field) => Take(1, field)[0];

    internal ushort U16(string field) => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort), field));

    internal uint U32(string field) => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint), field));

    internal ulong U64(string field) => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong), field));

    /// <summary>A size or an offset, as wide as the format says.</summary>
    internal ulong Word(string field) => IsWide ? U64(field) : U32(field);

    internal ulong Unsigned(string field)
    {
        if (!Leb128.TryReadUnsigned(_bytes, ref _position, out ulong value))
        {
            Fail(0, $"its {field} is cut short");
        }

        return value;
    }

    internal long Signed(string field)
    {
        if (!Leb128.TryReadSigned(_bytes, ref _position, out long value))
        {
            Fail(0, $"its {field} is cut short");
        }

        return value;
    }

    /// <summary>Moves behind a name and the zero that ends it.</summary>
    /// <returns>How long it is.</returns>
    internal int SkipName(string field)
    {
        int size = _bytes[_position..].IndexOf((byte)0);
        if (size < 0)
        {
            Fail(0, $"its {field} has no terminating zero");
        }

        _position += size + 1;
        return size;
    }

    internal ReadOnlySpan<byte> Take(ulong size, string field)
    {
        if (size > (ulong)Rest)
        {
            Fail(size, $"its {field} is cut short");
        }

        ReadOnlySpan<byte> taken = _bytes.Slice(_position, (int)size);
        _position += (int)size;
        return taken;
    }

    /// <summary>A cursor over the next bytes only, which this one moves behind.</summary>
    internal DwarfCursor First(ulong size, string field)
    {
        int start = _position;
        Take(size, field);
        return new DwarfCursor(_bytes[.._position], start, structure, fileName) { IsWide = IsWide };
    }

    /// <summary>Says what is wrong. The offset is one of the section, whose bytes need not be the file's.</summary>
    [DoesNotReturn]
    internal readonly void Fail(ulong value, string problem) => Throw.Format(fileName, structure, -1, (ulong)_position, value, problem);
}
