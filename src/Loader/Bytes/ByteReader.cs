using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Linker.Loader;

/// <summary>Little-endian bytes that are never trusted: every read is checked by subtracting from what is left, never by adding.</summary>
internal readonly ref struct ByteReader
{
    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>Reads a whole file; the name is for messages.</summary>
    internal ByteReader(ReadOnlySpan<byte> bytes, string fileName)
    {
        _bytes = bytes;
        FileName = fileName;
    }

    internal string FileName { get; }

    internal ReadOnlySpan<byte> Bytes => _bytes;

    internal int Size => _bytes.Length;

    /// <summary>A range, proved to lie inside the file.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReadOnlySpan<byte> Slice(ulong offset, ulong size, string structure, long index = -1)
    {
        if (offset > (ulong)_bytes.Length || size > (ulong)_bytes.Length - offset)
        {
            Throw.Truncated(FileName, structure, index, offset, size, _bytes.Length);
        }

        return _bytes.Slice((int)offset, (int)size);
    }

    /// <summary>The same range as a value that can be kept.</summary>
    internal FileRange Range(ulong offset, ulong size, string structure, long index = -1)
    {
        Slice(offset, size, structure, index);
        return new FileRange((uint)offset, (uint)size);
    }

    /// <summary>One structure.</summary>
    internal T Read<T>(ulong offset, string structure)
        where T : unmanaged => MemoryMarshal.Read<T>(Slice(offset, (uint)Unsafe.SizeOf<T>(), structure));

    /// <summary>Structures one after another, at any alignment.</summary>
    internal ReadOnlySpan<T> Table<T>(ulong offset, ulong count, string structure)
        where T : unmanaged
    {
        if (count > (ulong)_bytes.Length)
        {
            Throw.TooMany(FileName, structure, offset, count);
        }

        return MemoryMarshal.Cast<byte, T>(Slice(offset, count * (uint)Unsafe.SizeOf<T>(), structure));
    }
}
