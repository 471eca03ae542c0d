using Linker.Cli.Input;

namespace Linker.Cli.Tests.Input;

public class ByteCountTests
{
    [Theory]
    [InlineData("4096", 4096)]
    [InlineData("0x10", 16)]
    [InlineData("64Kb", 65536)]
    [InlineData("2mb", 2 << 20)]
    [InlineData("1Gb", 1 << 30)]
    public void A_number_may_have_a_unit(string text, ulong count) => Assert.Equal((true, count), (ByteCount.TryRead(text, out ulong actual), actual));

    [Theory]
    [InlineData("")]
    [InlineData("Kb")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1Tb")]
    [InlineData("0xffffffffffffffffKb")]
    public void What_is_no_number_of_bytes_is_refused(string text) => Assert.False(ByteCount.TryRead(text, out _));
}
