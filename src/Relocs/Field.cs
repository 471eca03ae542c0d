using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Linker.Relocs;

/// <summary>The bits of a place that a relocation owns. Reading and writing come from this one declaration, so they cannot differ, and foreign bits never change.</summary>
/// <param name="Size">Bytes of the place: 0, 1, 2, 4 or 8. A marker has none.</param>
public readonly record struct Field(byte Size)
{
    /// <summary>No bits: a marker.</summary>
    public static Field None => new(0);

    /// <summary>One byte.</summary>
    public static Field Word8 => new(1);

    /// <summary>Two bytes, any alignment.</summary>
    public static Field Word16 => new(2);

    /// <summary>Four bytes, any alignment.</summary>
    public static Field Word32 => new(4);

    /// <summary>Eight bytes, any alignment.</summary>
    public static Field Word64 => new(8);

    /// <summary>Writes the low bits of <paramref name="x"/>.</summary>
    /// <param name="place">The first of <see cref="Size"/> bytes; the caller has proved that they exist.</param>
    /// <param name="x">The value; its high bits are dropped, so check the range first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Insert(ref byte place, long x)
    {
        switch (Size)
        {
            case 4: Unsafe.WriteUnaligned(ref place, (uint)x); break;
            case 8: Unsafe.WriteUnaligned(ref place, x); break;
            case 1: place = (byte)x; break;
            case 2: Unsafe.WriteUnaligned(ref place, (ushort)x); break;
        }
    }

    /// <summary>Reads the field as a signed number: the addend of an object that keeps addends in the places.</summary>
    /// <param name="place">Exactly the bytes of the place.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="Size"/> bytes.</exception>
    public long Extract(ReadOnlySpan<byte> place)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(place.Length, Size);
        return Size switch
        {
            1 => (sbyte)place[0],
            2 => MemoryMarshal.Read<short>(place),
            4 => MemoryMarshal.Read<int>(place),
            8 => MemoryMarshal.Read<long>(place),
            _ => 0,
        };
    }

    /// <summary>The field's name in the psABI: <c>word8</c> to <c>word64</c>.</summary>
    public override string ToString() => Size == 0 ? "none" : $"word{Size * 8}";
}
