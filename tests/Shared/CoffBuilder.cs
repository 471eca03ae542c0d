using System.Buffers.Binary;
using System.Text;

namespace Linker.Shared;

/// <summary>Makes COFF objects in memory, for x86-64 unless told otherwise, and members of import libraries.</summary>
internal sealed class CoffBuilder
{
    internal const ushort X64 = 0x8664, Arm64 = 0xaa64;
    internal const uint Code = 0x6000_0020, Data = 0xC000_0040, Constants = 0x4000_0040, Zeroes = 0xC000_0080;
    internal const uint Info = 0x200, Remove = 0x800, Comdat = 0x1000, ManyRelocations = 0x0100_0000, Discardable = 0x0200_0000;
    internal const byte External = 2, Static = 3, Label = 6, FunctionLines = 101, File = 103, SectionClass = 104, WeakExternal = 105;
    internal const ushort FunctionType = 0x20;
    internal const byte NoDuplicates = 1, Any = 2, SameSize = 3, ExactMatch = 4, Associative = 5, Largest = 6;
    internal const uint NoLibrary = 1, Library = 2, Alias = 3, AntiDependency = 4;

    private readonly List<SectionRow> _sections = [];
    private readonly List<byte[]> _records = [];
    private readonly Dictionary<string, int> _byName = [];
    private readonly List<byte> _strings = [0, 0, 0, 0];

    internal ushort Machine { get; init; } = X64;

    /// <summary>Whether the object is of the sort with many sections.</summary>
    internal bool IsBig { get; init; }

    /// <summary>Whether names of sections that are too long are found by a number of base 64.</summary>
    internal bool IsBase64 { get; init; }

    internal int RecordSize => IsBig ? 20 : 18;

    internal int SymbolCount => _records.Count;

    /// <summary>Where things begin in the bytes that were built last.</summary>
    internal int SymbolOffset { get; private set; }

    internal int HeaderOffset(int section) => (IsBig ? 56 : 20) + ((section - 1) * 40);

    /// <summary>The flag bits that ask for an alignment.</summary>
    internal static uint Align(int bytes) => (uint)(int.Log2(bytes) + 1) << 20;

    internal SectionRow Section(string name, uint flags, params byte[] data)
    {
        var row = new SectionRow(this, name, _sections.Count + 1) { Flags = flags, Data = data };
        _sections.Add(row);
        return row;
    }

    /// <summary>A section of which one copy is enough, with the symbol that defines it and, unless it shares another's fate, the one that names it.</summary>
    internal SectionRow OneOf(string name, uint flags, byte selection, string? leader, params byte[] data)
    {
        SectionRow row = Section(name, flags | Comdat, data);
        Definition(row, selection);
        if (leader is not null)
        {
            Symbol(leader, row.Number);
        }

        return row;
    }

    /// <summary>A section that goes where another goes.</summary>
    internal SectionRow With(SectionRow other, string name, uint flags, params byte[] data)
    {
        SectionRow row = Section(name, flags | Comdat, data);
        Definition(row, Associative, other.Number);
        return row;
    }

    internal SectionRow Directives(string text) => Section(".drectve", Info | Remove, Encoding.UTF8.GetBytes(text));

