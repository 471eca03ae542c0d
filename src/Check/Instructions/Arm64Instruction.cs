using System.Buffers.Binary;
using static Linker.Check.Arm64FieldKind;

namespace Linker.Check;

/// <summary>
/// Instructions of AArch64: those that relocations touch, and what usually stands around them. Operands count as LLVM counts them: in the unit of the encoding (words of a branch, pages of
/// <c>adrp</c>, scaled offsets), a register that is written back first, and one that is read and written twice.
/// </summary>
internal static class Arm64Instruction
{
    private static readonly Arm64Field Rd = new(Register, "register"), Rn = new(Register, "register", 5), Ra = new(Register, "register", 10), Rm = new(Register, "register", 16);

    private static readonly Arm64Field Words26 = new(Signed, "distance in words", 0, 26), Words19 = new(Signed, "distance in words", 5, 19), Words14 = new(Signed, "distance in words", 5, 14);

    private static readonly Arm64Field Scaled12 = new(Unsigned, "scaled offset", 10, 12), Offset9 = new(Signed, "offset", 12, 9), Scaled7 = new(Signed, "scaled offset", 15, 7);

    private static readonly Arm64Field Imm16 = new(Unsigned, "immediate", 5, 16), Shift16 = new(Unsigned, "shift", 21, 2, 16), Prefetch = new(Unsigned, "prefetch operation", 0, 5);

    private static readonly Arm64Field ImmR = new(Unsigned, "rotation", 16, 6), ImmS = new(Unsigned, "last bit", 10, 6), ShiftOfRegister = new(Shift, "shift");

    private static readonly Arm64Field Condition = new(Unsigned, "condition", 12, 4), Flags = new(Unsigned, "flags", 0, 4), SystemRegister = new(Unsigned, "system register", 5, 16);

