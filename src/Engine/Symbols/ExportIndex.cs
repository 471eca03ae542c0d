namespace Linker.Engine;

/// <summary>
/// Exported names of many images. Of several exports of one name the first that was added is found. To add, find or remove one takes the same time however many there are,
/// of one name too, and no memory once as many have been there before.
/// </summary>
/// <remarks>Buckets hold chains of different names, the first export of each; those of the same name form a ring with it. Entries lie in one array and are named by index; −1 is none. Not safe for several threads.</remarks>
internal sealed class ExportIndex
{
    private int[] _buckets = NewBuckets(64);
    private Entry[] _entries = new Entry[64];
    private int _entryCount;
    private int _unusedEntry = -1;
    private int _nameCount;

    /// <summary>Exports, those that are not found because of an earlier one too.</summary>
    internal int Count { get; private set; }

    /// <summary>Adds all exports of an image.</summary>
    /// <returns>For <see cref="Remove"/>; −1 when there were none.</returns>
    internal int Add(LoadedImage image)
    {
        ExportTable exports = image.ExportTable;
        int first = -1;
        for (int i = exports.Count - 1; i >= 0; i--)
        {
            first = Add(image, i, exports[i].Hash, exports.NameOf(i), first);
        }

        return first;
    }

    /// <summary>Removes all exports of an image, which is not kept alive by the index any more.</summary>
    internal void Remove(int first)
    {
        while (first >= 0)
        {
            int next = _entries[first].NextOfImage;
            RemoveOne(first);
            first = next;
        }
    }

    /// <summary>The first image that exports the name, and which of its exports that is.</summary>
    internal LoadedImage? Find(ReadOnlySpan<byte> name, out int export)
    {
        int found = Find(name, NameHash.Of(name));
        export = found < 0 ? -1 : _entries[found].Export;
        return found < 0 ? null : _entries[found].Image;
    }

    private int Find(ReadOnlySpan<byte> name, uint hash)
    {
        int index = BucketOf(hash);
        while (index >= 0)
        {
            ref readonly Entry entry = ref _entries[index];
            if (entry.Hash == hash && entry.Image!.ExportTable.NameOf(entry.Export).SequenceEqual(name))
            {
                break;
            }

            index = entry.Next;
        }

        return index;
    }

    private int Add(LoadedImage image, int export, uint hash, ReadOnlySpan<byte> name, int nextOfImage)
    {
        int index = NewEntry();
        ref Entry entry = ref _entries[index];
        entry.Image = image;
        entry.Export = export;
        entry.Hash = hash;
        entry.NextOfImage = nextOfImage;
        Count++;
        int first = Find(name, hash);
        if (first < 0)
        {
            entry.SameBefore = entry.SameAfter = index;
            entry.IsFirst = true;
            Chain(index);
            if (++_nameCount > _buckets.Length)
            {
                Grow();
            }

            return index;
        }

        int last = _entries[first].SameBefore;
        entry.SameBefore = last;
        entry.SameAfter = first;
        entry.IsFirst = false;
        _entries[last].SameAfter = index;
        _entries[first].SameBefore = index;
        return index;
    }

    private void RemoveOne(int index)
    {
        ref Entry entry = ref _entries[index];
        int heir = entry.SameAfter;
        _entries[entry.SameBefore].SameAfter = heir;
        _entries[heir].SameBefore = entry.SameBefore;
        if (entry.IsFirst)
        {
            Unchain(index);
            if (heir != index)
            {
                _entries[heir].IsFirst = true;
                Chain(heir);
            }
            else
            {
                _nameCount--;
            }
        }

        Count--;
        entry.Image = null;
        entry.Next = _unusedEntry;
        _unusedEntry = index;
    }

    private ref int BucketOf(uint hash) => ref _buckets[hash & (uint)(_buckets.Length - 1)];

    private void Chain(int index)
    {
        ref Entry entry = ref _entries[index];
        ref int bucket = ref BucketOf(entry.Hash);
        entry.Before = -1;
        entry.Next = bucket;
        if (bucket >= 0)
        {
            _entries[bucket].Before = index;
        }

        bucket = index;
    }

    private void Unchain(int index)
    {
        ref Entry entry = ref _entries[index];
        if (entry.Next >= 0)
        {
            _entries[entry.Next].Before = entry.Before;
        }

        if (entry.Before >= 0)
        {
            _entries[entry.Before].Next = entry.Next;
        }
        else
        {
            BucketOf(entry.Hash) = entry.Next;
        }
    }

    private void Grow()
    {
        int[] old = _buckets;
        _buckets = NewBuckets(old.Length * 2);
        foreach (int head in old)
        {
            for (int index = head; index >= 0;)
            {
                int next = _entries[index].Next;
                Chain(index);
                index = next;
            }
        }
    }

    private int NewEntry()
    {
        if (_unusedEntry >= 0)
        {
            int entry = _unusedEntry;
            _unusedEntry = _entries[entry].Next;
            return entry;
        }

        if (_entryCount == _entries.Length)
        {
            Array.Resize(ref _entries, _entries.Length * 2);
        }

        return _entryCount++;
    }

    private static int[] NewBuckets(int count)
    {
        var buckets = new int[count];
        Array.Fill(buckets, -1);
        return buckets;
    }

    private struct Entry
    {
        public LoadedImage? Image;
        public int Export;
        public uint Hash;

        /// <summary>In the bucket's chain, where this is the first of its name; of unused entries, the next.</summary>
        public int Next;
        public int Before;

        /// <summary>In the ring of the same name, in the order in which they came.</summary>
        public int SameAfter;
        public int SameBefore;
        public int NextOfImage;
        public bool IsFirst;
    }
}