    /// <summary>Adds a symbol and gives the number of its record.</summary>
    internal int Symbol(string name, int section = 0, uint value = 0, byte @class = External, ushort type = 0, params byte[][] auxiliaries)
    {
        var record = new byte[RecordSize];
        if (name.Length <= 8)
        {
            Encoding.UTF8.GetBytes(name).CopyTo(record, 0);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), StringAt(name));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), value);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(12), section);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(RecordSize - 4), type);
        record[RecordSize - 2] = @class;
        record[RecordSize - 1] = (byte)auxiliaries.Length;
        _records.Add(record);
        int index = _records.Count - 1;
        _byName.TryAdd(name, index);
        _records.AddRange(auxiliaries.Select(a => Padded(a, RecordSize)));
        return index;
    }

    internal int Function(string name, SectionRow section, uint value = 0) => Symbol(name, section.Number, value, External, FunctionType);

    /// <summary>The symbol that defines a section.</summary>
    internal int Definition(SectionRow section, byte selection = 0, int associate = 0)
    {
        byte[] auxiliary = Words((uint)section.Data.Length, 0, 0, (uint)(associate & 0xffff) | ((uint)selection << 16), (uint)associate >> 16);
        return Symbol(section.Name, section.Number, 0, Static, 0, auxiliary[..RecordSize]);
    }

    internal int Weak(string name, int alternate, uint search = AntiDependency) => Symbol(name, 0, 0, WeakExternal, 0, Words((uint)alternate, search));

    internal int Weak(string name, string alternate, uint search = AntiDependency) => Weak(name, IndexOf(alternate), search);

    /// <summary>The first symbol of a name; without one, a reference is added.</summary>
    internal int IndexOf(string name) => _byName.TryGetValue(name, out int index) ? index : Symbol(name);

    internal byte[] Build()
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write(new byte[(IsBig ? 56 : 20) + (_sections.Count * 40)]);
        foreach (SectionRow row in _sections)
        {
            row.DataOffset = row.Data.Length == 0 ? 0 : (int)file.Position;
            writer.Write(row.Data);
            bool isMany = row.Relocations.Count >= 0xffff;
            row.RelocationOffset = row.Relocations.Count == 0 ? 0 : (int)file.Position;
            if (isMany)
            {
                writer.Write(row.Relocations.Count + 1);
                writer.Write(new byte[6]);
            }

            foreach ((uint place, int symbol, ushort type) in row.Relocations)
            {
                writer.Write(place);
                writer.Write(symbol);
                writer.Write(type);
            }
        }

        SymbolOffset = (int)file.Position;
        _records.ForEach(writer.Write);
        byte[][] headers = [.. _sections.Select(HeaderOf)];
        byte[] strings = [.. _strings];
        BinaryPrimitives.WriteInt32LittleEndian(strings, strings.Length);
        writer.Write(strings);
        file.Position = 0;
        WriteFileHeader(writer);
        foreach (byte[] header in headers)
        {
            writer.Write(header);
        }

        return file.ToArray();
    }

    /// <summary>A member of an import library.</summary>
    /// <param name="name">The symbol.</param>
    /// <param name="library">The library.</param>
    /// <param name="type">0 code, 1 data, 2 const.</param>
    /// <param name="naming">0 by ordinal, 1 the name, 2 without prefix, 3 undecorated, 4 as the last name.</param>
    /// <param name="ordinal">Or hint.</param>
    /// <param name="exportedAs">The last name.</param>
    /// <param name="machine">The machine.</param>
    internal static byte[] Import(string name, string library, int type = 0, int naming = 1, ushort ordinal = 0, string? exportedAs = null, ushort machine = X64)
    {
        byte[] names = Encoding.UTF8.GetBytes(name + "\0" + library + "\0" + (exportedAs is null ? "" : exportedAs + "\0"));
        uint kinds = (uint)(type | (naming << 2));
        return [.. Words(0xffff_0000, (uint)machine << 16, 0, (uint)names.Length, ordinal | (kinds << 16)), .. names];
    }

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

    /// <summary>Puts a string into the table and gives its offset.</summary>
    internal uint StringAt(string text)
    {
        _strings.AddRange([.. Encoding.UTF8.GetBytes(text), 0]);
        return (uint)(_strings.Count - Encoding.UTF8.GetByteCount(text) - 1);
    }

    private byte[] HeaderOf(SectionRow row)
    {
        var header = new byte[40];
        string name = row.Name.Length <= 8 ? row.Name : IsBase64 ? "//" + Base64(StringAt(row.Name)) : "/" + StringAt(row.Name);
        Encoding.UTF8.GetBytes(name).CopyTo(header, 0);
        bool isMany = row.Relocations.Count >= 0xffff;
        uint[] fields = [row.VirtualAddress, (uint)(row.Size ?? row.Data.Length), (uint)row.DataOffset, (uint)row.RelocationOffset];
        Words(fields).CopyTo(header, 12);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(32), (ushort)Math.Min(row.Relocations.Count, 0xffff));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(36), row.Flags | (isMany ? ManyRelocations : 0));
        return header;
    }

    private void WriteFileHeader(BinaryWriter writer)
    {
        if (IsBig)
        {
            writer.Write(Words(0xffff_0000, 2 | ((uint)Machine << 16), 0));
            writer.Write([0xC7, 0xA1, 0xBA, 0xD1, 0xEE, 0xBA, 0xA9, 0x4B, 0xAF, 0x20, 0xFA, 0xF6, 0x6A, 0xA4, 0xDC, 0xB8]);
            writer.Write(Words(0, 0, 0, 0, (uint)_sections.Count, (uint)SymbolOffset, (uint)_records.Count));
        }
        else
        {
            writer.Write(Words(Machine | ((uint)_sections.Count << 16), 0, (uint)SymbolOffset, (uint)_records.Count, 0));
        }
    }

    private static string Base64(uint value)
    {
        string digits = "";
        for (int i = 0; i < 6; i++, value /= 64)
        {
            digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[(int)(value % 64)] + digits;
        }

        return digits;
    }

    private static byte[] Padded(byte[] bytes, int size) => [.. bytes, .. new byte[size - bytes.Length]];

    /// <summary>A section.</summary>
    internal sealed class SectionRow(CoffBuilder owner, string name, int number)
    {
        internal string Name => name;

        internal int Number => number;

        internal uint Flags { get; set; }

        internal byte[] Data { get; set; } = [];

        /// <summary><c>SizeOfRawData</c> where it is not that of the bytes.</summary>
        internal long? Size { get; set; }

        internal uint VirtualAddress { get; set; }

        internal int DataOffset { get; set; }

        internal int RelocationOffset { get; set; }

        internal List<(uint Place, int Symbol, ushort Type)> Relocations { get; } = [];

        internal SectionRow Relocate(uint place, ushort type, int symbol)
        {
            Relocations.Add((place, symbol, type));
            return this;
        }

        internal SectionRow Relocate(uint place, ushort type, string symbol) => Relocate(place, type, owner.IndexOf(symbol));

        /// <summary>Names a place.</summary>
        internal SectionRow Named(string symbol, uint value = 0, byte @class = External, ushort type = 0)
        {
            owner.Symbol(symbol, number, value, @class, type);
            return this;
        }
    }
}
