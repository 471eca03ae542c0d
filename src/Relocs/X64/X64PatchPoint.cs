using System.Buffers.Binary;

namespace Linker.Relocs;

/// <summary>
/// x86-64: the call reads the slot, which lies in the same image, and changes no register; compilers expect r11 to be lost.
/// Intel SDM vol. 2, <c>CALL</c> (FF /2), <c>NOP</c> (0F 1F /0, 90), <c>MOV</c> (REX.W + B8+ rd io).
/// </summary>
internal static class X64PatchPoint
{
    private const int LongestNop = 9;

    internal static ReadOnlySpan<byte> Call => [0xFF, 0x15, 0x00, 0x00, 0x00, 0x00]; // call *slot(%rip)

    internal static readonly StubFixup[] Fixups = [new(2, RelocKind.Pc32, -4)];

    private static ReadOnlySpan<byte> LoadTarget => [0x49, 0xBB]; // movabs $target, %r11

    private static ReadOnlySpan<byte> CallTarget => [0x41, 0xFF, 0xD3]; // call *%r11

    // One row a length, as the manual recommends them: 1 … 9 bytes.
    private static ReadOnlySpan<byte> Nops =>
    [
        0x90,
        0x66, 0x90,
        0x0F, 0x1F, 0x00,
        0x0F, 0x1F, 0x40, 0x00,
        0x0F, 0x1F, 0x44, 0x00, 0x00,
        0x66, 0x0F, 0x1F, 0x44, 0x00, 0x00,
        0x0F, 0x1F, 0x80, 0x00, 0x00, 0x00, 0x00,
        0x0F, 0x1F, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x66, 0x0F, 0x1F, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00,
    ];

    /// <summary>The longest instruction without effect that is not longer than that.</summary>
    internal static ReadOnlySpan<byte> NopOf(int size)
    {
        int length = Math.Min(size, LongestNop);
        return Nops.Slice(length * (length - 1) / 2, length);
    }

    /// <summary>Bytes of the call of an address that code begins with; 0 when it does not.</summary>
    internal static int CallSizeOf(ReadOnlySpan<byte> code, out ulong target)
    {
        target = 0;
        if (!code.StartsWith(LoadTarget) || code.Length < LoadTarget.Length + sizeof(ulong) || !code[(LoadTarget.Length + sizeof(ulong))..].StartsWith(CallTarget))
        {
            return 0;
        }

        target = BinaryPrimitives.ReadUInt64LittleEndian(code[LoadTarget.Length..]);
        return LoadTarget.Length + sizeof(ulong) + CallTarget.Length;
    }

    /// <summary>Bytes of the instruction without effect that code begins with; 0 when it does not.</summary>
    internal static int NopSizeOf(ReadOnlySpan<byte> code)
    {
        int size = code.IndexOfAnyExcept((byte)0x66, (byte)0x2E);
        if (size < 0)
        {
            return 0;
        }

        code = code[size..];
        if (code[0] == 0x90)
        {
            return size + 1;
        }

        // The operand is an address that nobody looks at: base register, index, displacement.
        if (code.Length < 3 || code[0] != 0x0F || code[1] != 0x1F || (code[2] & 0x38) != 0)
        {
            return 0;
        }

        int form = code[2] >> 6, register = code[2] & 7;
        bool hasIndex = register == 4 && form != 3;
        if (hasIndex && code.Length < 4)
        {
            return 0;
        }

        int displacement = form == 1 ? 1 : form == 2 || (form == 0 && (register == 5 || (hasIndex && (code[3] & 7) == 5))) ? 4 : 0;
        int length = 3 + (hasIndex ? 1 : 0) + displacement;
        return length <= code.Length ? size + length : 0;
    }
}
