using FsCheck.Xunit;

namespace Linker.Relocs.Tests;

public class ValueRangeTests
{
    [Theory]
    [InlineData(8, -128, 127)]
    [InlineData(16, -32768, 32767)]
    [InlineData(32, -2147483648L, 2147483647L)]
    [InlineData(33, -4294967296L, 4294967295L)]
    [InlineData(63, -4611686018427387904L, 4611686018427387903L)]
    public void Signed_range_has_two_to_the_n_values(int bits, long min, long max) => Assert.Equal(new ValueRange(min, max), ValueRange.Signed(bits));

    [Theory]
    [InlineData(8, 0, 255)]
    [InlineData(32, 0, 4294967295L)]
    [InlineData(62, 0, 4611686018427387903L)]
    public void Unsigned_range_starts_at_zero(int bits, long min, long max) => Assert.Equal(new ValueRange(min, max), ValueRange.Unsigned(bits));

    [Theory]
    [InlineData(8, -128, 255)]
    [InlineData(16, -32768, 65535)]
    [InlineData(32, -2147483648L, 4294967295L)]
    public void Either_range_is_both(int bits, long min, long max)
    {
        Assert.Equal(new ValueRange(min, max), ValueRange.Either(bits));
        Assert.Equal((ValueRange.Signed(bits).Min, ValueRange.Unsigned(bits).Max), (min, max));
    }

    [Fact]
    public void Text_is_that_of_the_ABI_documents()
    {
        Assert.Equal("−2^31 ≤ X < 2^31", ValueRange.Signed(32).ToString());
        Assert.Equal("0 ≤ X < 2^32", ValueRange.Unsigned(32).ToString());
        Assert.Equal("−2^7 ≤ X < 2^8", ValueRange.Either(8).ToString());
        Assert.Equal("−2^62 ≤ X < 2^62", ValueRange.Signed(63).ToString());
        Assert.Equal("", ValueRange.Unchecked.ToString());
    }

    [Property]
    public bool Only_what_lies_between_the_ends_is_contained(long x, byte width)
    {
        var range = ValueRange.Signed(1 + (width % 62));
        return range.Contains(x) == (x >= range.Min && x <= range.Max) && range.Contains(range.Min) && range.Contains(range.Max)
            && !range.Contains(range.Min - 1) && !range.Contains(range.Max + 1) && ValueRange.Unchecked.Contains(x);
    }
}
