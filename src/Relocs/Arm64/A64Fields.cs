using static Linker.Relocs.InstructionClass;

namespace Linker.Relocs;

/// <summary>
/// AArch64: every instruction is one little-endian word, and an address is split over several: a page of 4 KiB by <c>ADRP</c> (±4 GiB), the offset in it by <c>ADD</c>, a load or a store,
/// whose immediate is scaled by the size of the access; or 16 bits at a time by <c>MOVZ</c>, <c>MOVN</c> and <c>MOVK</c>. Direct branches reach ±128 MiB, conditional ones ±1 MiB, <c>TBZ</c> ±32 KiB.
/// Arm Architecture Reference Manual (DDI 0487) §C4.1, "A64 instruction set encoding"; AAELF64 §5.7.6.
/// </summary>
internal static class A64Fields
{
    internal static Field Branch26 => new(InstructionClass.Branch26, lsb: 0, width: 26, lowBit: 2);

    internal static Field Branch19 => new(InstructionClass.Branch19, lsb: 5, width: 19, lowBit: 2);

    internal static Field Branch14 => new(InstructionClass.Branch14, lsb: 5, width: 14, lowBit: 2);

    internal static Field Literal19 => new(Literal, lsb: 5, width: 19, lowBit: 2);

    internal static Field Adr21 => new(Adr, lsb: 5, width: 21, lowBit: 0);

    internal static Field Page21 => new(Adrp, lsb: 5, width: 21, lowBit: 12);

    internal static Field Add12 => new(Add, lsb: 10, width: 12, lowBit: 0);

    internal static Field AddHi12 => new(Add, lsb: 10, width: 12, lowBit: 12);

    internal static Field LdSt8 => new(InstructionClass.LdSt8, lsb: 10, width: 12, lowBit: 0);

    internal static Field LdSt16 => new(InstructionClass.LdSt16, lsb: 10, width: 12, lowBit: 1, highBit: 11);

    internal static Field LdSt32 => new(InstructionClass.LdSt32, lsb: 10, width: 12, lowBit: 2, highBit: 11);

    internal static Field LdSt64 => new(InstructionClass.LdSt64, lsb: 10, width: 12, lowBit: 3, highBit: 11);

    internal static Field LdSt128 => new(InstructionClass.LdSt128, lsb: 10, width: 12, lowBit: 4, highBit: 11);

    /// <summary>The offset of a load beyond one page: all 12 bits.</summary>
    internal static Field LdSt64Wide => new(InstructionClass.LdSt64, lsb: 10, width: 12, lowBit: 3);

    /// <summary>16 bits of X.</summary>
    /// <param name="group">Which: 0 for the lowest. The instruction's own hw field, which shifts them, is the assembler's and has to say the same.</param>
    internal static Field MovW(int group) => new(InstructionClass.MovW, lsb: 5, width: 16, lowBit: 16 * group);

    /// <summary>16 bits of X, or of its complement.</summary>
    /// <param name="group">Which: 0 for the lowest.</param>
    internal static Field MovSigned(int group) => new(InstructionClass.MovSigned, lsb: 5, width: 16, lowBit: 16 * group);

    /// <summary>Whether a word is an instruction that has a field, and shifts it to where its bits of X are.</summary>
    internal static bool Holds(Field field, uint word) => Holds(field.Instruction, word) && field.Instruction switch
    {
        Add => (word & 0x40_0000) != 0 == (field.LowBit != 0),
        // A register of 32 bits has no upper two groups.
        InstructionClass.MovW or InstructionClass.MovSigned => ((word >> 21) & 3) * 16 == field.LowBit && (field.LowBit < 32 || (int)word < 0),
        _ => true,
    };

