using Linker.Cli.Input;

namespace Linker.Cli.Tests.Input;

/// <summary><c>NEW=OLD</c>.</summary>
public class AliasTests
{
    [Theory]
    [InlineData("twin=value", "twin", "value")]
    [InlineData("twin=operator==", "twin", "operator==")]
    [InlineData("twin==", "twin", "=")]
    [InlineData("_Z4twinv=_ZN1a1bE@@V1", "_Z4twinv", "_ZN1a1bE@@V1")]
    [InlineData("zwölf=twölf", "zwölf", "twölf")]
    public void A_new_name_ends_at_the_first_equals_sign(string text, string name, string old)
    {
        Assert.True(Alias.TryRead(text, out Alias? read));
        Assert.Equal(new Alias(name, old), read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("=")]
    [InlineData("twin")]
    [InlineData("twin=")]
    [InlineData("=value")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(Alias.TryRead(text, out Alias? read));
        Assert.Null(read);
    }
}
