using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Linker.Relocs;

/// <summary>The bits of a place that a relocation owns. Reading and writing come from this one declaration, so they cannot differ, and foreign bits never change.</summary>
public readonly record struct Field
{
    /// <summary>A field that fills its bytes.</summary>
    /// <param name="size">Bytes of the place: 0, 1, 2, 4 or 8. A marker has none.</param>
    public Field(byte size)
    {
        Size = size;
        Width = HighBit = (byte)(8 * size);
    }

    /// <summary>An immediate of an instruction of four bytes.</summary>
    /// <param name="instruction">The instructions that have it.</param>
    /// <param name="lsb">Position of its lowest bit.</param>
    /// <param name="width">Its bits.</param>
    /// <param name="lowBit">The lowest bit of X that goes in.</param>
    /// <param name="highBit">The highest one; by default the field is filled. Bits of the field above it become 0.</param>
    internal Field(InstructionClass instruction, int lsb, int width, int lowBit, int? highBit = null)
    {
        Size = sizeof(uint);
        Instruction = instruction;
        Lsb = (byte)lsb;
        Width = (byte)width;
        LowBit = (byte)lowBit;
        HighBit = (byte)(highBit ?? (lowBit + width - 1));
    }

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

    /// <summary>Bytes of the place: 0, 1, 2, 4 or 8. A marker has none.</summary>
    public byte Size { get; }

    /// <summary>Bits of the field.</summary>
    public byte Width { get; }

    /// <summary>The instructions that the field is part of.</summary>
    public InstructionClass Instruction { get; }

    /// <summary>What <see cref="Instruction"/> is called in messages, with the shift that the field needs; empty for data.</summary>
    public string InstructionName => A64Fields.NameOf(this);

    /// <summary>Position of the field's lowest bit in the instruction.</summary>
    internal byte Lsb { get; }

    /// <summary>The lowest bit of X that goes in.</summary>
    internal byte LowBit { get; }

    /// <summary>The highest bit of X that goes in.</summary>
    internal byte HighBit { get; }

    /// <summary>Whether the place may hold what it holds. Data may be anything, an instruction has to be one that has the field.</summary>
    /// <param name="place">The first of <see cref="Size"/> bytes; the caller has proved that they exist.</param>
    public bool Fits(ref readonly byte place) =>
        Instruction == InstructionClass.None || A64Fields.Holds(this, Unsafe.ReadUnaligned<uint>(in place));

    /// <summary>Writes the bits of <paramref name="x"/> that the field owns.</summary>
    /// <param name="place">The first of <see cref="Size"/> bytes; the caller has proved that they exist.</param>
    /// <param name="x">The value; its high bits are dropped, so check the range first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Insert(ref byte place, long x)
    {
        if (Instruction != InstructionClass.None)
        {
            Unsafe.WriteUnaligned(ref place, A64Fields.Insert(this, Unsafe.ReadUnaligned<uint>(ref place), x));
            return;
        }

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
            4 when Instruction != InstructionClass.None => A64Fields.Extract(this, MemoryMarshal.Read<uint>(place)),
            4 => MemoryMarshal.Read<int>(place),
            8 => MemoryMarshal.Read<long>(place),
            _ => 0,
        };
    }

    /// <summary>The field's name in the ABI documents: <c>word8</c> to <c>word64</c>, <c>imm26</c>, <c>immhi:immlo</c>.</summary>
    public override string ToString() => Instruction switch
    {
        InstructionClass.None => Size == 0 ? "none" : $"word{Size * 8}",
        InstructionClass.Adr or InstructionClass.Adrp => "immhi:immlo",
        InstructionClass.MovSigned => "imm16 of MOVZ or MOVN",
        _ => $"imm{Width}",
    };
}
