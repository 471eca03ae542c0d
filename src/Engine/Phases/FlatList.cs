using System.Runtime.CompilerServices;

namespace Linker.Engine;

/// <summary>A list in one array that keeps the array when it is emptied, and hands out references. What a link writes down, the next link writes over.</summary>
internal sealed class FlatList<T>
{
    private T[] _items = [];

    internal int Count { get; private set; }

    /// <summary>The items, valid until one more is added.</summary>
    internal Span<T> Items => _items.AsSpan(0, Count);

    internal ref T this[int index] => ref Items[index];

    internal void Add(in T item)
    {
        if (Count == _items.Length)
        {
            Grow(Count + 1);
        }

        _items[Count++] = item;
    }

    /// <summary>Appends items whose content is old; the caller writes them.</summary>
    internal Span<T> Extend(int count)
    {
        if (_items.Length - Count < count)
        {
            Grow(Count + count);
        }

        Count += count;
        return _items.AsSpan(Count - count, count);
    }

    /// <summary>Forgets the items. References in them are dropped, so that a list in waiting keeps nothing alive.</summary>
    internal void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            Items.Clear();
        }

        Count = 0;
    }

    private void Grow(int needed)
    {
        var larger = new T[Math.Max(needed, Math.Max(16, _items.Length * 2))];
        Items.CopyTo(larger);
        _items = larger;
    }
}
