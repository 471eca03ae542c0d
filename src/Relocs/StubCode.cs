namespace Linker.Relocs;

/// <summary>A fixup of a stub's own code; its target is always the stub's slot.</summary>
/// <param name="Offset">Bytes from the start of the stub to the place.</param>
/// <param name="Kind">How the slot's address goes in.</param>
/// <param name="Addend">A.</param>
public readonly record struct StubFixup(int Offset, RelocKind Kind, long Addend);

/// <summary>The code that jumps to the address in a slot, and the fixups that tie it to the slot: content plus equations, as any other code.</summary>
public static class StubCode
{
    /// <summary>Bytes of one stub, padding included; also the alignment of a table of them.</summary>
    public static int SizeFor(Machine machine) => CodeFor(machine).Length;

    /// <summary>The instructions, with empty fields.</summary>
    public static ReadOnlySpan<byte> CodeFor(Machine machine) => machine switch
    {
        Machine.X64 => X64Stub.Code,
        Machine.Arm64 => Arm64Stub.Code,
        _ => throw new NotSupportedException($"There is no stub for {machine}."),
    };

    /// <summary>The fixups of <see cref="CodeFor"/>.</summary>
    public static ReadOnlySpan<StubFixup> FixupsFor(Machine machine) => machine switch
    {
        Machine.X64 => X64Stub.Fixups,
        Machine.Arm64 => Arm64Stub.Fixups,
        _ => throw new NotSupportedException($"There is no stub for {machine}."),
    };
}
