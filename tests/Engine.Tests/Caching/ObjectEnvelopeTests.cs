namespace Linker.Engine.Tests.Caching;

public class ObjectEnvelopeTests
{
    private static readonly ObjectKey Key = ObjectKey.Of([1]);
    private static readonly byte[] Content = [10, 20, 30, 40, 50];

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0102030405")]
    public void What_was_written_is_read(string digits)
    {
        byte[] content = Convert.FromHexString(digits);
        byte[] envelope = ObjectEnvelope.Write(Key, content);
        Assert.Equal(ObjectEnvelope.HeaderSize + content.Length, envelope.Length);
        Assert.True(ObjectEnvelope.TryRead(Key, envelope, out ReadOnlyMemory<byte> read));
        Assert.Equal(content, read.ToArray());
    }

    // Whoever changes this makes every cache that exists worthless, and changes the version.
    [Fact]
    public void The_header_is_the_one_on_paper()
    {
        byte[] envelope = ObjectEnvelope.Write(Key, Content);
        Assert.Equal("894c4e4b4f424a0a" + "0100000000000000" + "0500000000000000" + Key, Convert.ToHexStringLower(envelope.AsSpan(0, 56)));
        Assert.Equal(System.Security.Cryptography.SHA256.HashData([.. envelope[..56], .. Content]), envelope[56..88]);
        Assert.Equal(Content, envelope[88..]);
    }

    [Fact]
    public void Each_damaged_bit_is_noticed()
    {
        byte[] envelope = ObjectEnvelope.Write(Key, Content);
        for (int bit = 0; bit < envelope.Length * 8; bit++)
        {
            envelope[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(ObjectEnvelope.TryRead(Key, envelope, out ReadOnlyMemory<byte> read), $"bit {bit}");
            Assert.True(read.IsEmpty);
            envelope[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(ObjectEnvelope.TryRead(Key, envelope, out _));
    }

    [Fact]
    public void Each_missing_end_and_each_byte_too_many_is_noticed()
    {
        byte[] envelope = ObjectEnvelope.Write(Key, Content);
        for (int size = 0; size < envelope.Length; size++)
        {
            Assert.False(ObjectEnvelope.TryRead(Key, envelope.AsMemory(0, size), out _), $"{size} bytes");
        }

        Assert.False(ObjectEnvelope.TryRead(Key, (byte[])[.. envelope, 0], out _));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(0x1_0000_0005)]
    public void Impossible_sizes_are_refused(long size)
    {
        byte[] envelope = ObjectEnvelope.Write(Key, Content);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(envelope.AsSpan(16), size);
        Assert.False(ObjectEnvelope.TryRead(Key, envelope, out _));
    }

    [Fact]
    public void An_object_of_another_key_is_refused() => Assert.False(ObjectEnvelope.TryRead(ObjectKey.Of([2]), ObjectEnvelope.Write(Key, Content), out _));

    [Theory]
    [InlineData("", "aa")]
    [InlineData("aa", "")]
    [InlineData("aa", "ab")]
    [InlineData("aa", "aaab")]
    public void An_object_of_another_secret_is_refused(string written, string read)
    {
        byte[] envelope = ObjectEnvelope.Write(Key, Content, Convert.FromHexString(written));
        Assert.True(ObjectEnvelope.TryRead(Key, envelope, out _, Convert.FromHexString(written)));
        Assert.False(ObjectEnvelope.TryRead(Key, envelope, out ReadOnlyMemory<byte> found, Convert.FromHexString(read)));
        Assert.True(found.IsEmpty);
    }
}
