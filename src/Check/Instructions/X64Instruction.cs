using Iced.Intel;
using Decoded = Iced.Intel.Instruction;

namespace Linker.Check;

/// <summary>
/// Instructions of x86-64. Iced decodes them and names operands as the manuals do; LLVM's numbering differs in five ways: a memory operand counts as five (base, scale, index, displacement, segment),
/// a register that is read and written counts twice, registers that the opcode implies do not count, masks count before the sources, and conditions count at the end.
/// </summary>
internal static class X64Instruction
{
    internal static Instruction Read(ReadOnlySpan<byte> bytes, ulong address)
    {
        var decoder = Decoder.Create(64, bytes.ToArray(), address);
        decoder.Decode(out Decoded decoded);
        if (decoded.IsInvalid)
        {
            throw new EvaluationException($"the bytes {Convert.ToHexStringLower(bytes)} at 0x{address:x} are no instruction that is known");
        }

        var text = new StringOutput();
        new IntelFormatter { Options = { SpaceAfterOperandSeparator = true, BranchLeadingZeros = false, RipRelativeAddresses = true, HexPrefix = "0x", HexSuffix = null, UppercaseHex = false } }.Format(decoded, text);
        return new Instruction(text.ToStringAndReset(), decoded.Length, OperandsOf(in decoded));
    }

    private static List<Operand> OperandsOf(in Decoded decoded)
    {
        var operands = new List<Operand>();
        if (decoded.Mnemonic is Mnemonic.Xchg or Mnemonic.Xadd)
        {
            AddExchanged(operands, in decoded);
            return operands;
        }

        for (int i = 0; i < decoded.OpCount; i++)
        {
            if (IsImplied(in decoded, i))
            {
                continue;
            }

            int start = operands.Count;
            Add(operands, in decoded, i);
            if (i > 0)
            {
                continue;
            }

            // A gather counts its mask among the results.
            if (X64Ties.WritesMask(in decoded))
            {
                operands.Add(Operand.Register(NameOf(decoded.HasOpMask ? decoded.OpMask : decoded.GetOpRegister(2))));
            }

            bool isMerged = decoded.HasOpMask && !decoded.ZeroingMasking && decoded.Op0Kind == OpKind.Register && decoded.Op0Register is < Register.K0 or > Register.K7;
            if (X64Ties.IsTied(in decoded) || isMerged)
            {
                operands.Add(operands[start]);
            }

            if (decoded.HasOpMask)
            {
                operands.Add(Operand.Register(NameOf(decoded.OpMask)));
            }
        }

        if (decoded.ConditionCode != ConditionCode.None && (decoded.Code.IsJccShortOrNear() || X64Ties.HasCondition(decoded.Mnemonic)))
        {
            operands.Add(Operand.Immediate((long)decoded.ConditionCode - (long)ConditionCode.o, "condition"));
        }

        return operands;
    }

    private static bool IsImplied(in Decoded decoded, int index) => decoded.OpCode.GetOpKind(index) switch
    {
        OpCodeOperandKind.es or OpCodeOperandKind.cs or OpCodeOperandKind.ss or OpCodeOperandKind.ds or OpCodeOperandKind.fs or OpCodeOperandKind.gs
            or OpCodeOperandKind.al or OpCodeOperandKind.cl or OpCodeOperandKind.ax or OpCodeOperandKind.dx or OpCodeOperandKind.eax or OpCodeOperandKind.rax
            or OpCodeOperandKind.st0 or OpCodeOperandKind.imm8_const_1 or OpCodeOperandKind.seg_rBX_al or OpCodeOperandKind.seg_rDI => true,
        _ => decoded.Mnemonic is Mnemonic.Blendvps or Mnemonic.Blendvpd or Mnemonic.Pblendvb or Mnemonic.Sha256rnds2 && index == 2,
    };

