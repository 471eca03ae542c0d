using System.Buffers.Binary;
using System.Text;

namespace Linker.Shared;

/// <summary>Makes ELF objects in memory, of x86-64 unless something else is said, sound ones and, field by field, broken ones. Sections 1 to 3 are <c>.symtab</c>, <c>.strtab</c>, <c>.shstrtab</c>; added ones follow.</summary>
internal sealed class ElfBuilder
{
    internal const uint Progbits = 1, Rela = 4, Note = 7, Nobits = 8, Rel = 9, InitArray = 14, FiniArray = 15, PreinitArray = 16, Group = 17, SymtabShndx = 18, Crel = 0x40000014, X64Unwind = 0x70000001;
    internal const ulong Write = 1, Alloc = 2, Exec = 4, Merge = 0x10, Strings = 0x20, LinkOrder = 0x80, Tls = 0x400, Compressed = 0x800, Large = 0x10000000, Exclude = 0x80000000;
    internal const byte Local = 0, Global = 1, Weak = 2, Unique = 10;
    internal const byte NoType = 0, Object = 1, Func = 2, SectionSymbol = 3, File = 4, CommonType = 5, TlsType = 6, Ifunc = 10;
    internal const uint Undefined = 0, LargeCommon = 0xff02, Absolute = 0xfff1, Common = 0xfff2;
    internal const int SymtabIndex = 1;

    private readonly List<SectionRow> _sections = [new("", 0), new(".symtab", 2), new(".strtab", 3), new(".shstrtab", 3)];
    private readonly List<(uint Name, byte Info, byte Other, uint Section, ulong Value, ulong Size)> _symbols = [default];
    private readonly StringBuilder _strings = new("\0");
    private int _firstGlobal = -1;

    /// <summary>Whether the object is one of AArch64.</summary>
    internal bool IsArm64 { get; init; }

    internal int SectionCount => _sections.Count;

    /// <summary>Adds a section and gives its index.</summary>
    internal int Section(string name, uint type, ulong flags, byte[]? data = null, ulong align = 1, uint link = 0, uint info = 0, ulong entrySize = 0, ulong? size = null)
    {
        _sections.Add(new SectionRow(name, type) { Flags = flags, Data = data ?? [], Align = align, Link = link, Info = info, EntrySize = entrySize, Size = size });
        return _sections.Count - 1;
    }

    /// <summary>Adds <c>.text</c> with so many zero bytes.</summary>
    internal int Text(int size) => Section(".text", Progbits, Alloc | Exec, new byte[size], 16);

    /// <summary>Adds a symbol and gives its index; locals come first, as the specification wants them.</summary>
    internal int Symbol(string name, uint section, ulong value = 0, ulong size = 0, byte binding = Global, byte type = NoType, byte other = 0)
    {
        uint offset = 0;
        if (name.Length != 0)
        {
            offset = (uint)_strings.Length;
            _strings.Append(name).Append('\0');
        }

        if (binding != Local && _firstGlobal < 0)
        {
            _firstGlobal = _symbols.Count;
        }

        _symbols.Add((offset, (byte)((binding << 4) | type), other, section, value, size));
        return _symbols.Count - 1;
    }

