namespace Linker.Engine.Caching;

/// <summary>Counts what a cache does, for several threads.</summary>
internal sealed class CacheCounters
{
    private long _hits, _misses, _stored, _dropped, _evicted, _failures;

    internal ObjectCacheStatistics Statistics => new(
        Interlocked.Read(ref _hits), Interlocked.Read(ref _misses), Interlocked.Read(ref _stored), Interlocked.Read(ref _dropped), Interlocked.Read(ref _evicted), Interlocked.Read(ref _failures));

    /// <returns>The answer.</returns>
    internal bool Asked(bool isHit)
    {
        Interlocked.Increment(ref isHit ? ref _hits : ref _misses);
        return isHit;
    }

    internal void Stored() => Interlocked.Increment(ref _stored);

    internal void Dropped() => Interlocked.Increment(ref _dropped);

    internal void Evicted() => Interlocked.Increment(ref _evicted);

    internal void Failed() => Interlocked.Increment(ref _failures);
}
