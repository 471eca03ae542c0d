using Linker.Engine;
using Microsoft.Extensions.Caching.Distributed;

namespace Linker.Caching.Tests;

public class DistributedObjectCacheTests
{
    private static readonly ObjectKey Key = ObjectKey.Of([1]);
    private readonly TestServer _server = new();
    private readonly TestClock _clock = new();
    private readonly List<Exception> _failures = [];

    [Fact]
    public void What_one_process_puts_in_another_finds()
    {
        new DistributedObjectCache(_server).Put(Key, [1, 2, 3]);
        var cache = new DistributedObjectCache(_server);
        Assert.True(cache.TryGet(Key, out ReadOnlyMemory<byte> found));
        Assert.Equal([1, 2, 3], found.ToArray());
        Assert.False(cache.TryGet(ObjectKey.Of([2]), out found));
        Assert.True(found.IsEmpty);
        Assert.Equal(new ObjectCacheStatistics(Hits: 1, Misses: 1, Stored: 0, Dropped: 0, Evicted: 0, Failures: 0), cache.Statistics);
    }

    [Fact]
    public void The_server_gets_the_envelope_under_the_prefix_and_the_key_with_the_options_of_the_caller()
    {
        var entry = new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(5) };
        new DistributedObjectCache(_server, new() { KeyPrefix = "team:", Entry = entry }).Put(Key, [1, 2, 3]);
        Assert.Equal($"team:{Key}", Assert.Single(_server.Values).Key);
        Assert.Equal(ObjectEnvelope.Write(Key, [1, 2, 3]), _server.Values.Values.Single());
        Assert.Same(entry, _server.LastOptions);
    }

    [Fact]
    public void Each_damaged_byte_is_noticed_and_the_value_removed()
    {
        var cache = new DistributedObjectCache(_server);
        byte[] value = ObjectEnvelope.Write(Key, [1, 2, 3]);
        for (int i = 0; i < value.Length; i++)
        {
            byte[] damaged = [.. value];
            damaged[i] ^= 0x80;
            _server.Values[$"linker:{Key}"] = damaged;
            Assert.False(cache.TryGet(Key, out ReadOnlyMemory<byte> found), $"byte {i}");
            Assert.True(found.IsEmpty);
            Assert.Empty(_server.Values);
        }

        Assert.Equal((value.Length, value.Length), (cache.Statistics.Dropped, cache.Statistics.Misses));
    }

    [Fact]
    public void A_value_of_somebody_without_the_secret_is_not_believed()
    {
        var cache = new DistributedObjectCache(_server, new() { Secret = new byte[] { 1, 2, 3 } });
        cache.Put(Key, [1]);
        Assert.True(cache.TryGet(Key, out _));
        new DistributedObjectCache(_server).Put(Key, [2]);
        Assert.False(cache.TryGet(Key, out _));
        Assert.Equal(1, cache.Statistics.Dropped);
    }

    [Fact]
    public void A_server_that_fails_is_a_miss_and_the_caller_is_told()
    {
        DistributedObjectCache cache = Open(failuresBeforePause: 10);
        _server.Before = () => throw new InvalidOperationException("no server");
        cache.Put(Key, [1]);
        Assert.False(cache.TryGet(Key, out _));
        cache.Remove(Key);
        Assert.Equal(["no server", "no server", "no server"], _failures.Select(e => e.Message));
        Assert.Equal(new ObjectCacheStatistics(Hits: 0, Misses: 1, Stored: 0, Dropped: 0, Evicted: 0, Failures: 3), cache.Statistics);
    }

    [Fact]
    public void A_server_that_does_not_answer_is_a_miss_whatever_it_does_later()
    {
        using var later = new ManualResetEventSlim();
        _server.Before = () =>
        {
            later.Wait();
            throw new InvalidOperationException("too late");
        };
        DistributedObjectCache cache = Open(failuresBeforePause: 10);
        Assert.False(cache.TryGet(Key, out _));
        Assert.IsType<TimeoutException>(Assert.Single(_failures));
        later.Set();
        Assert.Equal((1, 1), (cache.Statistics.Misses, cache.Statistics.Failures));
    }

    [Fact]
    public void A_dead_server_costs_a_few_failures_and_not_one_an_object()
    {
        DistributedObjectCache cache = Open(failuresBeforePause: 3);
        _server.Before = () => throw new InvalidOperationException("no server");
        for (int i = 0; i < 100; i++)
        {
            Assert.False(cache.TryGet(Key, out _));
            cache.Put(Key, [1]);
        }

        Assert.Equal((3, 3, 100), (_server.Asked, cache.Statistics.Failures, cache.Statistics.Misses));
        _clock.Now += TimeSpan.FromSeconds(30);
        Assert.False(cache.TryGet(Key, out _));
        Assert.False(cache.TryGet(Key, out _));
        Assert.Equal(4, _server.Asked);
        _server.Before = () => { };
        _clock.Now += TimeSpan.FromSeconds(30);
        cache.Put(Key, [1]);
        Assert.True(cache.TryGet(Key, out _));
    }

    [Fact]
    public void An_object_above_the_limit_is_not_sent()
    {
        var cache = new DistributedObjectCache(_server, new() { MaxObjectSize = 10 });
        cache.Put(Key, new byte[11]);
        Assert.Equal(0, _server.Asked);
        cache.Put(Key, new byte[10]);
        Assert.Single(_server.Values);
    }

    [Fact]
    public void An_object_can_be_removed()
    {
        var cache = new DistributedObjectCache(_server);
        cache.Put(Key, [1]);
        cache.Remove(Key);
        Assert.Empty(_server.Values);
    }

    // Nobody is left there who could bring an answer.
    [Fact]
    public void Threads_of_the_pool_may_ask_all_at_once()
    {
        DistributedObjectCache cache = Open(failuresBeforePause: 1, TimeSpan.FromMinutes(1));
        cache.Put(Key, [1]);
        ThreadPool.GetMinThreads(out int workers, out _);
        using var all = new Barrier(workers);
        _server.Before = () => all.SignalAndWait();
        Task<bool>[] users = [.. Enumerable.Range(0, workers).Select(_ => Task.Run(() => cache.TryGet(Key, out ReadOnlyMemory<byte> _)))];
        Assert.All(users, user => Assert.True(user.GetAwaiter().GetResult()));
    }

    public static TheoryData<DistributedObjectCacheOptions> Impossible =>
        new((DistributedObjectCacheOptions[])[new() { Timeout = TimeSpan.Zero }, new() { Pause = TimeSpan.Zero }, new() { FailuresBeforePause = 0 }, new() { MaxObjectSize = -1 }]);

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void Impossible_options_are_refused(DistributedObjectCacheOptions options) => Assert.Throws<ArgumentOutOfRangeException>(() => new DistributedObjectCache(_server, options));

    private DistributedObjectCache Open(int failuresBeforePause, TimeSpan? timeout = null) =>
        new(_server, new() { Timeout = timeout ?? TimeSpan.FromMilliseconds(50), FailuresBeforePause = failuresBeforePause, Failed = _failures.Add, Time = _clock });
}
