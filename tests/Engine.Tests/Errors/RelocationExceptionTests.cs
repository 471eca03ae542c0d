using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;

namespace Linker.Engine.Tests;

/// <summary>What a fixup that cannot be made says of itself.</summary>
public class RelocationExceptionTests
{
    private static readonly RelocationFailure Failure = new("a.o", ".text", 0x1c, RelocKind.Pc32, "R_X86_64_PC32", "printf", 0x5000, -4, 0x1000, 0, "the reason", null);

    [Fact]
    public void A_failure_names_the_place_the_reason_and_the_numbers() =>
        Assert.Equal("a.o: .text+0x1c: R_X86_64_PC32 against 'printf': the reason (S = 0x5000, A = −4, P = 0x1000)", Failure.ToString());

    [Fact]
    public void What_to_do_about_it_stands_last() =>
        Assert.EndsWith("P = 0x1000); compile with -fPIC", (Failure with { Hint = "compile with -fPIC" }).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, null, "(A = −4)")]
    [InlineData(null, 0UL, "(A = −4, P = 0x0)")]
    [InlineData(0UL, 0UL, "(S = 0x0, A = −4, P = 0x0)")]
    public void Numbers_that_are_not_known_yet_are_left_out(ulong? s, ulong? p, string evidence) =>
        Assert.EndsWith($"the reason {evidence}", (Failure with { S = s, P = p }).ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_refused_type_has_no_numbers() =>
        Assert.EndsWith(": the reason", (Failure with { Kind = RelocKind.Refused }).ToString(), StringComparison.Ordinal);

    [Fact]
    public void What_is_found_before_the_layout_has_no_addresses()
    {
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(), Scopes = [] });
        LinkGraph graph = new ObjectWriter(Machine.X64).Data("value").Field(ObjectWriter.TpOff32, "value").Read("a.o");
        RelocationFailure failure = Assert.Single(Assert.Throws<RelocationException>(() => linker.Link(graph)).Failures);
        Assert.Equal((null, null), (failure.S, failure.P));
        Assert.EndsWith("the symbol is not thread-local (A = 0)", failure.ToString(), StringComparison.Ordinal);
    }
}
