namespace Linker.Engine;

/// <summary>What a cache has done since it was made, in this process.</summary>
/// <param name="Hits">Objects that were found.</param>
/// <param name="Misses">Objects that were not, whatever the reason.</param>
/// <param name="Stored">Objects that were put in.</param>
/// <param name="Dropped">Entries that were damaged, of another version or of another key, and were thrown away.</param>
/// <param name="Evicted">Entries that had to make room.</param>
/// <param name="Failures">How often the store behind the cache did not do what it was asked for.</param>
public readonly record struct ObjectCacheStatistics(long Hits, long Misses, long Stored, long Dropped, long Evicted, long Failures);
