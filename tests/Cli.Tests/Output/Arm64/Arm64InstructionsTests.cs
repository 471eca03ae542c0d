using Linker.Cli.Output;

namespace Linker.Cli.Tests.Output.Arm64;

/// <summary>A section of AArch64 code as lines.</summary>
public class Arm64InstructionsTests
{
    private static readonly byte[] Code = [0x02, 0, 0, 0x14, 0x78, 0x56, 0x34, 0x12, 0xc0, 0x03, 0x5f, 0xd6];

    [Fact]
    public void A_branch_names_where_it_leads_unless_a_relocation_patches_it()
    {
        var names = new Dictionary<ulong, string> { [8] = "out" };
        Assert.Equal("b 0x8 <out>", Arm64Instructions.Of(Code, names, _ => false, []).First().Text);
        Assert.Equal("b 0x8", Arm64Instructions.Of(Code, names, _ => true, []).First().Text);
        Assert.Equal("b 0x8", Arm64Instructions.Of(Code, [], _ => false, []).First().Text);
    }

    [Fact]
    public void Data_between_instructions_is_shown_as_data()
    {
        InstructionText[] lines = [.. Arm64Instructions.Of(Code, [], _ => false, [(0, false), (4, true), (8, false)])];
        Assert.Equal([new(0, 4, "b 0x8"), new(4, 4, ".word 0x12345678"), new(8, 4, "ret")], lines);
    }

    [Fact]
    public void Pieces_of_words_are_shown_as_bytes_and_the_next_instruction_is_found()
    {
        InstructionText[] lines = [.. Arm64Instructions.Of([1, 2, .. Code.AsSpan(8), 3], [], _ => false, [(0, true), (2, false)])];
        Assert.Equal([new(0, 2, ".byte 0x01, 0x02"), new(2, 4, "ret"), new(6, 1, ".byte 0x03")], lines);
    }

    [Theory]
    [InlineData("$x", true)]
    [InlineData("$d", true)]
    [InlineData("$d.17", true)]
    [InlineData("$dollar", false)]
    [InlineData("x", false)]
    public void Mapping_symbols_are_told_from_names(string name, bool isMapping) => Assert.Equal(isMapping, Arm64Instructions.IsMapping(name));
}
