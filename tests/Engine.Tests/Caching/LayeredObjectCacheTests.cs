namespace Linker.Engine.Tests.Caching;

public class LayeredObjectCacheTests
{
    private static readonly ObjectKey Key = ObjectKey.Of([1]);
    private readonly MemoryObjectCache _near = new(), _far = new();

    [Fact]
    public void What_is_put_in_is_in_both()
    {
        new LayeredObjectCache(_near, _far).Put(Key, [1, 2]);
        Assert.True(_near.TryGet(Key, out _));
        Assert.True(_far.TryGet(Key, out _));
    }

    [Fact]
    public void The_near_one_learns_what_only_the_far_one_knows()
    {
        _far.Put(Key, [1, 2]);
        var cache = new LayeredObjectCache(_near, _far);
        for (int i = 0; i < 3; i++)
        {
            Assert.True(cache.TryGet(Key, out ReadOnlyMemory<byte> found));
            Assert.Equal([1, 2], found.ToArray());
        }

        Assert.Equal((2, 1), (_near.Statistics.Hits, _far.Statistics.Hits));
    }

    [Fact]
    public void What_neither_knows_is_not_found()
    {
        Assert.False(new LayeredObjectCache(_near, _far).TryGet(Key, out ReadOnlyMemory<byte> found));
        Assert.True(found.IsEmpty);
        Assert.Equal((1, 1), (_near.Statistics.Misses, _far.Statistics.Misses));
        Assert.Equal(0, _near.Statistics.Stored);
    }

    [Fact]
    public void Two_caches_are_needed()
    {
        Assert.Throws<ArgumentNullException>(() => new LayeredObjectCache(null!, _far));
        Assert.Throws<ArgumentNullException>(() => new LayeredObjectCache(_near, null!));
    }
}
