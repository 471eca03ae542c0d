namespace Linker.Loader;

/// <summary>Zero-terminated names in one section. A name costs at most <see cref="BlockSize"/> bytes of search, however long it is and however often it is asked for.</summary>
internal ref struct StringTable
{
    private const int BlockSize = 256;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly uint _start;
    private readonly string _fileName;
    private readonly string _structure;
    private int[]? _terminators;

    /// <summary>The table in a range that was proved to lie in the file.</summary>
    internal StringTable(ByteReader file, FileRange range, string structure)
    {
        _bytes = file.Bytes.Slice((int)range.Offset, (int)range.Size);
        _start = range.Offset;
        _fileName = file.FileName;
        _structure = structure;
    }

    /// <summary>Whether any name has the character.</summary>
    internal readonly bool Contains(byte character) => _bytes.Contains(character);

    /// <summary>The range of one name, its terminator left out.</summary>
    internal FileRange Name(uint offset)
    {
        if (offset >= (uint)_bytes.Length)
        {
            if (offset == 0)
            {
                return new FileRange(_start, 0);
            }

            Throw.Format(_fileName, _structure, -1, _start + (ulong)offset, offset, $"a name at 0x{offset:x} lies past the table's end at 0x{_bytes.Length:x}");
        }

        ReadOnlySpan<byte> rest = _bytes[(int)offset..];
        int size = rest[..Math.Min(rest.Length, BlockSize)].IndexOf((byte)0);
        if (size < 0)
        {
            size = LongSize((int)offset);
        }

        return new FileRange(_start + offset, (uint)size);
    }

    // The first terminator at or after each block's start: what keeps a file of one long name and a million references to it linear.
    private int LongSize(int offset)
    {
        _terminators ??= FindTerminators();
        int block = offset / BlockSize + 1;
        int end = block < _terminators.Length ? _terminators[block] : -1;
        if (end < 0)
        {
            Throw.Format(_fileName, _structure, -1, _start + (ulong)offset, (ulong)offset, "a name has no terminating zero");
        }

        return end - offset;
    }

    private readonly int[] FindTerminators()
    {
        var terminators = new int[(_bytes.Length + BlockSize - 1) / BlockSize];
        int next = -1;
        for (int block = terminators.Length - 1; block >= 0; block--)
        {
            int start = block * BlockSize;
            int found = _bytes[start..Math.Min(start + BlockSize, _bytes.Length)].IndexOf((byte)0);
            next = found >= 0 ? start + found : next;
            terminators[block] = next;
        }

        return terminators;
    }
}
