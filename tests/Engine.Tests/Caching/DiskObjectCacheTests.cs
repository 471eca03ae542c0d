namespace Linker.Engine.Tests.Caching;

public class DiskObjectCacheTests : IDisposable
{
    private readonly CacheTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public void What_was_put_in_is_found_by_the_next_process(int size)
    {
        byte[] content = new byte[size];
        new Random(size).NextBytes(content);
        _folder.Open().Put(Key(1), content);
        DiskObjectCache next = _folder.Open();
        Assert.True(next.TryGet(Key(1), out ReadOnlyMemory<byte> found));
        Assert.Equal(content, found.ToArray());
        Assert.False(next.TryGet(Key(2), out found));
        Assert.True(found.IsEmpty);
        Assert.Equal(new ObjectCacheStatistics(Hits: 1, Misses: 1, Stored: 0, Dropped: 0, Evicted: 0, Failures: 0), next.Statistics);
    }

    [Fact]
    public void A_warm_start_finds_every_object()
    {
        DiskObjectCache cold = _folder.Open();
        for (int i = 0; i < 100; i++)
        {
            cold.Put(CacheProcess.Key(i), BitConverter.GetBytes(i));
        }

        DiskObjectCache warm = _folder.Open();
        for (int i = 0; i < 100; i++)
        {
            Assert.True(warm.TryGet(CacheProcess.Key(i), out ReadOnlyMemory<byte> found));
            Assert.Equal(i, BitConverter.ToInt32(found.Span));
        }

        Assert.Equal((100, 0), (warm.Statistics.Hits, warm.Statistics.Misses));
    }

    [Fact]
    public void Nothing_is_made_before_something_is_put_in()
    {
        DiskObjectCache cache = _folder.Open();
        Assert.False(cache.TryGet(Key(1), out _));
        Assert.False(cache.Remove(Key(1)));
        cache.Clear();
        Assert.Empty(cache.Entries);
        Assert.Null(cache.Refusal);
        Assert.False(Directory.Exists(_folder.Cache));
        Assert.Equal(0, cache.Statistics.Failures);
    }

    [Fact]
    public void An_entry_is_one_file_named_by_its_key_in_a_folder_of_the_first_two_digits()
    {
        _folder.Open().Put(Key(1), [1, 2, 3]);
        Assert.Equal([_folder.FileOf(Key(1))], _folder.Files);
        Assert.Equal(ObjectEnvelope.Write(Key(1), [1, 2, 3]), File.ReadAllBytes(_folder.FileOf(Key(1))));
    }

    [Fact]
    public void A_second_object_of_a_key_takes_the_place_of_the_first()
    {
        DiskObjectCache cache = _folder.Open();
        cache.Put(Key(1), [1, 2, 3]);
        cache.Put(Key(1), [4, 5]);
        Assert.True(cache.TryGet(Key(1), out ReadOnlyMemory<byte> found));
        Assert.Equal([4, 5], found.ToArray());
        Assert.Single(_folder.Files);
    }

    [Fact]
    public void What_is_in_it_is_listed_the_last_used_first()
    {
        DiskObjectCache cache = _folder.Open();
        for (byte i = 1; i <= 3; i++)
        {
            cache.Put(Key(i), new byte[i]);
            CacheTestFolder.Age(_folder.FileOf(Key(i)), TimeSpan.FromHours(i == 2 ? 5 : i));
        }

        Assert.Equal([Key(1), Key(3), Key(2)], cache.Entries.Select(e => e.Key));
        Assert.Equal([89L, 91, 90], cache.Entries.Select(e => e.Size));
        DateTimeOffset before = DateTimeOffset.UtcNow - TimeSpan.FromHours(4);
        Assert.Equal([true, true, false], cache.Entries.Select(e => e.LastUsed > before));
    }

