namespace Linker.Relocs;

/// <summary>
/// x86-64: a direct call or jump reaches ±2 GiB, which one image never exceeds; only functions elsewhere in the address space need a stub.
/// No scratch register is used: the jump reads the slot. The landing pad makes the stub a legal target under indirect-branch tracking and is a no-op elsewhere.
/// Intel SDM vol. 2, <c>ENDBR64</c>, <c>JMP</c> (FF /4); x86-64 psABI §5.2, "Procedure Linkage Table".
/// </summary>
internal static class X64Stub
{
    internal static ReadOnlySpan<byte> Code =>
    [
        0xF3, 0x0F, 0x1E, 0xFA,             // endbr64
        0xFF, 0x25, 0x00, 0x00, 0x00, 0x00, // jmp *slot(%rip)
        0x66, 0x0F, 0x1F, 0x44, 0x00, 0x00, // nopw 0(%rax,%rax)
    ];

    internal static readonly StubFixup[] Fixups = [new(6, RelocKind.Pc32, -4)];
}