    // The first row that fits is the one.
    private static readonly Form[] Forms =
    [
        new(0xfc000000, 0x14000000, "b", [Words26]),
        new(0xfc000000, 0x94000000, "bl", [Words26]),
        new(0xff000000, 0x54000000, "b.cond", [new(Unsigned, "condition", 0, 4), Words19]),
        new(0x7f000000, 0x34000000, "cbz", [Rd, Words19]),
        new(0x7f000000, 0x35000000, "cbnz", [Rd, Words19]),
        new(0x7f000000, 0x36000000, "tbz", [Rd, new(TestedBit, "bit"), Words14]),
        new(0x7f000000, 0x37000000, "tbnz", [Rd, new(TestedBit, "bit"), Words14]),
        new(0xfffffc1f, 0xd61f0000, "br", [Rn]),
        new(0xfffffc1f, 0xd63f0000, "blr", [Rn]),
        new(0xfffffc1f, 0xd65f0000, "ret", [Rn]),
        new(0xffe0001f, 0xd4000001, "svc", [Imm16]),
        new(0xffe0001f, 0xd4000002, "hvc", [Imm16]),
        new(0xffe0001f, 0xd4000003, "smc", [Imm16]),
        new(0xffe0001f, 0xd4200000, "brk", [Imm16]),
        new(0xffe0001f, 0xd4400000, "hlt", [Imm16]),
        new(0xffffffff, 0xd503201f, "nop", []),
        new(0xffffffff, 0xd50320ff, "xpaclri", []),
        new(0xfffffd1f, 0xd503211f, "pacia1716 or like it", []),
        new(0xfffff91f, 0xd503211f, "pacia1716 or like it", []),
        new(0xffffff1f, 0xd503231f, "paciasp or like it", []),
        new(0xfffff01f, 0xd503201f, "hint", [new(Unsigned, "immediate", 5, 7)]),
        new(0xfffff0ff, 0xd503309f, "dsb", [new(Unsigned, "barrier", 8, 4)]),
        new(0xfffff0ff, 0xd50330bf, "dmb", [new(Unsigned, "barrier", 8, 4)]),
        new(0xfffff0ff, 0xd50330df, "isb", [new(Unsigned, "barrier", 8, 4)]),
        new(0xfff00000, 0xd5100000, "msr", [SystemRegister, Rd]),
        new(0xfff00000, 0xd5300000, "mrs", [Rd, SystemRegister]),
        new(0x9f000000, 0x10000000, "adr", [Rd, new(Distance, "distance in bytes")]),
        new(0x9f000000, 0x90000000, "adrp", [Rd, new(Distance, "distance in pages")]),
        new(0xff000000, 0xd8000000, "prfm", [Prefetch, Words19]),
        new(0xff000000, 0x98000000, "ldrsw", [Rd, Words19]),
        new(0x3b000000, 0x18000000, "ldr", [Rd, Words19]),
        new(0xffc00000, 0xf9800000, "prfm", [Prefetch, Rn, Scaled12]),
        new(0x3bc00000, 0x39000000, "str", [Rd, Rn, Scaled12]),
        new(0x3b000000, 0x39000000, "ldr", [Rd, Rn, Scaled12]),
        new(0xffe00c00, 0xf8800000, "prfum", [Prefetch, Rn, Offset9]),
        new(0x3be00c00, 0x38000000, "stur", [Rd, Rn, Offset9]),
        new(0x3b200c00, 0x38000000, "ldur", [Rd, Rn, Offset9]),
        new(0x3b200c00, 0x38000800, "ldtr or sttr", [Rd, Rn, Offset9]),
        new(0x3b200400, 0x38000400, "ldr or str with write-back", [Rn, Rd, Rn, Offset9]),
        new(0xffe00c00, 0xf8a00800, "prfm", [Prefetch, Rn, Rm, new(Unsigned, "sign", 15, 1), new(Unsigned, "shift", 12, 1)]),
        new(0x3b200c00, 0x38200800, "ldr or str", [Rd, Rn, Rm, new(Unsigned, "sign", 15, 1), new(Unsigned, "shift", 12, 1)]),
        new(0x3bc00000, 0x28000000, "stnp", [Rd, Ra, Rn, Scaled7]),
        new(0x3b800000, 0x28000000, "ldnp", [Rd, Ra, Rn, Scaled7]),
        new(0x3bc00000, 0x29000000, "stp", [Rd, Ra, Rn, Scaled7]),
        new(0x3b800000, 0x29000000, "ldp", [Rd, Ra, Rn, Scaled7]),
        new(0x3a800000, 0x28800000, "ldp or stp with write-back", [Rn, Rd, Ra, Rn, Scaled7]),
        new(0x7f800000, 0x11000000, "add", [Rd, Rn, new(Unsigned, "immediate", 10, 12), new(Unsigned, "shift", 22, 1, 12)]),
        new(0x1f800000, 0x11000000, "adds, sub or subs", [Rd, Rn, new(Unsigned, "immediate", 10, 12), new(Unsigned, "shift", 22, 1, 12)]),
        new(0x1f800000, 0x12000000, "and, orr, eor or ands", [Rd, Rn, new(Unsigned, "encoded mask", 10, 13)]),
        new(0x7f800000, 0x72800000, "movk", [Rd, Rd, Imm16, Shift16]),
        new(0x7f800000, 0x52800000, "movz", [Rd, Imm16, Shift16]),
        new(0x7f800000, 0x12800000, "movn", [Rd, Imm16, Shift16]),
        new(0x7f800000, 0x33000000, "bfm", [Rd, Rd, Rn, ImmR, ImmS]),
        new(0x3f800000, 0x13000000, "sbfm or ubfm", [Rd, Rn, ImmR, ImmS]),
        new(0x7fa00000, 0x13800000, "extr", [Rd, Rn, Rm, ImmS]),
        new(0x1f000000, 0x0a000000, "and, orr, eor or like them", [Rd, Rn, Rm, ShiftOfRegister]),
        new(0x1f200000, 0x0b000000, "add or sub", [Rd, Rn, Rm, ShiftOfRegister]),
        new(0x1fe00000, 0x0b200000, "add or sub", [Rd, Rn, Rm, new(Unsigned, "extension", 10, 6)]),
        new(0x1fe0fc00, 0x1a000000, "adc or sbc", [Rd, Rn, Rm]),
        new(0x3fe00c10, 0x3a400000, "ccmp", [Rn, Rm, Flags, Condition]),
        new(0x3fe00c10, 0x3a400800, "ccmp", [Rn, new(Unsigned, "immediate", 16, 5), Flags, Condition]),
        new(0x3fe00000, 0x1a800000, "csel or like it", [Rd, Rn, Rm, Condition]),
        new(0x7fe00000, 0x1ac00000, "udiv, lsl or like them", [Rd, Rn, Rm]),
        new(0x7fff0000, 0x5ac00000, "rev, clz or like them", [Rd, Rn]),
        new(0xff60fc00, 0x9b407c00, "smulh or umulh", [Rd, Rn, Rm]),
        new(0x1f000000, 0x1b000000, "madd or like it", [Rd, Rn, Rm, Ra]),
        new(0xff201fe0, 0x1e201000, "fmov", [Rd, new(Unsigned, "encoded number", 13, 8)]),
        new(0xffff0000, 0x00000000, "udf", [new(Unsigned, "immediate", 0, 16)]),
    ];

    internal static Instruction Read(ReadOnlySpan<byte> bytes, ulong address)
    {
        if (bytes.Length < sizeof(uint) || address % sizeof(uint) != 0)
        {
            throw new EvaluationException(bytes.Length < sizeof(uint)
                ? $"there are only {bytes.Length} bytes at 0x{address:x}, fewer than an instruction has"
                : $"0x{address:x} is no multiple of 4, as addresses of instructions are");
        }

        uint word = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        Form? form = Array.Find(Forms, f => (word & f.Mask) == f.Value);
        return form is null
            ? new Instruction($".inst 0x{word:x8}", sizeof(uint), null)
            : new Instruction($"{form.Name} (0x{word:x8})", sizeof(uint), [.. form.Fields.Select(f => f.Read(word))]);
    }

    /// <summary>Instructions that are encoded alike.</summary>
    private sealed record Form(uint Mask, uint Value, string Name, IReadOnlyList<Arm64Field> Fields);
}
