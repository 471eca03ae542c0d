using Linker.Cli.Input;

namespace Linker.Cli.Tests.Input;

/// <summary><c>NAME=ADDR</c>.</summary>
public class DefinitionTests
{
    [Theory]
    [InlineData("puts=0x500000", "puts", 0x500000UL)]
    [InlineData("operator==12", "operator=", 12UL)]
    public void A_name_ends_at_the_last_equals_sign(string text, string name, ulong address)
    {
        Assert.True(Definition.TryRead(text, out Definition? read));
        Assert.Equal(new Definition(name, address), read);
    }

    [Theory]
    [InlineData("puts")]
    [InlineData("=1")]
    [InlineData("puts=")]
    [InlineData("puts=1f")]
    [InlineData("puts=0x")]
    [InlineData("puts= 1")]
    public void Anything_else_is_refused(string text) => Assert.False(Definition.TryRead(text, out _));
}
