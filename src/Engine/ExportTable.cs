using System.Text;
using Linker.Loader;

namespace Linker.Engine;

/// <summary>The names of an image that others may use: a copy, so that the object files can go.</summary>
internal sealed class ExportTable
{
    private readonly Entry[] _entries;
    private readonly int[] _buckets;
    private readonly byte[] _names;

    private ExportTable(int count, int nameBytes)
    {
        _entries = new Entry[count];
        _names = new byte[nameBytes];
        _buckets = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, count * 2))];
    }

    internal int Count => _entries.Length;

    internal ref readonly Entry this[int index] => ref _entries[index];

    internal ReadOnlySpan<byte> NameOf(int index) => _names.AsSpan(_entries[index].NameOffset, _entries[index].NameSize);

    /// <summary>Index of a name, −1 when it is not exported.</summary>
    internal int Find(ReadOnlySpan<byte> name)
    {
        uint hash = NameHash.Of(name);
        for (uint bucket = hash; _buckets[bucket & (uint)(_buckets.Length - 1)] is var index and not 0; bucket++)
        {
            if (_entries[index - 1].Hash == hash && NameOf(index - 1).SequenceEqual(name))
            {
                return index - 1;
            }
        }

        return -1;
    }

    internal static ExportTable For(Binding binding, SymbolAddresses addresses, string? entryName)
    {
        int entry = entryName is null ? 0 : binding.Globals.Find(Encoding.UTF8.GetBytes(entryName));
        int count = 0, bytes = 0;
        for (int index = 1; index < binding.Globals.Count; index++)
        {
            if (IsExported(in binding.Globals[index], index == entry))
            {
                count++;
                bytes += (int)binding.Globals[index].Name.Size;
            }
        }

        var table = new ExportTable(count, bytes);
        int next = 0, nameOffset = 0;
        for (int index = 1; index < binding.Globals.Count; index++)
        {
            ref readonly GlobalSymbol global = ref binding.Globals[index];
            if (IsExported(in global, index == entry))
            {
                ReadOnlySpan<byte> name = binding.Globals.NameOf(index);
                name.CopyTo(table._names.AsSpan(nameOffset));
                SymbolKind kind = global.Kind == SymbolKind.IndirectFunction ? SymbolKind.Function : global.Kind;
                table.Add(next++, new Entry(global.Hash, nameOffset, name.Length, addresses.OfGlobal(index), global.Size, kind));
                nameOffset += name.Length;
            }
        }

        return table;
    }

    private void Add(int index, Entry entry)
    {
        _entries[index] = entry;
        uint bucket = entry.Hash & (uint)(_buckets.Length - 1);
        while (_buckets[bucket] != 0)
        {
            bucket = (bucket + 1) & (uint)(_buckets.Length - 1);
        }

        _buckets[bucket] = index + 1;
    }

    private static bool IsExported(in GlobalSymbol global, bool isEntry) =>
        global.State is GlobalState.Weak or GlobalState.Strong or GlobalState.Common
        && (isEntry || global.Visibility is SymbolVisibility.Default or SymbolVisibility.Protected);

    internal readonly record struct Entry(uint Hash, int NameOffset, int NameSize, ulong Address, ulong Size, SymbolKind Kind);
}
