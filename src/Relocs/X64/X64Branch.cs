namespace Linker.Relocs;

/// <summary>
/// x86-64: what stands before the distance of a direct branch. The relocation type does not tell: <c>R_X86_64_PLT32</c> is a word of data, too.
/// Intel SDM vol. 2, <c>CALL</c> (E8), <c>JMP</c> (E9), <c>Jcc</c> (0F 80 to 0F 8F), <c>XBEGIN</c> (C7 F8), each with a distance of 32 bits at its end.
/// </summary>
internal static class X64Branch
{
    /// <summary>Whether code ends with the opcode of such a branch.</summary>
    internal static bool IsBegunBy(ReadOnlySpan<byte> code) =>
        code is [.., 0xE8 or 0xE9] or [.., 0x0F, >= 0x80 and <= 0x8F] or [.., 0xC7, 0xF8];
}