    // Two results and two tied sources; the memory comes last.
    private static void AddExchanged(List<Operand> operands, in Decoded decoded)
    {
        bool isMemory = decoded.Op0Kind == OpKind.Memory;
        for (int twice = 0; twice < 2; twice++)
        {
            for (int i = decoded.OpCount - 1; i >= 0; i--)
            {
                if (!IsImplied(in decoded, i) && decoded.GetOpKind(i) == OpKind.Register)
                {
                    operands.Add(Operand.Register(NameOf(decoded.GetOpRegister(i))));
                }
            }
        }

        if (isMemory)
        {
            AddMemory(operands, in decoded);
        }
    }

    private static void Add(List<Operand> operands, in Decoded decoded, int index)
    {
        OpKind kind = decoded.GetOpKind(index);
        switch (kind)
        {
            case OpKind.Register:
                operands.Add(Operand.Register(NameOf(decoded.GetOpRegister(index))));
                break;
            case OpKind.Memory when decoded.OpCode.GetOpKind(index) == OpCodeOperandKind.mem_offs:
                operands.Add(Operand.Immediate((long)decoded.MemoryDisplacement64, "address"));
                operands.Add(SegmentOf(in decoded));
                break;
            case OpKind.Memory:
                AddMemory(operands, in decoded);
                break;
            case OpKind.NearBranch16 or OpKind.NearBranch32 or OpKind.NearBranch64:
                operands.Add(Operand.Immediate((long)(decoded.NearBranchTarget - decoded.NextIP), "distance"));
                break;
            case OpKind.Immediate8 or OpKind.Immediate8_2nd or OpKind.Immediate16 or OpKind.Immediate32 or OpKind.Immediate64
                or OpKind.Immediate8to16 or OpKind.Immediate8to32 or OpKind.Immediate8to64 or OpKind.Immediate32to64:
                operands.Add(Operand.Immediate(ImmediateOf(in decoded, index, kind)));
                break;
            default:
                // String instructions: the destination is a register, the source a register and a segment.
                operands.Add(Operand.None("an address in a register"));
                if (kind is OpKind.MemorySegRSI or OpKind.MemorySegESI or OpKind.MemorySegSI)
                {
                    operands.Add(SegmentOf(in decoded));
                }

                break;
        }
    }

    private static void AddMemory(List<Operand> operands, in Decoded decoded)
    {
        long displacement = decoded.IsIPRelativeMemoryOperand
            ? (int)(decoded.IPRelativeMemoryAddress - decoded.NextIP)
            : (int)decoded.MemoryDisplacement64;
        operands.Add(decoded.MemoryBase == Register.None ? Operand.None("no base") : Operand.None($"base {NameOf(decoded.MemoryBase)}"));
        operands.Add(Operand.Immediate(decoded.MemoryIndexScale, "scale"));
        operands.Add(decoded.MemoryIndex == Register.None ? Operand.None("no index") : Operand.None($"index {NameOf(decoded.MemoryIndex)}"));
        operands.Add(Operand.Immediate(displacement, "displacement"));
        operands.Add(SegmentOf(in decoded));
    }

    private static Operand SegmentOf(in Decoded decoded) =>
        decoded.HasSegmentPrefix ? Operand.None($"segment {NameOf(decoded.SegmentPrefix)}") : Operand.None("no segment");

    private static long ImmediateOf(in Decoded decoded, int index, OpKind kind) => kind switch
    {
        OpKind.Immediate8 when X64Ties.IsByteArithmetic(in decoded) => (sbyte)decoded.Immediate8,
        OpKind.Immediate8 => decoded.Immediate8,
        OpKind.Immediate8_2nd => decoded.Immediate8_2nd,
        OpKind.Immediate16 when decoded.Mnemonic is Mnemonic.Ret or Mnemonic.Retf or Mnemonic.Enter => (short)decoded.Immediate16,
        _ => (long)decoded.GetImmediate(index),
    };

    private static string NameOf(Register register) => register.ToString().ToLowerInvariant();
}
