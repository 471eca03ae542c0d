using Iced.Intel;
using Decoded = Iced.Intel.Instruction;

namespace Linker.Check;

/// <summary>Which registers LLVM counts twice: results that are sources too.</summary>
internal static class X64Ties
{
    // Results that the manuals call written only.
    private static readonly HashSet<Mnemonic> Tied = [Mnemonic.Bsf, Mnemonic.Bsr, Mnemonic.Movlps, Mnemonic.Movlpd, Mnemonic.Movhps, Mnemonic.Movhpd];

    internal static bool IsTied(in Decoded decoded)
    {
        if (decoded.Op0Kind != OpKind.Register || decoded.Op0Register is >= Register.ST0 and <= Register.ST7 || decoded.Mnemonic == Mnemonic.Cmpxchg)
        {
            return false;
        }

        if (Tied.Contains(decoded.Mnemonic) || (decoded.Mnemonic is Mnemonic.Movss or Mnemonic.Movsd && decoded.OpCount == 2 && decoded.Op1Kind == OpKind.Register))
        {
            return true;
        }

        // Of "xor eax, eax" the result does not depend on what was there; its operands count like those of any other.
        Decoded distinct = decoded;
        if (decoded.OpCount == 2 && decoded.Op1Kind == OpKind.Register && decoded.Op0Register == decoded.Op1Register)
        {
            distinct.Op1Register = decoded.Op0Register + (decoded.Op0Register.GetNumber() == 0 ? 1 : -1);
        }

        return new InstructionInfoFactory().GetInfo(distinct).GetOpAccess(0) is OpAccess.ReadWrite or OpAccess.ReadCondWrite || (IsMove(decoded.Mnemonic) && !HasMaskedForm(in decoded));
    }

    internal static bool WritesMask(in Decoded decoded) =>
        decoded.Mnemonic is Mnemonic.Vgatherdps or Mnemonic.Vgatherdpd or Mnemonic.Vgatherqps or Mnemonic.Vgatherqpd
            or Mnemonic.Vpgatherdd or Mnemonic.Vpgatherdq or Mnemonic.Vpgatherqd or Mnemonic.Vpgatherqq;

    /// <summary>Conditional moves and conditional sets, whose condition is an operand.</summary>
    internal static bool HasCondition(Mnemonic mnemonic) => IsMove(mnemonic) || mnemonic is >= Mnemonic.Seta and <= Mnemonic.Setge or >= Mnemonic.Setl and <= Mnemonic.Sets;

    /// <summary>Whether an 8-bit immediate is a number with a sign rather than a count, a port or a selector.</summary>
    internal static bool IsByteArithmetic(in Decoded decoded) =>
        decoded.Mnemonic is Mnemonic.Add or Mnemonic.Or or Mnemonic.Adc or Mnemonic.Sbb or Mnemonic.And or Mnemonic.Sub or Mnemonic.Xor or Mnemonic.Cmp or Mnemonic.Test or Mnemonic.Mov;

    private static bool IsMove(Mnemonic mnemonic) => mnemonic is >= Mnemonic.Cmova and <= Mnemonic.Cmovs;

    private static bool HasMaskedForm(in Decoded decoded) => decoded.HasOpMask;
}