    /// <summary>Adds a section of relocations with addends for a section.</summary>
    internal int AddRela(int target, params (ulong Offset, uint Type, uint Symbol, long Addend)[] entries)
    {
        var data = new byte[entries.Length * 24];
        for (int i = 0; i < entries.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(i * 24), entries[i].Offset);
            BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan((i * 24) + 8), ((ulong)entries[i].Symbol << 32) | entries[i].Type);
            BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan((i * 24) + 16), entries[i].Addend);
        }

        return Section(".rela" + _sections[target].Name, Rela, 0, data, 8, SymtabIndex, (uint)target, 24);
    }

    /// <summary>Adds a section of relocations whose addends stand in the places.</summary>
    internal int AddRel(int target, params (ulong Offset, uint Type, uint Symbol)[] entries)
    {
        var data = new byte[entries.Length * 16];
        for (int i = 0; i < entries.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(i * 16), entries[i].Offset);
            BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan((i * 16) + 8), ((ulong)entries[i].Symbol << 32) | entries[i].Type);
        }

        return Section(".rel" + _sections[target].Name, Rel, 0, data, 8, SymtabIndex, (uint)target, 16);
    }

    /// <summary>Adds a group of sections; the signature is a symbol's name.</summary>
    internal int AddGroup(uint flags, int signature, params uint[] members) =>
        Section(".group", Group, 0, Words([flags, .. members]), 4, SymtabIndex, (uint)signature, 4);

    /// <summary>Changes a section that was added, or the null section and the tables.</summary>
    internal SectionRow this[int section] => _sections[section];

    /// <summary>4-byte little-endian words.</summary>
    internal static byte[] Words(params uint[] words)
    {
        var data = new byte[words.Length * 4];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(i * 4), words[i]);
        }

        return data;
    }

    /// <summary>The object's bytes.</summary>
    internal byte[] Build()
    {
        AddExtendedIndexes();
        var names = new StringBuilder("\0");
        uint[] nameOffsets = [.. _sections.Select(s => Name(names, s.Name))];
        SectionRow symtab = _sections[1];
        symtab.Data = [.. _symbols.SelectMany(SymbolBytes)];
        (symtab.Align, symtab.Link, symtab.EntrySize, symtab.Info) = (8, 2, 24, (uint)(_firstGlobal < 0 ? _symbols.Count : _firstGlobal));
        _sections[2].Data = Encoding.UTF8.GetBytes(_strings.ToString());
        _sections[3].Data = Encoding.UTF8.GetBytes(names.ToString());

        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write(new byte[64]);
        var offsets = new ulong[_sections.Count];
        for (int i = 1; i < _sections.Count; i++)
        {
            Pad(writer, Math.Clamp(_sections[i].Align, 1, 16));
            offsets[i] = (ulong)file.Position;
            writer.Write(_sections[i].Data);
        }

        Pad(writer, 8);
        ulong table = (ulong)file.Position;
        bool extended = _sections.Count >= 0xff00;
        for (int i = 0; i < _sections.Count; i++)
        {
            SectionRow s = _sections[i];
            ulong size = i == 0 && extended ? (ulong)_sections.Count : s.Size ?? (ulong)s.Data.Length;
            WriteHeader(writer, nameOffsets[i], s, offsets[i], size, i == 0 && extended ? 3 : s.Link);
        }

        file.Position = 0;
        WriteFileHeader(writer, table, extended ? (ushort)0 : (ushort)_sections.Count, 3);
        return file.ToArray();
    }

    private void AddExtendedIndexes()
    {
        if (_symbols.Exists(s => s.Section is >= 0xff00 and not (Absolute or Common or LargeCommon)))
        {
            Section(".symtab_shndx", SymtabShndx, 0, Words([.. _symbols.Select(s => IsExtended(s.Section) ? s.Section : 0)]), 4, SymtabIndex, 0, 4);
        }
    }

    private static bool IsExtended(uint section) => section is >= 0xff00 and not (Absolute or Common or LargeCommon);

    private static IEnumerable<byte> SymbolBytes((uint Name, byte Info, byte Other, uint Section, ulong Value, ulong Size) symbol)
    {
        var data = new byte[24];
        BinaryPrimitives.WriteUInt32LittleEndian(data, symbol.Name);
        data[4] = symbol.Info;
        data[5] = symbol.Other;
        BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(6), IsExtended(symbol.Section) ? (ushort)0xffff : (ushort)symbol.Section);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(8), symbol.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(16), symbol.Size);
        return data;
    }

    private static uint Name(StringBuilder names, string name)
    {
        if (name.Length == 0)
        {
            return 0;
        }

        int offset = names.Length;
        names.Append(name).Append('\0');
        return (uint)offset;
    }

    private static void Pad(BinaryWriter writer, ulong alignment)
    {
        while ((ulong)writer.BaseStream.Position % alignment != 0)
        {
            writer.Write((byte)0);
        }
    }

    private static void WriteHeader(BinaryWriter writer, uint name, SectionRow s, ulong offset, ulong size, uint link)
    {
        writer.Write(name);
        writer.Write(s.Type);
        writer.Write(s.Flags);
        writer.Write(0UL);
        writer.Write(offset);
        writer.Write(size);
        writer.Write(link);
        writer.Write(s.Info);
        writer.Write(s.Align);
        writer.Write(s.EntrySize);
    }

    private void WriteFileHeader(BinaryWriter writer, ulong table, ushort count, ushort names)
    {
        writer.Write([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        writer.Write((ushort)1);
        writer.Write((ushort)(IsArm64 ? 183 : 62));
        writer.Write(1u);
        writer.Write(0UL);
        writer.Write(0UL);
        writer.Write(table);
        writer.Write(0u);
        writer.Write((ushort)64);
        writer.Write((ushort)0);
        writer.Write((ushort)0);
        writer.Write((ushort)64);
        writer.Write(count);
        writer.Write(count == 0 ? (ushort)0xffff : names);
    }

    /// <summary>One section header and its bytes.</summary>
    internal sealed class SectionRow(string name, uint type)
    {
        internal string Name { get; set; } = name;

        internal uint Type { get; set; } = type;

        internal ulong Flags { get; set; }

        internal byte[] Data { get; set; } = [];

        internal ulong Align { get; set; } = type == 0 ? 0UL : 1;

        internal uint Link { get; set; }

        internal uint Info { get; set; }

        internal ulong EntrySize { get; set; }

        /// <summary><c>sh_size</c> where it is not that of the bytes.</summary>
        internal ulong? Size { get; set; }
    }
}
