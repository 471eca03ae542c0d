using Linker.Relocs;

namespace Linker.Cli.Output;

/// <summary>The instruction that a fixup has patched.</summary>
internal static class FixupInstruction
{
    /// <summary>The instruction as it is now; null where the place is data, or a piece of an instruction as on x86-64.</summary>
    /// <param name="kind">Of the fixup: a kind whose field is in an instruction has the whole of it as its place.</param>
    /// <param name="after">The bytes of the place, little-endian.</param>
    /// <param name="place">The address of the place.</param>
    internal static string? Of(RelocKind kind, ulong after, ulong place) =>
        RelocTable.For(kind).Field.Instruction == InstructionClass.None ? null : A64.Text((uint)after, place);
}
