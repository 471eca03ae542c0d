using System.Runtime.InteropServices;
using System.Text;

namespace Linker.Bench.Inputs;

/// <summary>An object in memory that the collector does not move, so that every linker reads the same bytes.</summary>
internal sealed unsafe class ObjectBytes
{
    private readonly byte[] _bytes;
    private readonly byte[] _name;
    private readonly byte[]? _entry;

    /// <param name="name">How messages call the object.</param>
    /// <param name="bytes">Copied.</param>
    /// <param name="entry">The symbol that is looked up, or none.</param>
    internal ObjectBytes(string name, ReadOnlySpan<byte> bytes, Entry? entry)
    {
        Name = name;
        Entry = entry;
        _bytes = Pinned(bytes.Length);
        bytes.CopyTo(_bytes);
        _name = Text(name);
        _entry = entry is null ? null : Text(entry.Name);
    }

    internal string Name { get; }

    internal Entry? Entry { get; }

    internal ReadOnlyMemory<byte> Memory => _bytes;

    internal int Size => _bytes.Length;

    internal byte* Address => (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0);

    internal byte* NameAddress => (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_name, 0);

    internal byte* EntryAddress => _entry is null ? null : (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_entry, 0);

    private static byte[] Text(string text)
    {
        byte[] bytes = Pinned(Encoding.UTF8.GetByteCount(text) + 1);
        bytes[Encoding.UTF8.GetBytes(text, bytes)] = 0;
        return bytes;
    }

    private static byte[] Pinned(int size) => GC.AllocateUninitializedArray<byte>(size, pinned: true);
}
