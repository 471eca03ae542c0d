using System.Buffers.Binary;

namespace Linker.Engine.Tests.Caching;

/// <summary>Entries that are not what was written.</summary>
public class DiskObjectCacheDamageTests : IDisposable
{
    private static readonly ObjectKey Key = ObjectKey.Of([1]);
    private static readonly byte[] Content = [10, 20, 30, 40, 50];
    private readonly CacheTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_damaged_byte_is_noticed_and_the_entry_dropped()
    {
        DiskObjectCache cache = _folder.Open();
        byte[] entry = ObjectEnvelope.Write(Key, Content);
        for (int i = 0; i < entry.Length; i++)
        {
            byte[] damaged = [.. entry];
            damaged[i] ^= 1;
            Assert.True(IsDropped(cache, damaged), $"byte {i}");
        }

        Assert.Equal((entry.Length, entry.Length), (cache.Statistics.Dropped, cache.Statistics.Misses));
        Write(entry);
        Assert.True(cache.TryGet(Key, out _));
    }

    [Fact]
    public void Each_truncated_entry_is_noticed_and_dropped()
    {
        DiskObjectCache cache = _folder.Open();
        byte[] entry = ObjectEnvelope.Write(Key, Content);
        for (int size = 0; size < entry.Length; size++)
        {
            Assert.True(IsDropped(cache, entry[..size]), $"{size} bytes");
        }

        Assert.True(IsDropped(cache, [.. entry, 0]));
    }

    [Fact]
    public void An_entry_of_another_key_is_dropped() => Assert.True(IsDropped(_folder.Open(), ObjectEnvelope.Write(ObjectKey.Of([2]), Content)));

    [Fact]
    public void An_entry_of_another_version_is_dropped_however_whole_it_is()
    {
        byte[] entry = ObjectEnvelope.Write(Key, Content);
        entry[8]++;
        System.Security.Cryptography.SHA256.HashData([.. entry[..56], .. Content]).CopyTo(entry, 56);
        Assert.True(IsDropped(_folder.Open(), entry));
    }

    // The file ends where it says, 100 GiB later, and takes no place on the disk.
    [Theory]
    [InlineData(100L << 30, DiskObjectCache.DefaultSizeLimit)]
    [InlineData(100L << 30, long.MaxValue)]
    [InlineData(5, long.MaxValue)]
    [Trait("System", "linux")] // files with holes
    public void A_file_that_says_it_is_large_takes_no_memory(long says, long limit)
    {
        byte[] entry = ObjectEnvelope.Write(Key, Content);
        BinaryPrimitives.WriteInt64LittleEndian(entry.AsSpan(16), says);
        Write(entry);
        using (FileStream file = File.OpenWrite(_folder.FileOf(Key)))
        {
            file.SetLength(ObjectEnvelope.HeaderSize + (100L << 30));
        }

        DiskObjectCache cache = _folder.Open(limit);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(cache.TryGet(Key, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        Assert.Equal(1, cache.Statistics.Dropped);
        Assert.Empty(_folder.Files);
    }

    private bool IsDropped(DiskObjectCache cache, byte[] entry)
    {
        Write(entry);
        return !cache.TryGet(Key, out ReadOnlyMemory<byte> found) && found.IsEmpty && !File.Exists(_folder.FileOf(Key));
    }

    private void Write(byte[] entry)
    {
        if (!Directory.Exists(Path.GetDirectoryName(_folder.FileOf(Key))))
        {
            _folder.Open().Put(Key, []);
        }

        File.WriteAllBytes(_folder.FileOf(Key), entry);
    }
}
