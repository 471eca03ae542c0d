using System.Buffers.Binary;
using System.Text;
using Linker.Loader;
using Linker.Relocs;

namespace Linker.Engine.Tests;

/// <summary>Writes ELF objects from named parts: what a test needs and no compiler has to be asked for.</summary>
/// <param name="machine">Of the process, where nothing else is said.</param>
internal sealed partial class ObjectWriter(Machine? machine = null)
{
    internal const byte Local = 0, Global = 1, Weak = 2;
    internal const byte NoType = 0, Object = 1, Function = 2, ThreadLocal = 6, Indirect = 10;
    internal const byte Default = 0, Internal = 1, Hidden = 2, Protected = 3;

    private const ulong Write = 1, Alloc = 2, Exec = 4, ThreadLocalFlag = 0x400;

    private readonly Machine _machine = machine ?? RuntimeLinker.MachineOfProcess!.Value;
    private readonly List<Part> _parts = [];
    private readonly Dictionary<string, SymbolRow> _symbols = [];

    /// <summary>A function in a section of its own.</summary>
    internal Part Code(string name, byte binding = Global, byte type = Function) => Section($".text.{name}", "ax").Label(name, type, binding);

    /// <summary>A variable in a section of its own.</summary>
    internal Part Data(string name, byte binding = Global) => Section($".data.{name}", "aw").Label(name, Object, binding);

    /// <param name="name">The section's name.</param>
    /// <param name="flags">Of the letters a, w, x, T.</param>
    /// <param name="type"><c>sh_type</c>; 8 is zero-fill.</param>
    /// <param name="alignment">In bytes.</param>
    internal Part Section(string name, string flags, uint type = 1, ulong alignment = 8)
    {
        ulong bits = (flags.Contains('a') ? Alloc : 0) | (flags.Contains('w') ? Write : 0) | (flags.Contains('x') ? Exec : 0) | (flags.Contains('T') ? ThreadLocalFlag : 0);
        var part = new Part(this, name, bits, type, alignment);
        _parts.Add(part);
        return part;
    }

    internal ObjectWriter Absolute(string name, ulong value) => Define(name, new SymbolRow(Global, NoType, Default, 0xfff1, value, 0));

    internal ObjectWriter Common(string name, ulong size, ulong alignment) => Define(name, new SymbolRow(Global, Object, Default, 0xfff2, alignment, size));

    /// <summary>Says how an undefined name is referred to, where it is not an ordinary strong reference.</summary>
    internal ObjectWriter Refer(string name, byte binding = Global, byte visibility = Default, byte type = NoType) =>
        Define(name, new SymbolRow(binding, type, visibility, 0, 0, 0));

    internal LinkGraph Read(string fileName = "written.o") => ObjectReader.Read(Build(), fileName);

    internal byte[] Build()
    {
        foreach (string name in _parts.SelectMany(p => p.Relocations).Select(r => r.Symbol))
        {
            _symbols.TryAdd(name, new SymbolRow(Global, NoType, Default, 0, 0, 0));
        }

        KeyValuePair<string, SymbolRow>[] symbols = [.. _symbols.OrderBy(s => s.Value.Binding != Local)];
        var indexOf = symbols.Select((s, i) => (s.Key, Index: i + 1)).ToDictionary(s => s.Key, s => s.Index);
        var strings = new MemoryStream();
        strings.WriteByte(0);
        int NameOf(string text)
        {
            int offset = (int)strings.Length;
            strings.Write(Encoding.UTF8.GetBytes(text));
            strings.WriteByte(0);
            return offset;
        }

        var table = new byte[(symbols.Length + 1) * 24];
        for (int i = 0; i < symbols.Length; i++)
        {
            symbols[i].Value.WriteTo(table.AsSpan((i + 1) * 24), NameOf(symbols[i].Key));
        }

        // The null section, the parts, their relocations, the symbols, the strings.
        var headers = new List<Header> { default };
        headers.AddRange(_parts.Select(p => new Header(NameOf(p.Name), p.Type, p.Flags, p.Type == 8 ? [] : p.Content, p.Size, 0, 0, p.Alignment, 0)));
        int symtab = 1 + _parts.Count + _parts.Count(p => p.Relocations.Count > 0);
        for (int i = 0; i < _parts.Count; i++)
        {
            if (_parts[i].Relocations.Count > 0)
            {
                byte[] rows = _parts[i].RelocationBytes(indexOf);
                headers.Add(new Header(NameOf(".rela" + _parts[i].Name), 4, 0, rows, (ulong)rows.Length, symtab, i + 1, 8, 24));
            }
        }

        int firstGlobal = 1 + symbols.Count(s => s.Value.Binding == Local);
        headers.Add(new Header(NameOf(".symtab"), 2, 0, table, (ulong)table.Length, symtab + 1, firstGlobal, 8, 24));
        int stringsName = NameOf(".strtab");
        headers.Add(new Header(stringsName, 3, 0, strings.ToArray(), (ulong)strings.Length, 0, 0, 1, 0));
        return WriteFile(headers);
    }

