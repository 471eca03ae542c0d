using System.Diagnostics.CodeAnalysis;
using Linker.Engine;
using Linker.Engine.Caching;
using Microsoft.Extensions.Caching.Distributed;

namespace Linker.Caching;

/// <summary>Objects on a server that many machines share: Redis, SQL Server or whatever else there is an <see cref="IDistributedCache"/> for.</summary>
/// <remarks>
/// <para>A server that fails or does not answer in time has nothing and keeps nothing. After some failures in a row it is not asked for a while, so that a dead one costs a few time-outs and not one an object.</para>
/// <para>Values carry a digest, and with <see cref="DistributedObjectCacheOptions.Secret"/> a proof of who wrote them; what is damaged, of another version or of another key is removed from the server.
/// How much memory a value takes before it is looked at is up to the server and its client.</para>
/// </remarks>
public sealed class DistributedObjectCache : IObjectCache
{
    private readonly IDistributedCache _cache;
    private readonly DistributedObjectCacheOptions _options;
    private readonly Circuit _circuit;
    private readonly CacheCounters _counters = new();

    /// <summary>A cache on a server. The server stays the caller's.</summary>
    /// <param name="cache">The server.</param>
    /// <param name="options">How it is used.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time-out, a pause or a number is not positive.</exception>
    public DistributedObjectCache(IDistributedCache cache, DistributedObjectCacheOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cache);
        _cache = cache;
        _options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_options.Timeout, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_options.Pause, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.FailuresBeforePause, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(_options.MaxObjectSize, nameof(options));
        _circuit = new Circuit(_options.FailuresBeforePause, _options.Pause, _options.Time);
    }

    /// <summary>What the cache has done so far, in this process and by this object. Only the server knows what it evicts.</summary>
    public ObjectCacheStatistics Statistics => _counters.Statistics;

    /// <inheritdoc/>
    public bool TryGet(ObjectKey key, out ReadOnlyMemory<byte> objectFile)
    {
        string name = NameOf(key);
        objectFile = default;
        if (Ask(() => _cache.Get(name), out byte[]? value) && value is not null)
        {
            if (ObjectEnvelope.TryRead(key, value, out objectFile, _options.Secret.Span))
            {
                return _counters.Asked(true);
            }

            if (Tell(() => _cache.Remove(name)))
            {
                _counters.Dropped();
            }
        }

        return _counters.Asked(false);
    }

    /// <inheritdoc/>
    public void Put(ObjectKey key, ReadOnlySpan<byte> objectFile)
    {
        if (objectFile.Length > _options.MaxObjectSize)
        {
            return;
        }

        string name = NameOf(key);
        byte[] value = ObjectEnvelope.Write(key, objectFile, _options.Secret.Span);
        if (Tell(() => _cache.Set(name, value, _options.Entry)))
        {
            _counters.Stored();
        }
    }

    /// <summary>Removes an object from the server, which does not say whether it was there.</summary>
    public void Remove(ObjectKey key)
    {
        string name = NameOf(key);
        _ = Tell(() => _cache.Remove(name));
    }

    private string NameOf(ObjectKey key) => _options.KeyPrefix + key;

    private bool Tell(Action question) =>
        Ask(
            () =>
            {
                question();
                return true;
            },
            out _);

    // The question has a thread of its own. A client may wait longer than the caller wants to; and when all threads of the pool wait for answers that only a thread of the pool can bring, none comes.
    [SuppressMessage("Design", "CA1031", Justification = "Every client has exceptions of its own.")]
    private bool Ask<T>(Func<T> question, out T? answer)
    {
        answer = default;
        if (!_circuit.MayAsk())
        {
            return false;
        }

        Task<T> task = Task.Factory.StartNew(question, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        try
        {
            if (!task.Wait(_options.Timeout))
            {
                // Nobody asks any more how it ends.
                _ = task.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                throw new TimeoutException($"No answer within {_options.Timeout.TotalSeconds} s.");
            }

            answer = task.Result;
            _circuit.Succeeded();
            return true;
        }
        catch (Exception e)
        {
            _circuit.Failed();
            _counters.Failed();
            _options.Failed?.Invoke(e is AggregateException { InnerException: { } cause } ? cause : e);
            return false;
        }
    }
}
