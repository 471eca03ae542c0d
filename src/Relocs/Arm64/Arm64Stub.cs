namespace Linker.Relocs;

/// <summary>
/// AArch64: a direct branch reaches ±128 MiB; the Arm documents call what leads further a veneer. It may change IP0 (x16) and IP1 (x17) and nothing else.
/// The landing pad makes the stub a legal target of indirect calls under branch target identification and is a no-op elsewhere; the jump through x16 may land on any pad.
/// AAELF64 §5.7.7; AAPCS64 §6.1.1; Arm Architecture Reference Manual, <c>BTI</c>.
/// </summary>
internal static class Arm64Stub
{
    internal static ReadOnlySpan<byte> Code =>
    [
        0x5F, 0x24, 0x03, 0xD5, // bti  c
        0x10, 0x00, 0x00, 0x90, // adrp x16, slot
        0x10, 0x02, 0x40, 0xF9, // ldr  x16, [x16, #:lo12:slot]
        0x00, 0x02, 0x1F, 0xD6, // br   x16
    ];

    internal static readonly StubFixup[] Fixups = [new(4, RelocKind.A64Page21, 0), new(8, RelocKind.A64LdSt64Offset12, 0)];
}
