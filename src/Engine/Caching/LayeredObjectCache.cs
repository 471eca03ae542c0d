namespace Linker.Engine;

/// <summary>Two caches, of which the nearer is asked first and learns what only the farther knows: memory before disk, disk before a server.</summary>
/// <param name="near">Asked first.</param>
/// <param name="far">Asked for what the other has not.</param>
/// <exception cref="ArgumentNullException">There is no such cache.</exception>
public sealed class LayeredObjectCache(IObjectCache near, IObjectCache far) : IObjectCache
{
    private readonly IObjectCache _near = near ?? throw new ArgumentNullException(nameof(near));
    private readonly IObjectCache _far = far ?? throw new ArgumentNullException(nameof(far));

    /// <inheritdoc/>
    public bool TryGet(ObjectKey key, out ReadOnlyMemory<byte> objectFile)
    {
        if (_near.TryGet(key, out objectFile))
        {
            return true;
        }

        if (!_far.TryGet(key, out objectFile))
        {
            return false;
        }

        _near.Put(key, objectFile.Span);
        return true;
    }

    /// <inheritdoc/>
    public void Put(ObjectKey key, ReadOnlySpan<byte> objectFile)
    {
        _near.Put(key, objectFile);
        _far.Put(key, objectFile);
    }
}
