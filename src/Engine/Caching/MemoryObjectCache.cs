using Linker.Engine.Caching;

namespace Linker.Engine;

/// <summary>Objects in the memory of this process, as many as fit; those that were not used for the longest time make room.</summary>
public sealed class MemoryObjectCache : IObjectCache
{
    /// <summary>Bytes of objects that are kept unless the caller says otherwise: 64 MiB.</summary>
    public const long DefaultSizeLimit = 64 << 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new(); // the last used one first
    private readonly CacheCounters _counters = new();
    private long _size;

    /// <summary>An empty cache.</summary>
    /// <param name="sizeLimit">Bytes of objects that it keeps at most.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative.</exception>
    public MemoryObjectCache(long sizeLimit = DefaultSizeLimit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeLimit);
        SizeLimit = sizeLimit;
    }

    /// <summary>Bytes of objects that are kept at most. A larger object is not kept at all.</summary>
    public long SizeLimit { get; }

    /// <summary>What the cache has done so far.</summary>
    public ObjectCacheStatistics Statistics => _counters.Statistics;

    /// <summary>What is in the cache now, the last used first.</summary>
    public IReadOnlyList<CachedObject> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _byUse.Select(e => new CachedObject(e.Key, e.Content.Length, e.LastUsed))];
            }
        }
    }

    /// <inheritdoc/>
    public bool TryGet(ObjectKey key, out ReadOnlyMemory<byte> objectFile)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out LinkedListNode<Entry>? node))
            {
                objectFile = default;
                return _counters.Asked(false);
            }

            objectFile = node.Value.Content;
            node.ValueRef.LastUsed = DateTimeOffset.UtcNow;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return _counters.Asked(true);
        }
    }

    /// <inheritdoc/>
    public void Put(ObjectKey key, ReadOnlySpan<byte> objectFile)
    {
        if (objectFile.Length > SizeLimit)
        {
            return;
        }

        byte[] content = objectFile.ToArray();
        lock (_lock)
        {
            Take(key);
            while (_size + content.Length > SizeLimit)
            {
                Take(_byUse.Last!.Value.Key);
                _counters.Evicted();
            }

            _entries.Add(key, _byUse.AddFirst(new Entry(key, content) { LastUsed = DateTimeOffset.UtcNow }));
            _size += content.Length;
            _counters.Stored();
        }
    }

    /// <summary>Forgets an object.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(ObjectKey key)
    {
        lock (_lock)
        {
            return Take(key);
        }
    }

    /// <summary>Forgets all objects.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _byUse.Clear();
            _size = 0;
        }
    }

    private bool Take(ObjectKey key)
    {
        if (!_entries.Remove(key, out LinkedListNode<Entry>? node))
        {
            return false;
        }

        _byUse.Remove(node);
        _size -= node.Value.Content.Length;
        return true;
    }

    private record struct Entry(ObjectKey Key, byte[] Content)
    {
        internal DateTimeOffset LastUsed { get; set; }
    }
}