    [Fact]
    public void A_hit_makes_an_object_the_last_used_and_a_miss_does_not()
    {
        DiskObjectCache cache = _folder.Open();
        for (byte i = 1; i <= 3; i++)
        {
            cache.Put(Key(i), new byte[i]);
            CacheTestFolder.Age(_folder.FileOf(Key(i)), TimeSpan.FromHours(i));
        }

        Assert.True(_folder.Open().TryGet(Key(3), out _));
        Assert.False(_folder.Open().TryGet(Key(4), out _));
        Assert.Equal([Key(3), Key(1), Key(2)], cache.Entries.Select(e => e.Key));
    }

    [Fact]
    public void Those_that_were_not_used_for_the_longest_time_make_room()
    {
        int each = 1000 - ObjectEnvelope.HeaderSize;
        DiskObjectCache cache = _folder.Open(10_000);
        for (byte i = 1; i <= 10; i++)
        {
            cache.Put(Key(i), new byte[each]);
            CacheTestFolder.Age(_folder.FileOf(Key(i)), TimeSpan.FromHours(i));
        }

        Assert.Equal(10, cache.Entries.Count);
        cache.Put(Key(11), new byte[each]);
        Assert.Equal([11, 1, 2, 3, 4, 5, 6, 7], cache.Entries.Select(NumberOf));
        Assert.Equal(3, cache.Statistics.Evicted);
    }

    [Fact]
    public void The_limit_holds_after_each_object()
    {
        DiskObjectCache cache = _folder.Open(100_000);
        var random = new Random(1);
        for (int i = 0; i < 60; i++)
        {
            cache.Put(CacheProcess.Key(i), new byte[random.Next(20_000)]);
            Assert.InRange(_folder.Files.Sum(f => new FileInfo(f).Length), 1, 100_000);
        }

        Assert.InRange(cache.Entries.Sum(e => e.Size), 60_000, 100_000);
        Assert.Equal((60, 0), (cache.Statistics.Stored, cache.Statistics.Failures));
    }

    [Fact]
    public void The_limit_counts_what_was_there_before()
    {
        _folder.Open().Put(Key(1), new byte[60_000]);
        CacheTestFolder.Age(_folder.FileOf(Key(1)), TimeSpan.FromHours(1));
        _folder.Open().Put(Key(2), new byte[30_000]);
        DiskObjectCache small = _folder.Open(100_000);
        small.Put(Key(3), new byte[30_000]);
        Assert.Equal([3, 2], small.Entries.Select(NumberOf));
    }

    [Fact]
    public void An_object_above_the_limit_is_not_kept_and_moves_nothing_out()
    {
        DiskObjectCache cache = _folder.Open(10_000);
        cache.Put(Key(1), new byte[1000]);
        cache.Put(Key(2), new byte[10_000 - ObjectEnvelope.HeaderSize + 1]);
        Assert.Equal([1], cache.Entries.Select(NumberOf));
        cache.Put(Key(3), new byte[10_000 - ObjectEnvelope.HeaderSize]);
        Assert.Equal([3], cache.Entries.Select(NumberOf));
    }

    [Fact]
    public void Objects_can_be_removed_and_files_of_others_stay()
    {
        DiskObjectCache cache = _folder.Open();
        cache.Put(Key(1), [1]);
        cache.Put(Key(2), [2]);
        string own = Path.GetDirectoryName(_folder.FileOf(Key(1)))!;
        string[] strangers = [Path.Combine(_folder.Cache, "notes.txt"), Path.Combine(own, "notes.tmp"), Path.Combine(own, Key(1) + ".txt"), Path.Combine(own, "zz" + Key(1).ToString()[2..])];
        foreach (string file in strangers)
        {
            File.WriteAllText(file, "not the cache's");
        }

        Assert.True(cache.Remove(Key(1)));
        Assert.False(cache.Remove(Key(1)));
        Assert.Equal([2], cache.Entries.Select(NumberOf));
        cache.Clear();
        Assert.Empty(cache.Entries);
        Assert.Equal(strangers.Order(), _folder.Files.Order());
    }

