namespace Linker.Engine;

/// <summary>Objects that were compiled before, by what they were compiled from.</summary>
/// <remarks>Safe to use from several threads. A cache that cannot be read or written at the moment has nothing and keeps nothing: it never makes a link fail.</remarks>
public interface IObjectCache
{
    /// <summary>Looks for an object.</summary>
    /// <param name="key">What it was compiled from.</param>
    /// <param name="objectFile">Its bytes, just as they were put in.</param>
    /// <returns>Whether the cache has it, whole and undamaged.</returns>
    bool TryGet(ObjectKey key, out ReadOnlyMemory<byte> objectFile);

    /// <summary>Keeps an object. One that is there already under the key may stay.</summary>
    void Put(ObjectKey key, ReadOnlySpan<byte> objectFile);
}
