using Microsoft.Extensions.Caching.Distributed;

namespace Linker.Caching.Tests;

/// <summary>A server as a test wants it: one that has what it was given, fails, or never answers. It counts what it is asked.</summary>
internal sealed class TestServer : IDistributedCache
{
    internal Dictionary<string, byte[]> Values { get; } = [];

    internal DistributedCacheEntryOptions? LastOptions { get; private set; }

    /// <summary>What happens before each answer.</summary>
    internal Action Before { get; set; } = () => { };

    internal int Asked => _asked;

    private int _asked;

    public byte[]? Get(string key)
    {
        Answer();
        return Values.GetValueOrDefault(key);
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
    {
        Answer();
        Values[key] = value;
        LastOptions = options;
    }

    public void Remove(string key)
    {
        Answer();
        Values.Remove(key);
    }

    public void Refresh(string key) => throw new NotSupportedException();

    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) => throw new NotSupportedException();

    public Task RefreshAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

    public Task RemoveAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

    private void Answer()
    {
        Interlocked.Increment(ref _asked);
        Before();
    }
}
