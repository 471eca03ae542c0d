using System.Collections.Concurrent;
using Linker.Engine;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using StackExchange.Redis;

namespace Linker.Caching.Tests;

/// <summary>With a server that is started for each test.</summary>
[Trait("System", "linux")]
public class DistributedObjectCacheRedisTests : IDisposable
{
    private static readonly ObjectKey Key = ObjectKey.Of([1]);
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly RedisServer _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3_000_000)]
    public void What_one_machine_puts_in_another_finds(int size)
    {
        byte[] content = new byte[size];
        new Random(size).NextBytes(content);
        using RedisCache one = _server.Connect(), another = _server.Connect();
        Open(one).Put(Key, content);
        DistributedObjectCache cache = Open(another);
        Assert.True(cache.TryGet(Key, out ReadOnlyMemory<byte> found));
        Assert.Equal(content, found.ToArray());
        Assert.False(cache.TryGet(ObjectKey.Of([2]), out _));
        Assert.Equal(0, cache.Statistics.Failures);
    }

    [Fact]
    public void A_warm_start_of_many_objects_finds_them_all_with_threads_at_once()
    {
        using RedisCache one = _server.Connect(), another = _server.Connect();
        DistributedObjectCache cold = Open(one), warm = Open(another);

        // The client needs threads of the pool to connect and to listen: not all of them are to wait for it.
        var few = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken };
        Assert.False(cold.TryGet(Key, out _) || warm.TryGet(Key, out _));
        Parallel.For(0, 500, few, i => cold.Put(ObjectKey.Of(BitConverter.GetBytes(i)), BitConverter.GetBytes(i)));
        Assert.Empty(_failures);
        Parallel.For(0, 500, few, i => Assert.Equal(i, warm.TryGet(ObjectKey.Of(BitConverter.GetBytes(i)), out ReadOnlyMemory<byte> found) ? BitConverter.ToInt32(found.Span) : -1));
        Assert.Empty(_failures);
        Assert.Equal((500, 500, 1), (cold.Statistics.Stored, warm.Statistics.Hits, warm.Statistics.Misses));
    }

    [Fact]
    public void An_object_has_the_lifetime_that_the_caller_gives_it()
    {
        using RedisCache redis = _server.Connect();
        new DistributedObjectCache(redis, new() { Entry = new() { AbsoluteExpirationRelativeToNow = TimeSpan.FromHours(1) } }).Put(Key, [1]);
        using ConnectionMultiplexer look = _server.Look();
        Assert.InRange(look.GetDatabase().KeyTimeToLive($"linker:{Key}")!.Value, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
    }

    [Fact]
    public void A_value_that_was_damaged_on_the_server_is_dropped_there()
    {
        using RedisCache redis = _server.Connect();
        DistributedObjectCache cache = Open(redis);
        cache.Put(Key, [1, 2, 3]);
        using ConnectionMultiplexer look = _server.Look();
        look.GetDatabase().HashSet($"linker:{Key}", "data", "something else");
        Assert.False(cache.TryGet(Key, out _));
        Assert.Equal((1, 0), (cache.Statistics.Dropped, cache.Statistics.Failures));
        Assert.False(look.GetDatabase().KeyExists($"linker:{Key}"));
    }

    [Fact]
    public void A_server_that_has_something_else_under_the_key_is_a_miss()
    {
        using ConnectionMultiplexer look = _server.Look();
        look.GetDatabase().StringSet($"linker:{Key}", "no hash");
        using RedisCache redis = _server.Connect();
        DistributedObjectCache cache = Open(redis);
        Assert.False(cache.TryGet(Key, out _));
        Assert.Equal(1, cache.Statistics.Failures);
    }

    [Fact]
    public void A_server_that_is_killed_is_a_miss_and_works_again_when_it_is_back()
    {
        using RedisCache redis = _server.Connect();
        var failures = new List<Exception>();
        var clock = new TestClock();
        var cache = new DistributedObjectCache(redis, new() { Failed = failures.Add, Time = clock, FailuresBeforePause = 2 });
        cache.Put(Key, [1]);
        Assert.True(cache.TryGet(Key, out _));

        _server.Kill();
        for (int i = 0; i < 50; i++)
        {
            Assert.False(cache.TryGet(Key, out _));
            cache.Put(Key, [1]);
        }

        Assert.Equal(2, cache.Statistics.Failures);
        Assert.Equal(2, failures.Count);

        // The client finds out in its own time.
        _server.Start();
        for (int i = 0; i < 300 && !cache.TryGet(Key, out _); i++)
        {
            Thread.Sleep(100);
            clock.Now += TimeSpan.FromMinutes(1);
            cache.Put(Key, [1]);
        }

        Assert.True(cache.TryGet(Key, out ReadOnlyMemory<byte> found));
        Assert.Equal([1], found.ToArray());
    }

    [Fact]
    public async Task A_server_that_is_killed_while_threads_use_it_makes_nobody_throw()
    {
        using RedisCache redis = _server.Connect();
        DistributedObjectCache cache = Open(redis);
        using var begun = new CountdownEvent(4);
        Task[] users = [.. Enumerable.Range(0, 4).Select(user => Task.Factory.StartNew(
            () =>
            {
                for (int i = 0; cache.Statistics.Failures == 0; i++)
                {
                    cache.Put(ObjectKey.Of([(byte)user, (byte)i]), new byte[10_000]);
                    _ = cache.TryGet(ObjectKey.Of([(byte)user, (byte)i]), out _);
                    if (i == 10)
                    {
                        begun.Signal();
                    }
                }
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        begun.Wait(TestContext.Current.CancellationToken);
        _server.Kill();
        await Task.WhenAll(users);
        Assert.NotEqual(0, cache.Statistics.Hits);
    }

    [Fact]
    public void Disk_before_a_server_learns_what_the_fleet_knows()
    {
        using RedisCache redis = _server.Connect();
        Open(redis).Put(Key, [1, 2, 3]);
        string folder = Directory.CreateTempSubdirectory("linker-cache-").FullName;
        try
        {
            Assert.True(new LayeredObjectCache(new DiskObjectCache(folder), Open(redis)).TryGet(Key, out _));
            _server.Kill();
            Assert.True(new LayeredObjectCache(new DiskObjectCache(folder), Open(redis)).TryGet(Key, out ReadOnlyMemory<byte> found));
            Assert.Equal([1, 2, 3], found.ToArray());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private DistributedObjectCache Open(RedisCache redis) => new(redis, new() { Timeout = TimeSpan.FromSeconds(30), Failed = e => _failures.Enqueue(e.Message) });
}