    private byte[] WriteFile(List<Header> headers)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write(new byte[64]);
        var offsets = new long[headers.Count];
        for (int i = 1; i < headers.Count; i++)
        {
            writer.Write(new byte[-file.Position & 15]);
            offsets[i] = file.Position;
            writer.Write(headers[i].Content);
        }

        writer.Write(new byte[-file.Position & 15]);
        long start = file.Position;
        for (int i = 0; i < headers.Count; i++)
        {
            Header h = headers[i];
            writer.Write(h.Name);
            writer.Write(h.Type);
            writer.Write(h.Flags);
            writer.Write(0L);
            writer.Write(offsets[i]);
            writer.Write(h.Size);
            writer.Write(h.Link);
            writer.Write(h.Info);
            writer.Write(h.Alignment);
            writer.Write(h.EntrySize);
        }

        file.Position = 0;
        writer.Write([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        writer.Write(_machine == Machine.X64 ? 0x003e0001u : 0x00b70001u);
        writer.Write(1u);
        writer.Write(0L);
        writer.Write(0L);
        writer.Write(start);
        writer.Write(0);
        writer.Write((ushort)64);
        writer.Write(0u);
        writer.Write((ushort)64);
        writer.Write((ushort)headers.Count);
        writer.Write((ushort)(headers.Count - 1));
        return file.ToArray();
    }

    private ObjectWriter Define(string name, SymbolRow row)
    {
        _symbols.Add(name, row);
        return this;
    }

    private readonly record struct Header(int Name, uint Type, ulong Flags, byte[] Content, ulong Size, int Link, int Info, ulong Alignment, ulong EntrySize)
    {
        public byte[] Content { get; } = Content ?? [];
    }

    private readonly record struct SymbolRow(byte Binding, byte Type, byte Visibility, int Section, ulong Value, ulong Size)
    {
        internal void WriteTo(Span<byte> row, int name)
        {
            BinaryPrimitives.WriteInt32LittleEndian(row, name);
            row[4] = (byte)((Binding << 4) | Type);
            row[5] = Visibility;
            BinaryPrimitives.WriteUInt16LittleEndian(row[6..], (ushort)Section);
            BinaryPrimitives.WriteUInt64LittleEndian(row[8..], Value);
            BinaryPrimitives.WriteUInt64LittleEndian(row[16..], Size);
        }
    }

    /// <summary>A section while bytes are added at its end.</summary>
    internal sealed partial class Part(ObjectWriter owner, string name, ulong flags, uint type, ulong alignment)
    {
        private readonly List<byte> _content = [];
        private ulong _zeroes;

        internal string Name => name;

        internal ulong Flags => flags;

        internal uint Type => type;

        internal ulong Alignment => alignment;

        internal byte[] Content => [.. _content];

        internal ulong Size => (ulong)_content.Count + _zeroes;

        internal List<(ulong Offset, uint Type, string Symbol, long Addend)> Relocations { get; } = [];

        /// <summary>Names the next byte.</summary>
        internal Part Label(string symbol, byte type = NoType, byte binding = Global, byte visibility = Default, ulong size = 0)
        {
            owner.Define(symbol, new SymbolRow(binding, type, visibility, owner._parts.IndexOf(this) + 1, Size, size));
            return this;
        }

        internal Part Bytes(params byte[] bytes)
        {
            _content.AddRange(bytes);
            return this;
        }

        internal Part Word(int value) => Bytes(BitConverter.GetBytes(value));

        internal Part Zeroes(ulong count)
        {
            _zeroes += count;
            return this;
        }

        internal LinkGraph Read(string fileName = "written.o") => owner.Read(fileName);

        internal byte[] Build() => owner.Build();

        internal byte[] RelocationBytes(Dictionary<string, int> indexOf)
        {
            var rows = new byte[Relocations.Count * 24];
            for (int i = 0; i < Relocations.Count; i++)
            {
                (ulong offset, uint kind, string symbol, long addend) = Relocations[i];
                BinaryPrimitives.WriteUInt64LittleEndian(rows.AsSpan(i * 24), offset);
                BinaryPrimitives.WriteUInt64LittleEndian(rows.AsSpan((i * 24) + 8), ((ulong)indexOf[symbol] << 32) | kind);
                BinaryPrimitives.WriteInt64LittleEndian(rows.AsSpan((i * 24) + 16), addend);
            }

            return rows;
        }
    }
}
