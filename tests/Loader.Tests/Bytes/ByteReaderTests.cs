using FsCheck.Xunit;

namespace Linker.Loader.Tests;

public class ByteReaderTests
{
    [Property(MaxTest = 500)]
    public void A_range_is_served_or_refused_and_nothing_else(byte[] bytes, ulong offset, ulong size, byte narrow)
    {
        offset %= narrow < 128 ? (ulong)bytes.Length + 3 : ulong.MaxValue;
        size %= narrow % 128 < 64 ? (ulong)bytes.Length + 3 : ulong.MaxValue;
        bool fits = (UInt128)offset + size <= (UInt128)bytes.Length;
        if (fits)
        {
            Assert.Equal(size, (ulong)new ByteReader(bytes, "test").Slice(offset, size, "bytes").Length);
        }
        else
        {
            Assert.Throws<ObjectFormatException>(() => new ByteReader(bytes, "test").Slice(offset, size, "bytes").Length);
        }
    }

    [Theory]
    [InlineData(1UL, ulong.MaxValue)]
    [InlineData(32UL, ulong.MaxValue - 31)]
    [InlineData(ulong.MaxValue, 1UL)]
    [InlineData(ulong.MaxValue, ulong.MaxValue)]
    public void A_sum_that_wraps_is_no_way_in(ulong offset, ulong size) =>
        Assert.Throws<ObjectFormatException>(() => new ByteReader(new byte[32], "test").Slice(offset, size, "bytes").Length);

    [Theory]
    [InlineData(0UL, 4UL, true)]
    [InlineData(0UL, 5UL, false)]
    [InlineData(1UL, 4UL, false)]
    [InlineData(0UL, 0x4000_0000_0000_0000UL, false)]
    [InlineData(33UL, 0UL, false)]
    public void A_table_cannot_wrap(ulong offset, ulong count, bool fits)
    {
        if (fits)
        {
            Assert.Equal(4, new ByteReader(new byte[32], "test").Table<long>(offset, count, "table").Length);
        }
        else
        {
            Assert.Throws<ObjectFormatException>(() => new ByteReader(new byte[32], "test").Table<long>(offset, count, "table").Length);
        }
    }
}
