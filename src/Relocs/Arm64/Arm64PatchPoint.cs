using System.Buffers.Binary;

namespace Linker.Relocs;

/// <summary>
/// AArch64: the call goes through x16, which compilers expect to be lost at a patch point, as they do x17 and the link register. Targets in guarded pages begin with a landing pad for calls.
/// AAPCS64 §6.1.1; Arm Architecture Reference Manual, <c>ADRP</c>, <c>LDR</c>, <c>BLR</c>, <c>MOVZ</c>, <c>MOVK</c>, <c>NOP</c>.
/// </summary>
internal static class Arm64PatchPoint
{
    private const int InstructionSize = sizeof(uint);
    private const uint ImmediateMask = 0x001FFFE0;
    private const int ImmediateBit = 5;

    internal static ReadOnlySpan<byte> Call =>
    [
        0x10, 0x00, 0x00, 0x90, // adrp x16, slot
        0x10, 0x02, 0x40, 0xF9, // ldr  x16, [x16, #:lo12:slot]
        0x00, 0x02, 0x3F, 0xD6, // blr  x16
    ];

    internal static readonly StubFixup[] Fixups = [new(0, RelocKind.A64Page21, 0), new(4, RelocKind.A64LdSt64Offset12, 0)];

    internal static ReadOnlySpan<byte> Nop => [0x1F, 0x20, 0x03, 0xD5]; // nop

    // 48 bits of an address, the highest first.
    private static ReadOnlySpan<uint> CallTarget =>
    [
        0xD2C00010, // movz x16, #target[47:32], lsl #32
        0xF2A00010, // movk x16, #target[31:16], lsl #16
        0xF2800010, // movk x16, #target[15:0]
        0xD63F0200, // blr  x16
    ];

    /// <summary>Bytes of the call of an address that code begins with; 0 when it does not.</summary>
    internal static int CallSizeOf(ReadOnlySpan<byte> code, out ulong target)
    {
        target = 0;
        if (code.Length < CallTarget.Length * InstructionSize)
        {
            return 0;
        }

        ulong address = 0;
        for (int i = 0; i < CallTarget.Length; i++)
        {
            uint instruction = BinaryPrimitives.ReadUInt32LittleEndian(code[(i * InstructionSize)..]);
            bool isLast = i == CallTarget.Length - 1;
            if ((isLast ? instruction : instruction & ~ImmediateMask) != CallTarget[i])
            {
                return 0;
            }

            address = isLast ? address : (address << 16) | ((instruction & ImmediateMask) >> ImmediateBit);
        }

        target = address;
        return CallTarget.Length * InstructionSize;
    }

    /// <summary>Bytes of the instruction without effect that code begins with; 0 when it does not.</summary>
    internal static int NopSizeOf(ReadOnlySpan<byte> code) => code.StartsWith(Nop) ? Nop.Length : 0;
}
