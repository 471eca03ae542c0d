using System.Buffers.Binary;
using System.Text;

namespace Linker.Shared;

/// <summary>Makes Mach-O objects in memory, for x86-64 unless told otherwise.</summary>
internal sealed class MachOBuilder
{
    internal const uint X64 = 0x0100_0007, Arm64 = 0x0100_000c;
    internal const uint Code = 0x8000_0400, ZeroFill = 1, Initializers = 9, Terminators = 10, ThreadData = 0x11, ThreadZeroFill = 0x12, ThreadVariables = 0x13, InitializerOffsets = 0x16, Pointers = 6, Debug = 0x0200_0000;
    internal const byte External = 1, Private = 0x10, InSection = 0xe, Absolute = 2, Indirect = 0xa;
    internal const ushort WeakReference = 0x40, WeakDefinition = 0x80, AlternateEntry = 0x200;

    private const int HeaderSize = 32, SegmentSize = 72, SectionSize = 80, SymbolTableSize = 24, DynamicSize = 80;

    private readonly List<SectionRow> _sections = [];
    private readonly List<byte[]> _symbols = [];
    private readonly List<byte> _strings = [0];
    private readonly List<byte[]> _commands = [];

    internal uint Cpu { get; init; } = X64;

    internal uint Subtype { get; init; }

    internal uint FileType { get; init; } = 1;

    /// <summary>Entries of the indirect symbol table.</summary>
    internal List<uint> IndirectSymbols { get; } = [];

    internal int SymbolCount => _symbols.Count;

    /// <summary>Where things begin in the bytes that were built last.</summary>
    internal int SymbolOffset { get; private set; }

    internal static int HeaderOffset(int section) => HeaderSize + SegmentSize + ((section - 1) * SectionSize);

    internal SectionRow Section(string segment, string name, uint flags, params byte[] data)
    {
        var row = new SectionRow(segment, name, flags, data, _sections.Count + 1);
        _sections.Add(row);
        return row;
    }

    internal SectionRow Text(params byte[] data) => Section("__TEXT", "__text", Code, data);

    internal SectionRow Data(params byte[] data) => Section("__DATA", "__data", 0, data);

