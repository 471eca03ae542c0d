using System.Text;

namespace Linker.Loader;

/// <summary>A static library: members, and an index from symbol names to them. Members are read on demand. Safe to use from several threads.</summary>
/// <example>
/// <code>
/// Archive archive = ArchiveReader.Read(File.ReadAllBytes("libz.a"), "libz.a");
/// if (archive.TryFind("deflate"u8, out int member))
///     graph = archive.Read(member);
/// </code>
/// </example>
public sealed class Archive
{
    private readonly ReadOnlyMemory<byte> _file;
    private readonly ArchiveMember[] _members;
    private readonly FileRange _indexRange;
    private readonly ArchiveIndexKind _indexKind;
    private readonly Func<string, ReadOnlyMemory<byte>>? _open;
    private ArchiveIndex? _index;

    internal Archive(
        ReadOnlyMemory<byte> file,
        string fileName,
        bool isThin,
        ArchiveMember[] members,
        FileRange indexRange,
        ArchiveIndexKind indexKind,
        Func<string, ReadOnlyMemory<byte>>? open)
    {
        _file = file;
        FileName = fileName;
        IsThin = isThin;
        _members = members;
        _indexRange = indexRange;
        _indexKind = indexKind;
        _open = open;
    }

    /// <summary>How messages call the archive.</summary>
    public string FileName { get; }

    /// <summary>Whether the members are files of their own, beside the archive.</summary>
    public bool IsThin { get; }

    /// <summary>Whether the archive has a symbol index; without, the members' own symbols are read the first time a name is looked for.</summary>
    public bool HasIndex => _indexKind != ArchiveIndexKind.None;

    /// <summary>The members in the archive's order; its own tables are not among them.</summary>
    public ReadOnlySpan<ArchiveMember> Members => _members;

    /// <summary>The symbol index in its own order.</summary>
    /// <exception cref="ObjectFormatException">The index, or a member that has to stand in for it, is damaged.</exception>
    public ReadOnlySpan<ArchiveSymbol> Symbols => Index.Symbols;

    private ArchiveIndex Index => _index ??= HasIndex ? ArchiveIndex.Read(this, _file, _indexRange, _indexKind) : ArchiveIndex.FromMembers(this);

    /// <summary>Finds the member that defines a symbol; the first one in the index's order.</summary>
    /// <param name="symbolName">As the object has it, without a terminating zero.</param>
    /// <param name="member">Index into <see cref="Members"/>, or −1.</param>
    /// <exception cref="ObjectFormatException">The index, or a member that has to stand in for it, is damaged.</exception>
    public bool TryFind(ReadOnlySpan<byte> symbolName, out int member) => Index.TryFind(symbolName, out member);

    /// <summary>The name of a member.</summary>
    public string NameOf(int member) => Encoding.UTF8.GetString(NameBytes(member));

    /// <summary>The name of an entry of <see cref="Symbols"/>.</summary>
    public string NameOf(in ArchiveSymbol symbol) => Encoding.UTF8.GetString(Index.NameOf(in symbol));

    /// <summary>Whether a member is a Rust library's description for its compiler, and so never linked.</summary>
    public bool IsMetadata(int member) =>
        NameBytes(member) is var name && (name.SequenceEqual("lib.rmeta"u8) || name.SequenceEqual("rust.metadata.bin"u8) || name.EndsWith(".bc.z"u8));

    /// <summary>The bytes of a member.</summary>
    /// <param name="member">Index into <see cref="Members"/>.</param>
    /// <exception cref="ObjectFormatException">A member of a thin archive cannot be had: there is nothing to open it with, or it has changed its size.</exception>
    public ReadOnlyMemory<byte> BytesOf(int member)
    {
        ref readonly ArchiveMember found = ref _members[member];
        return IsThin && found.Content.Size == 0
            ? OpenThin(member, in found)
            : _file.Slice((int)found.Content.Offset, (int)found.Content.Size);
    }

    /// <summary>Reads a member as <see cref="ObjectReader.Read"/> does; the graph is called <c>archive.a(member.o)</c>.</summary>
    /// <param name="member">Index into <see cref="Members"/>.</param>
    /// <param name="includeUnloaded">Whether the relocations of sections that get no address are decoded too.</param>
    /// <param name="splitSubsections">Whether the parts of a Mach-O section that a linker may move become sections of their own.</param>
    /// <exception cref="ObjectFormatException">The member is damaged, or a kind of file that cannot be linked.</exception>
    public LinkGraph Read(int member, bool includeUnloaded = false, bool splitSubsections = false) =>
        ObjectReader.Read(BytesOf(member), $"{FileName}({NameOf(member)})", includeUnloaded, splitSubsections);

    internal int MemberAt(ulong headerOffset)
    {
        int low = 0;
        int high = _members.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (_members[middle].HeaderOffset == headerOffset)
            {
                return middle;
            }

            if (_members[middle].HeaderOffset < headerOffset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return -1;
    }

    private ReadOnlySpan<byte> NameBytes(int member) => _file.Span.Slice(_members[member].Name);

    private ReadOnlyMemory<byte> OpenThin(int member, in ArchiveMember found)
    {
        if (_open is null)
        {
            Throw.Format(FileName, "thin archive, member", member, found.HeaderOffset, found.Size, $"it is the file '{NameOf(member)}', and nothing was given to open it with");
        }

        ReadOnlyMemory<byte> bytes = _open(NameOf(member));
        if (found.NestedOffset != 0)
        {
            // The file is an archive itself, and the member lies in it. A member is taken as it is, so this goes no deeper.
            var nested = new ByteReader(bytes.Span, NameOf(member));
            ArchiveHeader header = ArchiveHeader.Read(nested, found.NestedOffset);
            FileRange range = nested.Range(found.NestedOffset + ArchiveHeader.Size, header.ContentSize, "archive member");
            bytes = bytes.Slice((int)range.Offset, (int)range.Size);
        }

        if ((ulong)bytes.Length != found.Size)
        {
            Throw.Format(FileName, "thin archive, member", member, found.HeaderOffset, found.Size, $"'{NameOf(member)}' has {bytes.Length} bytes now, not {found.Size}: make the archive again");
        }

        return bytes;
    }
}
