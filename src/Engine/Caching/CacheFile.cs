namespace Linker.Engine.Caching;

/// <summary>A file in the folder of a cache.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Key">Its name; <see langword="null"/> for a temporary file.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="LastUsed">When it was written or used.</param>
internal readonly record struct CacheFile(string Path, ObjectKey? Key, long Size, DateTimeOffset LastUsed);