    /// <summary>Whether a word is an instruction of a class.</summary>
    internal static bool Holds(InstructionClass instruction, uint word) => instruction switch
    {
        InstructionClass.Branch26 => (word & 0x7C00_0000) == 0x1400_0000,
        InstructionClass.Branch19 => (word & 0xFF00_0000) == 0x5400_0000 || (word & 0x7E00_0000) == 0x3400_0000,
        InstructionClass.Branch14 => (word & 0x7E00_0000) == 0x3600_0000,
        Literal => (word & 0x3B00_0000) == 0x1800_0000,
        Adr => (word & 0x9F00_0000) == 0x1000_0000,
        Adrp => (word & 0x9F00_0000) == 0x9000_0000,
        Add => (word & 0x5F80_0000) == 0x1100_0000,
        InstructionClass.LdSt8 => (word & 0xFB00_0000) == 0x3900_0000 && !Holds(InstructionClass.LdSt128, word),
        InstructionClass.LdSt16 => (word & 0xFB00_0000) == 0x7900_0000,
        InstructionClass.LdSt32 => (word & 0xFB00_0000) == 0xB900_0000,
        InstructionClass.LdSt64 => (word & 0xFB00_0000) == 0xF900_0000,
        InstructionClass.LdSt128 => (word & 0xFF80_0000) == 0x3D80_0000,
        InstructionClass.MovW => (word & 0x5F80_0000) == 0x5280_0000,
        InstructionClass.MovSigned => (word & 0x3F80_0000) == 0x1280_0000,
        _ => true,
    };

    /// <summary>What the instructions that have a field are called in messages.</summary>
    internal static string NameOf(Field field) => field.Instruction switch
    {
        Add or InstructionClass.MovW or InstructionClass.MovSigned => NameOf(field.Instruction) + (field.LowBit == 0 ? " without a shift" : $", LSL #{field.LowBit}"),
        _ => NameOf(field.Instruction),
    };

    /// <summary>What an instruction of a class is called in messages.</summary>
    internal static string NameOf(InstructionClass instruction) => instruction switch
    {
        InstructionClass.Branch26 => "B or BL",
        InstructionClass.Branch19 => "B.cond, CBZ or CBNZ",
        InstructionClass.Branch14 => "TBZ or TBNZ",
        Literal => "load from a literal",
        Adr => "ADR",
        Adrp => "ADRP",
        Add => "ADD of an immediate",
        InstructionClass.LdSt8 => "load or store of 8 bits at an unsigned offset",
        InstructionClass.LdSt16 => "load or store of 16 bits at an unsigned offset",
        InstructionClass.LdSt32 => "load or store of 32 bits at an unsigned offset",
        InstructionClass.LdSt64 => "load or store of 64 bits at an unsigned offset",
        InstructionClass.LdSt128 => "load or store of 128 bits at an unsigned offset",
        InstructionClass.MovW => "MOVZ or MOVK",
        InstructionClass.MovSigned => "MOVZ or MOVN",
        _ => "",
    };

    /// <summary>The word with bits of X in its field; all other bits stay, but for the opcode bit that the sign of X decides.</summary>
    internal static uint Insert(Field field, uint word, long x)
    {
        uint bits = (uint)(x >> field.LowBit) & ((2u << (field.HighBit - field.LowBit)) - 1);
        switch (field.Instruction)
        {
            case Adr or Adrp:
                // The two low bits stand apart: immhi is [23:5], immlo [30:29].
                return (word & 0x9F00_001F) | ((bits & 3) << 29) | ((bits >> 2) << 5);
            case InstructionClass.MovSigned:
                // Bit 30 tells MOVZ from MOVN.
                word = x < 0 ? word & ~0x4000_0000u : word | 0x4000_0000u;
                bits = x < 0 ? ~bits & 0xFFFF : bits;
                break;
        }

        uint mask = MaskOf(field);
        return (word & ~mask) | (bits << field.Lsb);
    }

    /// <summary>The addend that a word holds in its field: sign-extended, and scaled as the instruction scales it, but for the wide moves and <c>ADRP</c>. AAELF64 §5.7.2.</summary>
    internal static long Extract(Field field, uint word)
    {
        uint bits = field.Instruction is Adr or Adrp ? ((word >> 29) & 3) | (((word >> 5) & 0x7_FFFF) << 2) : (word & MaskOf(field)) >> field.Lsb;
        long value = (long)((ulong)bits << (64 - field.Width)) >> (64 - field.Width);
        return field.Instruction is Adrp or InstructionClass.MovW or InstructionClass.MovSigned ? value : value << field.LowBit;
    }

    private static uint MaskOf(Field field) => ((1u << field.Width) - 1) << field.Lsb;
}