    /// <summary>Adds a symbol.</summary>
    /// <returns>Its number.</returns>
    internal int Symbol(string name, byte type, int section = 0, ulong value = 0, ushort description = 0)
    {
        byte[] entry = new byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(entry, (uint)Name(name));
        (entry[4], entry[5]) = (type, (byte)section);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(6), description);
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(8), value);
        _symbols.Add(entry);
        return _symbols.Count - 1;
    }

    internal int Undefined(string name) => Symbol(name, External);

    internal int Global(string name, SectionRow section, ulong offset = 0, ushort description = 0) => Symbol(name, External | InSection, section.Number, AddressOf(section) + offset, description);

    /// <summary>Where a name lies in the string table.</summary>
    internal int Name(string name)
    {
        int offset = name.Length == 0 ? 0 : _strings.Count;
        if (name.Length != 0)
        {
            _strings.AddRange(Encoding.UTF8.GetBytes(name));
            _strings.Add(0);
        }

        return offset;
    }

    /// <summary>Adds a load command of any kind, its header left out.</summary>
    internal void Command(uint kind, params byte[] content)
    {
        byte[] command = new byte[(8 + content.Length + 7) & ~7];
        BinaryPrimitives.WriteUInt32LittleEndian(command, kind);
        BinaryPrimitives.WriteUInt32LittleEndian(command.AsSpan(4), (uint)command.Length);
        content.CopyTo(command, 8);
        _commands.Add(command);
    }

    /// <summary>A section's address in the file: all earlier sections and their alignments lie before it.</summary>
    internal ulong AddressOf(SectionRow section)
    {
        ulong address = 0;
        foreach (SectionRow row in _sections)
        {
            ulong mask = (1UL << (int)row.Alignment) - 1;
            address = row.Address ?? ((address + mask) & ~mask);
            if (row == section)
            {
                break;
            }

            address += row.Size;
        }

        return address;
    }

    internal byte[] Build()
    {
        int commandsSize = SegmentSize + (_sections.Count * SectionSize) + SymbolTableSize + (IndirectSymbols.Count > 0 ? DynamicSize : 0) + _commands.Sum(c => c.Length);
        var file = new List<byte>(new byte[HeaderSize + commandsSize]);
        foreach (SectionRow row in _sections.Where(r => !r.IsZeroFill))
        {
            Pad(file);
            row.FileOffset = file.Count;
            file.AddRange(row.Content);
        }

        foreach (SectionRow row in _sections)
        {
            Pad(file);
            row.RelocationOffset = file.Count;
            foreach ((uint address, uint bits) in row.Relocations)
            {
                file.AddRange(BitConverter.GetBytes(address));
                file.AddRange(BitConverter.GetBytes(bits));
            }
        }

        Pad(file);
        int indirect = file.Count;
        file.AddRange(IndirectSymbols.SelectMany(BitConverter.GetBytes));
        Pad(file);
        SymbolOffset = file.Count;
        file.AddRange(_symbols.SelectMany(s => s));
        int strings = file.Count;
        file.AddRange(_strings);
        byte[] bytes = [.. file];
        Words(bytes, 0, 0xfeedfacf, Cpu, Subtype, FileType, 2 + (IndirectSymbols.Count > 0 ? 1u : 0) + (uint)_commands.Count, (uint)commandsSize, 0x2000, 0);
        WriteSegment(bytes);
        int at = HeaderOffset(_sections.Count + 1);
        Words(bytes, at, 2, SymbolTableSize, (uint)SymbolOffset, (uint)_symbols.Count, (uint)strings, (uint)_strings.Count);
        at += SymbolTableSize;
        if (IndirectSymbols.Count > 0)
        {
            Words(bytes, at, 0xb, DynamicSize);
            Words(bytes, at + 56, (uint)indirect, (uint)IndirectSymbols.Count);
            at += DynamicSize;
        }

        foreach (byte[] command in _commands)
        {
            command.CopyTo(bytes, at);
            at += command.Length;
        }

        return bytes;
    }

    private void WriteSegment(byte[] bytes)
    {
        Words(bytes, HeaderSize, 0x19, (uint)(SegmentSize + (_sections.Count * SectionSize)));
        Words(bytes, HeaderSize + 64, (uint)_sections.Count, 0);
        foreach (SectionRow row in _sections)
        {
            int at = HeaderOffset(row.Number);
            Encoding.ASCII.GetBytes(row.Name).CopyTo(bytes, at);
            Encoding.ASCII.GetBytes(row.Segment).CopyTo(bytes, at + 16);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at + 32), AddressOf(row));
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at + 40), row.Size);
            Words(bytes, at + 48, (uint)row.FileOffset, row.Alignment, (uint)row.RelocationOffset, (uint)row.Relocations.Count, row.Flags, row.Reserved1);
        }
    }

    private static void Words(byte[] bytes, int at, params ReadOnlySpan<uint> words)
    {
        foreach (uint word in words)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), word);
            at += sizeof(uint);
        }
    }

    private static void Pad(List<byte> file)
    {
        while (file.Count % 8 != 0)
        {
            file.Add(0);
        }
    }

    /// <summary>A section and its relocations.</summary>
    internal sealed class SectionRow(string segment, string name, uint flags, byte[] content, int number)
    {
        internal string Segment => segment;

        internal string Name => name;

        internal uint Flags => flags;

        internal byte[] Content => content;

        internal int Number => number;

        internal bool IsZeroFill => (flags & 0xff) is ZeroFill or ThreadZeroFill or 0xc;

        /// <summary>An exponent.</summary>
        internal uint Alignment { get; set; } = 3;

        internal ulong Size { get; set; } = (ulong)content.Length;

        /// <summary>The address in the file, where it is not the next one.</summary>
        internal ulong? Address { get; set; }

        internal uint Reserved1 { get; set; }

        internal int FileOffset { get; set; }

        internal int RelocationOffset { get; set; }

        internal List<(uint Address, uint Bits)> Relocations { get; } = [];

        /// <summary>Adds a relocation against a symbol.</summary>
        internal SectionRow Relocate(int address, byte type, int symbol, bool isRelative = false, int length = 2) => Raw(address, type, symbol, isRelative, length, true);

        /// <summary>Adds a relocation against a section, or one that is none of a symbol.</summary>
        internal SectionRow RelocateSection(int address, byte type, int section, bool isRelative = false, int length = 2) => Raw(address, type, section, isRelative, length, false);

        private SectionRow Raw(int address, byte type, int number, bool isRelative, int length, bool isExternal)
        {
            Relocations.Add(((uint)address, ((uint)number & 0xff_ffff) | (isRelative ? 1u << 24 : 0) | ((uint)length << 25) | (isExternal ? 1u << 27 : 0) | ((uint)type << 28)));
            return this;
        }
    }
}
