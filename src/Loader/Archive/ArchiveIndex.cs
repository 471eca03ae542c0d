using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Linker.Loader;

/// <summary>How an archive's symbol index is written.</summary>
internal enum ArchiveIndexKind : byte
{
    None,

    /// <summary><c>/</c>: big-endian, 4-byte count and offsets.</summary>
    Gnu,

    /// <summary><c>/SYM64/</c>: big-endian, 8-byte count and offsets.</summary>
    Gnu64,

    /// <summary><c>__.SYMDEF</c>: little-endian, 4-byte (name, offset) pairs.</summary>
    Bsd,

    /// <summary><c>__.SYMDEF_64</c>: little-endian, 8-byte (name, offset) pairs.</summary>
    Bsd64,
}

/// <summary>From symbol names to members: entries in the index's order and a hash table over them. Names stay bytes.</summary>
internal sealed class ArchiveIndex
{
    // A name may be shared, but names that are mostly each other's tails would make hashing them quadratic.
    private const ulong NameLimit = 64;

    private readonly ReadOnlyMemory<byte> _names;
    private readonly ArchiveSymbol[] _symbols;
    private readonly int[] _buckets; // open addressing; 0 is free, else 1 + index into _symbols

    private ArchiveIndex(ReadOnlyMemory<byte> names, ArchiveSymbol[] symbols)
    {
        _names = names;
        _symbols = symbols;
        _buckets = new int[(int)Math.Min(BitOperations.RoundUpToPowerOf2((ulong)symbols.Length * 2 + 1), 1UL << 30)];
        ReadOnlySpan<byte> bytes = names.Span;
        for (int i = 0; i < symbols.Length; i++)
        {
            ref int bucket = ref Find(bytes.Slice(symbols[i].Name));
            if (bucket == 0)
            {
                bucket = i + 1;
            }
        }
    }

    internal ReadOnlySpan<ArchiveSymbol> Symbols => _symbols;

    internal ReadOnlySpan<byte> NameOf(in ArchiveSymbol symbol) => _names.Span.Slice(symbol.Name);

    /// <summary>What a member's name says about it being an index.</summary>
    internal static ArchiveIndexKind KindOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("/"u8) ? ArchiveIndexKind.Gnu
        : name.SequenceEqual("/SYM64/"u8) ? ArchiveIndexKind.Gnu64
        : name.SequenceEqual("__.SYMDEF"u8) || name.SequenceEqual("__.SYMDEF/"u8) || name.SequenceEqual("__.SYMDEF SORTED"u8) ? ArchiveIndexKind.Bsd
        : name.SequenceEqual("__.SYMDEF_64"u8) || name.SequenceEqual("__.SYMDEF_64/"u8) || name.SequenceEqual("__.SYMDEF_64 SORTED"u8) ? ArchiveIndexKind.Bsd64
        : ArchiveIndexKind.None;

    internal bool TryFind(ReadOnlySpan<byte> name, out int member)
    {
        int found = Find(name);
        member = found == 0 ? -1 : _symbols[found - 1].Member;
        return found != 0;
    }

    /// <summary>Reads the archive's own index.</summary>
    internal static ArchiveIndex Read(Archive archive, ReadOnlyMemory<byte> file, FileRange range, ArchiveIndexKind kind)
    {
        var reader = new ByteReader(file.Span.Slice(range), archive.FileName + ", symbol index");
        ArchiveSymbol[] symbols = kind switch
        {
            ArchiveIndexKind.Gnu => ReadGnu(archive, reader, sizeof(uint)),
            ArchiveIndexKind.Gnu64 => ReadGnu(archive, reader, sizeof(ulong)),
            ArchiveIndexKind.Bsd => ReadBsd(archive, reader, sizeof(uint)),
            _ => ReadBsd(archive, reader, sizeof(ulong)),
        };
        return new ArchiveIndex(file.Slice((int)range.Offset, (int)range.Size), symbols);
    }

    /// <summary>Makes the index that an archive lacks, from what its members define. Members that are no objects define nothing.</summary>
    internal static ArchiveIndex FromMembers(Archive archive)
    {
        var symbols = new List<ArchiveSymbol>();
        var names = new List<byte>();
        for (int member = 0; member < archive.Members.Length; member++)
        {
            if (archive.IsMetadata(member) || FileKinds.Of(archive.BytesOf(member).Span) is not (FileKind.Elf or FileKind.Coff or FileKind.MachO))
            {
                continue;
            }

            LinkGraph graph = archive.Read(member);
            foreach (ref readonly Symbol symbol in graph.Symbols)
            {
                if (symbol.Binding != SymbolBinding.Local && symbol.Place != SymbolPlace.Undefined && symbol.Name.Size != 0)
                {
                    symbols.Add(new ArchiveSymbol(new FileRange((uint)names.Count, symbol.Name.Size), member));
                    names.AddRange(graph.Bytes(symbol.Name));
                }
            }
        }

        return new ArchiveIndex(names.ToArray(), [.. symbols]);
    }

