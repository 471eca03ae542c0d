using FsCheck.Xunit;

namespace Linker.Loader.Tests;

public class Leb128Tests
{
    [Theory]
    [InlineData(new byte[] { 2 }, 2UL, 2L)]
    [InlineData(new byte[] { 0x7f }, 127UL, -1L)]
    [InlineData(new byte[] { 0x80, 1 }, 128UL, 128L)]
    [InlineData(new byte[] { 0x81, 0x7f }, 16257UL, -127L)]
    [InlineData(new byte[] { 0x80, 0x80, 0 }, 0UL, 0L)]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01 }, ulong.MaxValue, -1L)]
    public void Numbers_are_seven_bits_a_byte(byte[] bytes, ulong unsigned, long signed)
    {
        int position = 0;
        Assert.True(Leb128.TryReadUnsigned(bytes, ref position, out ulong u));
        Assert.Equal((unsigned, bytes.Length), (u, position));
        position = 0;
        Assert.True(Leb128.TryReadSigned(bytes, ref position, out long s));
        Assert.Equal((signed, bytes.Length), (s, position));
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0xff, 0xff, 0xff })]
    public void A_number_without_an_end_is_none(byte[] bytes)
    {
        int position = 0;
        Assert.False(Leb128.TryReadUnsigned(bytes, ref position, out _));
        Assert.False(Leb128.TryReadSigned(bytes, ref position, out _));
        Assert.Equal(0, position);
    }

    [Property]
    public bool Every_number_comes_back(long value)
    {
        var bytes = new List<byte>();
        for (long rest = value; ;)
        {
            var low = (byte)(rest & 0x7f);
            rest >>= 7;
            bool last = (rest == 0 && (low & 0x40) == 0) || (rest == -1 && (low & 0x40) != 0);
            bytes.Add(last ? low : (byte)(low | 0x80));
            if (last)
            {
                break;
            }
        }

        int position = 0;
        return Leb128.TryReadSigned(bytes.ToArray(), ref position, out long read) && read == value && position == bytes.Count;
    }
}
