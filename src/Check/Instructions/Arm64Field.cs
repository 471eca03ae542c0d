namespace Linker.Check;

/// <summary>How bits of an AArch64 instruction are an operand.</summary>
internal enum Arm64FieldKind : byte
{
    /// <summary>The number of a register.</summary>
    Register,

    Unsigned,
    Signed,

    /// <summary>The 21 bits of <c>adr</c> and <c>adrp</c>: immhi, immlo.</summary>
    Distance,

    /// <summary>The bit that <c>tbz</c> looks at: b5, b40.</summary>
    TestedBit,

    /// <summary>A shift of a register: its kind, then its amount.</summary>
    Shift,
}

/// <summary>An operand of an AArch64 instruction.</summary>
/// <param name="Kind">What the bits are.</param>
/// <param name="What">How messages call it.</param>
/// <param name="Lsb">The lowest of the bits.</param>
/// <param name="Width">How many there are.</param>
/// <param name="Scale">What the number is multiplied with.</param>
internal sealed record Arm64Field(Arm64FieldKind Kind, string What, int Lsb = 0, int Width = 0, int Scale = 1)
{
    internal Operand Read(uint word) => Kind switch
    {
        Arm64FieldKind.Register => Operand.Register($"{Bits(word, Lsb, 5)}"),
        Arm64FieldKind.Unsigned => Operand.Immediate(Bits(word, Lsb, Width) * Scale, What),
        Arm64FieldKind.Signed => Operand.Immediate(Extend(Bits(word, Lsb, Width), Width), What),
        Arm64FieldKind.Distance => Operand.Immediate(Extend((Bits(word, 5, 19) << 2) | Bits(word, 29, 2), 21), What),
        Arm64FieldKind.TestedBit => Operand.Immediate((Bits(word, 31, 1) << 5) | Bits(word, 19, 5), What),
        _ => Operand.Immediate((Bits(word, 22, 2) << 6) | Bits(word, 10, 6), What),
    };

    private static long Bits(uint word, int lsb, int width) => (word >> lsb) & ((1u << width) - 1);

    private static long Extend(long value, int width) => value << (64 - width) >> (64 - width);
}
