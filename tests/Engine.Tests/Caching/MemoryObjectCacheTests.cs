namespace Linker.Engine.Tests.Caching;

public class MemoryObjectCacheTests
{
    [Fact]
    public void What_was_put_in_is_found_and_nothing_else()
    {
        var cache = new MemoryObjectCache();
        byte[] content = [1, 2, 3];
        cache.Put(Key(1), content);
        content[0] = 9; // the cache has its own
        Assert.True(cache.TryGet(Key(1), out ReadOnlyMemory<byte> found));
        Assert.Equal([1, 2, 3], found.ToArray());
        Assert.False(cache.TryGet(Key(2), out found));
        Assert.True(found.IsEmpty);
        Assert.Equal(new ObjectCacheStatistics(Hits: 1, Misses: 1, Stored: 1, Dropped: 0, Evicted: 0, Failures: 0), cache.Statistics);
    }

    [Fact]
    public void Those_that_were_not_used_for_the_longest_time_make_room()
    {
        var cache = new MemoryObjectCache(30);
        cache.Put(Key(1), new byte[10]);
        cache.Put(Key(2), new byte[10]);
        cache.Put(Key(3), new byte[10]);
        Assert.True(cache.TryGet(Key(1), out _));
        cache.Put(Key(4), new byte[15]);
        Assert.Equal([Key(4), Key(1)], cache.Entries.Select(e => e.Key));
        Assert.Equal(25, cache.Entries.Sum(e => e.Size));
        Assert.Equal(2, cache.Statistics.Evicted);
    }

    [Fact]
    public void A_second_object_of_a_key_takes_the_place_of_the_first()
    {
        var cache = new MemoryObjectCache(10);
        cache.Put(Key(1), new byte[4]);
        cache.Put(Key(1), new byte[10]);
        Assert.Equal(10, Assert.Single(cache.Entries).Size);
        Assert.Equal(0, cache.Statistics.Evicted);
    }

    [Fact]
    public void An_object_above_the_limit_moves_nothing_out()
    {
        var cache = new MemoryObjectCache(10);
        cache.Put(Key(1), new byte[10]);
        cache.Put(Key(2), new byte[11]);
        Assert.Equal(Key(1), Assert.Single(cache.Entries).Key);
    }

    [Fact]
    public void Objects_can_be_removed()
    {
        var cache = new MemoryObjectCache(20);
        cache.Put(Key(1), new byte[10]);
        cache.Put(Key(2), new byte[10]);
        Assert.True(cache.Remove(Key(1)));
        Assert.False(cache.Remove(Key(1)));
        cache.Put(Key(3), new byte[10]);
        Assert.Equal(0, cache.Statistics.Evicted);
        cache.Clear();
        Assert.Empty(cache.Entries);
        cache.Put(Key(4), new byte[20]);
        Assert.Equal(0, cache.Statistics.Evicted);
    }

    [Fact]
    public void Threads_may_share_it()
    {
        var cache = new MemoryObjectCache(CacheProcess.StressLimit);
        Parallel.For(0, 4, seed =>
        {
            var random = new Random(seed);
            for (int i = 0; i < CacheProcess.Rounds; i++)
            {
                int number = random.Next(CacheProcess.Keys);
                if (cache.TryGet(CacheProcess.Key(number), out ReadOnlyMemory<byte> found))
                {
                    Assert.Equal(number * 997, found.Length);
                }
                else
                {
                    cache.Put(CacheProcess.Key(number), new byte[number * 997]);
                }
            }
        });
        Assert.InRange(cache.Entries.Sum(e => e.Size), 1, CacheProcess.StressLimit);
        Assert.NotEqual(0, cache.Statistics.Evicted);
    }

    [Fact]
    public void A_negative_limit_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new MemoryObjectCache(-1));

    private static ObjectKey Key(byte number) => ObjectKey.Of([number]);
}
