using System.Runtime.InteropServices;
using System.Text;
using Linker.Loader;

namespace Linker.Engine;

/// <summary>The names of an image that others may use: a copy, so that the object files can go.</summary>
internal sealed class ExportTable
{
    /// <summary>So many entries are looked through one by one, and more of them the first few times: most images are asked for one name.</summary>
    private const int FewEntries = 8, FewLookups = 4;

    private readonly Entry[] _entries;
    private readonly byte[] _names;

    // 1 + index by hash; made when somebody looks for a name, which for most images is never or once.
    private int[]? _buckets;
    private int _lookups;

    private ExportTable(int count, int nameBytes)
    {
        _entries = count == 0 ? [] : GC.AllocateUninitializedArray<Entry>(count);
        _names = nameBytes == 0 ? [] : GC.AllocateUninitializedArray<byte>(nameBytes);
    }

    internal int Count => _entries.Length;

    internal ref readonly Entry this[int index] => ref _entries[index];

    // The names stand one behind the other.
    internal ReadOnlySpan<byte> NameOf(int index) => _names.AsSpan(_entries[index].NameOffset..(index + 1 < _entries.Length ? _entries[index + 1].NameOffset : _names.Length));

    /// <summary>Index of a name, −1 when it is not exported.</summary>
    internal int Find(ReadOnlySpan<byte> name)
    {
        uint hash = NameHash.Of(name);
        if (_entries.Length <= FewEntries || (_buckets is null && _lookups++ < FewLookups))
        {
            for (int i = 0; i < _entries.Length; i++)
            {
                if (IsAt(i, hash, name))
                {
                    return i;
                }
            }

            return -1;
        }

        int[] buckets = _buckets ??= Sort();
        for (uint bucket = hash; buckets[bucket & (uint)(buckets.Length - 1)] is var index and not 0; bucket++)
        {
            if (IsAt(index - 1, hash, name))
            {
                return index - 1;
            }
        }

        return -1;
    }

    internal static ExportTable For(LinkSpace space, LinkRequest request)
    {
        GlobalTable globals = space.Binding.Globals;
        bool exportsHidden = request.Program is not null;
        int entryName = request.Entry is null ? 0 : space.Binding.Find(request.Entry);
        FlatList<int> exported = space.Exported;
        long bytes = 0;
        int definitions = 0;
        for (int index = 1; index < globals.Count; index++)
        {
            ref readonly GlobalSymbol global = ref globals[index];
            if (IsExported(in global, exportsHidden || index == entryName))
            {
                exported.Add(index);
                bytes += global.Name.Size;
            }
        }

        foreach (ref readonly TakenSymbol taken in space.Binding.Taken)
        {
            if (taken.IsExported)
            {
                definitions++;
                bytes += globals[taken.Global].Name.Size;
            }
        }

        if (bytes > int.MaxValue)
        {
            throw new InsufficientMemoryException($"The exported names take {bytes} bytes.");
        }

        var table = new ExportTable(exported.Count + definitions, (int)bytes);
        int next = 0, nameOffset = 0;
        foreach (int index in exported.Items)
        {
            ref readonly GlobalSymbol global = ref globals[index];
            SymbolKind kind = global.Kind == SymbolKind.IndirectFunction ? SymbolKind.Function : global.Kind;
            table.Write(next++, ref nameOffset, globals.NameOf(index), new Entry(global.Hash, nameOffset, space.Addresses.OfGlobal(index), global.Size, kind));
        }

        // The name means something else in the image; what others may have is the definition.
        foreach (ref readonly TakenSymbol taken in space.Binding.Taken)
        {
            if (taken.IsExported)
            {
                var entry = new Entry(globals[taken.Global].Hash, nameOffset, space.Addresses.OfDefinition(taken.Graph, taken.Symbol), taken.Size, taken.Kind);
                table.Write(next++, ref nameOffset, globals.NameOf(taken.Global), entry);
            }
        }

        return table;
    }

    private void Write(int index, ref int nameOffset, ReadOnlySpan<byte> name, in Entry entry)
    {
        name.CopyTo(_names.AsSpan(nameOffset));
        _entries[index] = entry;
        nameOffset += name.Length;
    }

    private bool IsAt(int index, uint hash, ReadOnlySpan<byte> name) => _entries[index].Hash == hash && NameOf(index).SequenceEqual(name);

    private int[] Sort()
    {
        var buckets = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)_entries.Length * 2)];
        for (int i = 0; i < _entries.Length; i++)
        {
            uint bucket = _entries[i].Hash & (uint)(buckets.Length - 1);
            while (buckets[bucket] != 0)
            {
                bucket = (bucket + 1) & (uint)(buckets.Length - 1);
            }

            buckets[bucket] = i + 1;
        }

        return buckets;
    }

    private static bool IsExported(in GlobalSymbol global, bool inAnyCase) =>
        global.State is GlobalState.Weak or GlobalState.Strong or GlobalState.Common
        && (inAnyCase || global.Visibility is SymbolVisibility.Default or SymbolVisibility.Protected);

    // Without padding: an object may export tens of thousands of names.
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    internal readonly record struct Entry(uint Hash, int NameOffset, ulong Address, ulong Size, SymbolKind Kind);
}
