namespace Linker.Relocs.Tests;

/// <summary>
/// Instructions as the Arm Architecture Reference Manual draws them (§C4.1), bit 31 first: <c>i</c> is the immediate, <c>l</c> its two low bits where they stand apart, <c>s</c> by how much it is shifted, <c>x</c> what an assembler decides.
/// Written from the manual, so that the masks under test are compared with something else.
/// </summary>
internal static class A64Word
{
    private static readonly (InstructionClass Class, string Bits)[] Drawn =
    [
        (InstructionClass.Branch26, "000101 iiiiiiiiiiiiiiiiiiiiiiiiii"), // B
        (InstructionClass.Branch26, "100101 iiiiiiiiiiiiiiiiiiiiiiiiii"), // BL
        (InstructionClass.Branch19, "01010100 iiiiiiiiiiiiiiiiiii 0 xxxx"), // B.cond
        (InstructionClass.Branch19, "01010100 iiiiiiiiiiiiiiiiiii 1 xxxx"), // BC.cond
        (InstructionClass.Branch19, "x 0110100 iiiiiiiiiiiiiiiiiii xxxxx"), // CBZ
        (InstructionClass.Branch19, "x 0110101 iiiiiiiiiiiiiiiiiii xxxxx"), // CBNZ
        (InstructionClass.Branch14, "x 0110110 xxxxx iiiiiiiiiiiiii xxxxx"), // TBZ
        (InstructionClass.Branch14, "x 0110111 xxxxx iiiiiiiiiiiiii xxxxx"), // TBNZ
        (InstructionClass.Literal, "0x 011 0 00 iiiiiiiiiiiiiiiiiii xxxxx"), // LDR
        (InstructionClass.Literal, "10 011 0 00 iiiiiiiiiiiiiiiiiii xxxxx"), // LDRSW
        (InstructionClass.Literal, "11 011 0 00 iiiiiiiiiiiiiiiiiii xxxxx"), // PRFM
        (InstructionClass.Literal, "0x 011 1 00 iiiiiiiiiiiiiiiiiii xxxxx"), // LDR of S, D
        (InstructionClass.Literal, "10 011 1 00 iiiiiiiiiiiiiiiiiii xxxxx"), // LDR of Q
        (InstructionClass.Adr, "0 ll 10000 iiiiiiiiiiiiiiiiiii xxxxx"),
        (InstructionClass.Adrp, "1 ll 10000 iiiiiiiiiiiiiiiiiii xxxxx"),
        (InstructionClass.Add, "x 0 0 100010 s iiiiiiiiiiii xxxxx xxxxx"), // ADD
        (InstructionClass.Add, "x 0 1 100010 s iiiiiiiiiiii xxxxx xxxxx"), // ADDS
        (InstructionClass.LdSt8, "00 111 0 01 xx iiiiiiiiiiii xxxxx xxxxx"), // STRB, LDRB, LDRSB
        (InstructionClass.LdSt8, "00 111 1 01 0x iiiiiiiiiiii xxxxx xxxxx"), // STR, LDR of B
        (InstructionClass.LdSt16, "01 111 0 01 xx iiiiiiiiiiii xxxxx xxxxx"), // STRH, LDRH, LDRSH
        (InstructionClass.LdSt16, "01 111 1 01 0x iiiiiiiiiiii xxxxx xxxxx"), // STR, LDR of H
        (InstructionClass.LdSt32, "10 111 0 01 0x iiiiiiiiiiii xxxxx xxxxx"), // STR, LDR of W
        (InstructionClass.LdSt32, "10 111 0 01 10 iiiiiiiiiiii xxxxx xxxxx"), // LDRSW
        (InstructionClass.LdSt32, "10 111 1 01 0x iiiiiiiiiiii xxxxx xxxxx"), // STR, LDR of S
        (InstructionClass.LdSt64, "11 111 0 01 0x iiiiiiiiiiii xxxxx xxxxx"), // STR, LDR of X
        (InstructionClass.LdSt64, "11 111 0 01 10 iiiiiiiiiiii xxxxx xxxxx"), // PRFM
        (InstructionClass.LdSt64, "11 111 1 01 0x iiiiiiiiiiii xxxxx xxxxx"), // STR, LDR of D
        (InstructionClass.LdSt128, "00 111 1 01 1x iiiiiiiiiiii xxxxx xxxxx"), // STR, LDR of Q
        (InstructionClass.MovW, "x 10 100101 ss iiiiiiiiiiiiiiii xxxxx"), // MOVZ
        (InstructionClass.MovW, "x 11 100101 ss iiiiiiiiiiiiiiii xxxxx"), // MOVK
        (InstructionClass.MovSigned, "x 00 100101 ss iiiiiiiiiiiiiiii xxxxx"), // MOVN
        (InstructionClass.MovSigned, "x 10 100101 ss iiiiiiiiiiiiiiii xxxxx"), // MOVZ
    ];

