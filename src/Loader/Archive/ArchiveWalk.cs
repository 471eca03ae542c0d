namespace Linker.Loader;

/// <summary>
/// Walks the headers of an <c>ar</c> archive: GNU and BSD names, both kinds of symbol index in both widths, thin archives. Every step goes forward, so a damaged archive ends the walk, never prolongs it.
/// </summary>
internal ref struct ArchiveWalk
{
    // As long as the longest path that Linux opens; it keeps the search of a name's end from reading the whole table for each member.
    private const int NameLimit = 4096;

    private readonly ReadOnlyMemory<byte> _memory;
    private readonly ByteReader _file;
    private readonly bool _isThin;
    private readonly List<ArchiveMember> _members;
    private FileRange _longNames;
    private FileRange _index;
    private ArchiveIndexKind _indexKind;

    internal ArchiveWalk(ReadOnlyMemory<byte> file, string fileName)
    {
        _memory = file;
        _file = new ByteReader(file.Span, fileName);
        _isThin = FileKinds.Of(file.Span) == FileKind.ThinArchive;
        _members = [];
    }

    internal Archive Run(Func<string, ReadOnlyMemory<byte>>? open)
    {
        ulong offset = ArchiveHeader.MagicSize;
        while (offset < (ulong)_file.Size)
        {
            ArchiveHeader header = ArchiveHeader.Read(_file, offset);
            ulong content = offset + ArchiveHeader.Size;
            bool isHere = TakeMember(in header, (uint)offset, content);
            ulong end = isHere ? content + header.ContentSize : content;
            offset = end + (end & 1);
        }

        return new Archive(_memory, _file.FileName, _isThin, [.. _members], _index, _indexKind, open);
    }

    /// <summary>Remembers a member or a table of the archive.</summary>
    /// <returns>Whether its bytes follow its header.</returns>
    private bool TakeMember(in ArchiveHeader header, uint offset, ulong content)
    {
        ReadOnlySpan<byte> name = header.Name;
        ArchiveIndexKind kind = ArchiveIndex.KindOf(name);
        if (kind != ArchiveIndexKind.None)
        {
            TakeIndex(kind, _file.Range(content, header.ContentSize, "archive symbol index"));
            return true;
        }

        if (name.SequenceEqual("//"u8))
        {
            _longNames = _file.Range(content, header.ContentSize, "archive name table");
            return true;
        }

        if (name.StartsWith("#1/"u8))
        {
            TakeBsdMember(in header, offset, content);
            return true;
        }

        ulong nested = 0;
        FileRange range = name.StartsWith("/"u8)
            ? LongName(name, offset, out nested)
            : new FileRange(offset, (uint)(name.EndsWith("/"u8) ? name.Length - 1 : name.Length));
        FileRange bytes = _isThin ? default : _file.Range(content, header.ContentSize, "archive member");
        _members.Add(new ArchiveMember(range, offset, bytes, header.ContentSize, nested));
        return !_isThin;
    }

    // Import libraries have a second, sorted index under the same name; the first one says everything.
    private void TakeIndex(ArchiveIndexKind kind, FileRange range)
    {
        if (_indexKind == ArchiveIndexKind.None)
        {
            _indexKind = kind;
            _index = range;
        }
    }

    // BSD: "#1/" and a size, and the name is the first bytes of the content, filled up with zeros.
    private void TakeBsdMember(in ArchiveHeader header, uint offset, ulong content)
    {
        ulong nameSize = ArchiveHeader.ReadNumber(_file, header.Name[3..], offset + 3);
        FileRange all = _file.Range(content, header.ContentSize, "archive member");
        if (nameSize > all.Size)
        {
            Throw.Format(_file.FileName, "archive member header, ar_name", -1, offset, nameSize, $"a name of {nameSize} bytes in a member of {all.Size}");
        }

        ReadOnlySpan<byte> name = _file.Bytes.Slice((int)all.Offset, (int)nameSize).TrimEnd((byte)0);
        var bytes = new FileRange(all.Offset + (uint)nameSize, all.Size - (uint)nameSize);
        ArchiveIndexKind kind = ArchiveIndex.KindOf(name);
        if (kind != ArchiveIndexKind.None)
        {
            TakeIndex(kind, bytes);
            return;
        }

        _members.Add(new ArchiveMember(new FileRange(all.Offset, (uint)name.Length), offset, bytes, bytes.Size, 0));
    }

    // GNU: a slash and an offset in the name table; in a thin archive perhaps a colon and the offset of a header in the archive so named.
    private readonly FileRange LongName(ReadOnlySpan<byte> name, uint offset, out ulong nested)
    {
        ReadOnlySpan<byte> digits = name[1..];
        int colon = _isThin ? digits.IndexOf((byte)':') : -1;
        nested = colon < 0 ? 0 : ArchiveHeader.ReadNumber(_file, digits[(colon + 1)..], offset + 2 + (ulong)colon);
        ulong start = ArchiveHeader.ReadNumber(_file, colon < 0 ? digits : digits[..colon], offset + 1);
        if (start >= _longNames.Size)
        {
            Throw.Format(_file.FileName, "archive member header, ar_name", -1, offset, start, $"the name at {start} lies outside the name table of {_longNames.Size} bytes");
        }

        ReadOnlySpan<byte> rest = _file.Bytes.Slice(_longNames)[(int)start..];
        int size = rest[..Math.Min(rest.Length, NameLimit)].IndexOfAny((byte)'\n', (byte)0);
        if (size < 0)
        {
            Throw.Format(_file.FileName, "archive member header, ar_name", -1, offset, start, "the name does not end");
        }

        return new FileRange(_longNames.Offset + (uint)start, (uint)(size > 0 && rest[size - 1] == (byte)'/' ? size - 1 : size));
    }
}
