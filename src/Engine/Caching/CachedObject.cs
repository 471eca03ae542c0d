namespace Linker.Engine;

/// <summary>What a cache says of an object that it has.</summary>
/// <param name="Key">What it was compiled from.</param>
/// <param name="Size">Bytes that it takes in the cache.</param>
/// <param name="LastUsed">When it was put in or found for the last time.</param>
public readonly record struct CachedObject(ObjectKey Key, long Size, DateTimeOffset LastUsed);
