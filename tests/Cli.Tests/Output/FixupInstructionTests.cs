using Linker.Cli.Output;
using Linker.Relocs;

namespace Linker.Cli.Tests.Output;

/// <summary>What the map of a link says of the instruction that a fixup has patched.</summary>
public class FixupInstructionTests
{
    [Theory]
    [InlineData(RelocKind.A64Branch26, 0x94000002, 0x1000, "bl 0x1008")]
    [InlineData(RelocKind.A64Page21, 0xb0000010, 0x1ff8, "adrp x16, 0x2000")]
    [InlineData(RelocKind.A64LdSt64Offset12, 0xf9400611, 0x1000, "ldr x17, [x16, #0x8]")]
    public void An_instruction_is_shown_as_it_is_at_its_address(RelocKind kind, ulong after, ulong place, string text) => Assert.Equal(text, FixupInstruction.Of(kind, after, place));

    [Theory]
    [InlineData(RelocKind.Abs64)]
    [InlineData(RelocKind.Pc32)]
    [InlineData(RelocKind.Branch32)]
    public void Data_and_pieces_of_instructions_are_not_shown(RelocKind kind) => Assert.Null(FixupInstruction.Of(kind, 0x94000002, 0x1000));
}