    // count, offset[count] of members, then the names one after another.
    private static ArchiveSymbol[] ReadGnu(Archive archive, ByteReader reader, uint word)
    {
        ulong count = ReadBig(reader, 0, word);
        if (count > (ulong)reader.Size / word)
        {
            Throw.TooMany(reader.FileName, "number of symbols", 0, count);
        }

        reader.Slice(word, count * word, "member offsets");
        ReadOnlySpan<byte> bytes = reader.Bytes;
        int position = (int)(word + (count * word));
        var symbols = new ArchiveSymbol[(int)count];
        for (int i = 0; i < symbols.Length; i++)
        {
            int size = bytes[position..].IndexOf((byte)0);
            if (size < 0)
            {
                Throw.Format(reader.FileName, "symbol", i, (ulong)position, count, "its name does not end");
            }

            ulong offset = word + ((ulong)i * word);
            symbols[i] = new ArchiveSymbol(new FileRange((uint)position, (uint)size), Member(archive, reader, i, offset, ReadBig(reader, offset, word)));
            position += size + 1;
        }

        return symbols;
    }

    // size of the pairs, pairs (name's offset among the names, member's offset), size of the names, names.
    private static ArchiveSymbol[] ReadBsd(Archive archive, ByteReader reader, uint word)
    {
        ulong size = ReadLittle(reader, 0, word);
        uint entry = 2 * word;
        reader.Slice(word, size, "symbol pairs");
        if (size % entry != 0)
        {
            Throw.Format(reader.FileName, "size of the symbol pairs", -1, 0, size, $"{size} bytes are not a number of pairs of {entry}");
        }

        ulong nameSize = ReadLittle(reader, word + size, word);
        FileRange nameRange = reader.Range(word + size + word, nameSize, "symbol names");
        var names = new StringTable(reader, nameRange, "symbol names");
        ulong budget = NameLimit * (ulong)reader.Size;
        var symbols = new ArchiveSymbol[(int)(size / entry)];
        for (int i = 0; i < symbols.Length; i++)
        {
            ulong offset = word + ((ulong)i * entry);
            FileRange name = names.Name((uint)Math.Min(ReadLittle(reader, offset, word), uint.MaxValue));
            if (name.Size > budget)
            {
                Throw.Format(reader.FileName, "symbol", i, offset, name.Size, "the names are each other's tails");
            }

            budget -= name.Size;
            symbols[i] = new ArchiveSymbol(name, Member(archive, reader, i, offset + word, ReadLittle(reader, offset + word, word)));
        }

        return symbols;
    }

    private static int Member(Archive archive, ByteReader reader, int symbol, ulong offset, ulong headerOffset)
    {
        int member = archive.MemberAt(headerOffset);
        if (member < 0)
        {
            Throw.Format(reader.FileName, "symbol", symbol, offset, headerOffset, $"no member starts at 0x{headerOffset:x}");
        }

        return member;
    }

    private static ulong ReadBig(ByteReader reader, ulong offset, uint word)
    {
        ReadOnlySpan<byte> bytes = reader.Slice(offset, word, "number");
        return word == sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    private static ulong ReadLittle(ByteReader reader, ulong offset, uint word)
    {
        ReadOnlySpan<byte> bytes = reader.Slice(offset, word, "number");
        return word == sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>The bucket that has a name, or the free one where it would go.</summary>
    private ref int Find(ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> bytes = _names.Span;
        int mask = _buckets.Length - 1;
        for (int at = Hash(name) & mask; ; at = (at + 1) & mask)
        {
            ref int bucket = ref _buckets[at];
            if (bucket == 0 || bytes.Slice(_symbols[bucket - 1].Name).SequenceEqual(name))
            {
                return ref bucket;
            }
        }
    }

    // The runtime's own randomised string hash: an archive cannot be made to collide.
    private static int Hash(ReadOnlySpan<byte> name)
    {
        int hash = string.GetHashCode(MemoryMarshal.Cast<byte, char>(name));
        return (name.Length & 1) == 0 ? hash : HashCode.Combine(hash, name[^1]);
    }}