    // Words that no processor knows yet, beside instructions of the class: what the linker thinks of them does not matter.
    private static readonly string[] Unallocated =
    [
        "11 011 1 00 xxxxxxxxxxxxxxxxxxxxxxxx", "01 111 1 01 1x xxxxxxxxxxxxxxxxxxxxxx", "10 111 1 01 1x xxxxxxxxxxxxxxxxxxxxxx",
        "11 111 1 01 1x xxxxxxxxxxxxxxxxxxxxxx", "10 111 0 01 11 xxxxxxxxxxxxxxxxxxxxxx", "11 111 0 01 11 xxxxxxxxxxxxxxxxxxxxxx",
    ];

    private static readonly (InstructionClass Class, uint Fixed, uint Value, uint Immediate)[] Encodings = [.. Drawn.Select(d => (d.Class, Mask(d.Bits, "01"), Mask(d.Bits, "1"), Mask(d.Bits, "il")))];

    private static readonly (uint Fixed, uint Value)[] Free = [.. Unallocated.Select(bits => (Mask(bits, "01"), Mask(bits, "1")))];

    /// <summary>The bits of the immediate.</summary>
    internal static uint ImmediateMask(InstructionClass instruction) => Encodings.First(e => e.Class == instruction).Immediate;

    /// <summary>The bits that a relocation may change: the immediate, and the bit that tells <c>MOVZ</c> from <c>MOVN</c>.</summary>
    internal static uint OwnMask(InstructionClass instruction) => ImmediateMask(instruction) | (instruction == InstructionClass.MovSigned ? 1u << 30 : 0);

    internal static bool Belongs(InstructionClass instruction, uint word) => Encodings.Any(e => e.Class == instruction && (word & e.Fixed) == e.Value);

    /// <summary>Whether a word is an instruction of the field's class that shifts its immediate to where the field's bits of X are, and that a register of 32 bits allows.</summary>
    internal static bool Belongs(Field field, uint word) =>
        Belongs(field.Instruction, word) && ShiftOf(field.Instruction) is var (mask, step)
        && (step == 0 || ((word & mask) / (mask & (0 - mask)) * step == field.LowBit && (field.LowBit < 32 || word >> 31 == 1)));

    internal static bool Exists(uint word) => !Free.Any(e => (word & e.Fixed) == e.Value);

    /// <summary>Some instruction of the class, with anything in its immediate.</summary>
    internal static uint Any(InstructionClass instruction, ulong random)
    {
        (InstructionClass Class, uint Fixed, uint Value, uint Immediate)[] choices = [.. Encodings.Where(e => e.Class == instruction)];
        (_, uint mask, uint bits, _) = choices[(int)((random >> 32) % (uint)choices.Length)];
        return ((uint)random & ~mask) | bits;
    }

    /// <summary>Some instruction that has the field, with anything in its immediate.</summary>
    internal static uint Any(Field field, ulong random)
    {
        uint word = Any(field.Instruction, random);
        (uint mask, int step) = ShiftOf(field.Instruction);
        return step == 0 ? word : (word & ~mask) | ((uint)(field.LowBit / step) * (mask & (0 - mask))) | (field.LowBit < 32 ? 0 : 1u << 31);
    }

    // The bits that say by how many steps an immediate is shifted, and how large a step is.
    private static (uint Mask, int Step) ShiftOf(InstructionClass instruction) =>
        (Mask(Drawn.First(d => d.Class == instruction).Bits, "s"), instruction switch
        {
            InstructionClass.Add => 12,
            InstructionClass.MovW or InstructionClass.MovSigned => 16,
            _ => 0,
        });

    /// <summary>What the immediate says: its bits as a number, and those of a <c>MOVN</c> as the negative number that it makes of them.</summary>
    internal static long Immediate(InstructionClass instruction, uint word)
    {
        string drawing = Drawn.First(d => d.Class == instruction).Bits.Replace(" ", "", StringComparison.Ordinal);
        long immediate = 0;
        foreach (char part in "il")
        {
            for (int i = 0; i < drawing.Length; i++)
            {
                immediate = drawing[i] == part ? (immediate << 1) | ((word >> (31 - i)) & 1) : immediate;
            }
        }

        return instruction == InstructionClass.MovSigned && (word & (1 << 30)) == 0 ? ~immediate : immediate;
    }

    private static uint Mask(string drawing, string letters)
    {
        string bits = drawing.Replace(" ", "", StringComparison.Ordinal);
        Assert.Equal(32, bits.Length);
        return bits.Aggregate(0u, (mask, letter) => (mask << 1) | (letters.Contains(letter, StringComparison.Ordinal) ? 1u : 0));
    }
}