    [Fact]
    public void Temporary_files_whose_writer_is_gone_are_deleted()
    {
        string old = _folder.Abandon(Key(1), TimeSpan.FromMinutes(2)), fresh = _folder.Abandon(Key(2), TimeSpan.Zero), alive = _folder.Abandon(Key(3), TimeSpan.FromMinutes(2));
        using (new FileStream(alive, FileMode.Open, FileAccess.Read, FileShare.None))
        {
            DiskObjectCache cache = _folder.Open();
            cache.Put(Key(4), [4]);
            Assert.Equal([4], cache.Entries.Select(NumberOf));
            Assert.Equal([fresh, alive, _folder.FileOf(Key(4))], ((string[])[old, fresh, alive, _folder.FileOf(Key(4))]).Where(File.Exists));
        }

        _folder.Open().Clear();
        Assert.Equal([fresh], _folder.Files);
    }

    [Fact]
    public void A_folder_that_goes_away_comes_back_with_the_next_object()
    {
        DiskObjectCache cache = _folder.Open();
        cache.Put(Key(1), [1]);
        Directory.Delete(_folder.Cache, recursive: true);
        Assert.False(cache.TryGet(Key(1), out _));
        Assert.Empty(cache.Entries);
        cache.Put(Key(2), [2]);
        Assert.True(cache.TryGet(Key(2), out _));
        Assert.Equal(0, cache.Statistics.Failures);
    }

    [Fact]
    public void A_file_in_place_of_the_folder_is_a_miss_and_no_exception()
    {
        File.WriteAllText(_folder.Cache, "a file");
        DiskObjectCache cache = _folder.Open();
        cache.Put(Key(1), [1]);
        Assert.False(cache.TryGet(Key(1), out _));
        Assert.False(cache.Remove(Key(1)));
        cache.Clear();
        Assert.Empty(cache.Entries);
        Assert.Equal((1, 0, 1), (cache.Statistics.Misses, cache.Statistics.Stored, cache.Statistics.Failures));
        Assert.Equal($"'{_folder.Cache}' is not a folder", cache.Refusal);
        Assert.Equal("a file", File.ReadAllText(_folder.Cache));
    }

    [Fact]
    public void A_folder_in_place_of_an_entry_is_a_miss_and_no_exception()
    {
        CacheTestFolder.Make(_folder.Cache);
        CacheTestFolder.Make(Path.GetDirectoryName(_folder.FileOf(Key(1)))!);
        CacheTestFolder.Make(_folder.FileOf(Key(1)));
        DiskObjectCache cache = _folder.Open();
        Assert.False(cache.TryGet(Key(1), out _));
        cache.Put(Key(1), [1]);
        Assert.False(cache.TryGet(Key(1), out _));
        Assert.Empty(cache.Entries);
        Assert.Equal(1, cache.Statistics.Failures);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void Threads_may_share_a_cache_and_a_folder()
    {
        var caches = new DiskObjectCache[] { _folder.Open(CacheProcess.StressLimit), _folder.Open(CacheProcess.StressLimit) };
        string[] said = new string[4];
        Parallel.For(0, said.Length, i => said[i] = CacheProcess.Stress(caches[i % 2], i, CacheProcess.Rounds));
        Assert.All(said, s => Assert.Equal("well", s));
        Assert.All(_folder.Files, f => Assert.Equal(2 * ObjectKey.Size, Path.GetFileName(f).Length));
        Assert.NotEqual(0, caches.Sum(c => c.Statistics.Evicted));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void An_impossible_folder_is_refused_at_once(string folder) => Assert.ThrowsAny<ArgumentException>(() => new DiskObjectCache(folder));

    [Fact]
    public void A_negative_limit_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => _folder.Open(-1));

    private static ObjectKey Key(byte number) => ObjectKey.Of([number]);

    private static int NumberOf(CachedObject entry) => Enumerable.Range(0, 256).First(i => Key((byte)i) == entry.Key);
}
