using System.Buffers.Binary;
using System.Globalization;
using Linker.Loader;

namespace Linker.Engine.Tests;

/// <summary>A linked Mach-O file, as far as comparing needs it.</summary>
internal sealed class MachOFile
{
    private readonly byte[] _file;
    private readonly List<(ulong Address, ulong Size, uint Offset)> _sections = [];

    internal MachOFile(byte[] file)
    {
        const int Header = 32, Segment = 72, Section = 80;
        _file = file;
        int at = Header;
        for (uint i = 0; i < Word(16); i++)
        {
            for (int s = 0; Word(at) == 0x19 && s < (int)Word(at + 64); s++)
            {
                int row = at + Segment + (s * Section);
                _sections.Add((Number(row + 32), Number(row + 40), Word(row + 48)));
            }

            at += (int)Word(at + 4);
        }
    }

    /// <summary>The bytes of one section from an address.</summary>
    internal ReadOnlySpan<byte> BytesAt(ulong address, int size)
    {
        foreach ((ulong start, ulong length, uint offset) in _sections)
        {
            if (address >= start && address - start < length && (ulong)size <= length - (address - start) && offset != 0)
            {
                return _file.AsSpan((int)(offset + address - start), size);
            }
        }

        throw new ArgumentOutOfRangeException(nameof(address), $"0x{address:x} is in no section.");
    }

    private uint Word(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_file.AsSpan(offset));

    private ulong Number(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(_file.AsSpan(offset));
}

/// <summary>What lld says about a link: sections, stubs, slots.</summary>
internal sealed class MachOMap
{
    private readonly Dictionary<string, (ulong Address, ulong Size)> _sections = [];
    private readonly Dictionary<string, ulong> _symbols = [];

    internal MachOMap(string[] lines)
    {
        bool isSymbols = false;
        foreach (string line in lines)
        {
            isSymbols |= line == "# Symbols:";
            if (!line.StartsWith("0x", StringComparison.Ordinal))
            {
                continue;
            }

            string[] cells = line.Split('\t');
            (ulong address, ulong size) = (Number(cells[0]), Number(cells[1]));
            if (!isSymbols)
            {
                _sections.Add($"{cells[2]},{cells[3]}", (address, size));
                continue;
            }

            string name = cells[2][(cells[2].IndexOf(']', StringComparison.Ordinal) + 2)..];
            if (name.StartsWith("non-lazy-pointer-to-local: ", StringComparison.Ordinal))
            {
                Slots.Add(name["non-lazy-pointer-to-local: ".Length..], address);
            }
            else if (_sections.TryGetValue("__TEXT,__stubs", out (ulong Address, ulong Size) stubs) && address - stubs.Address < stubs.Size)
            {
                Stubs.Add(name, address);
            }
            else
            {
                _symbols.TryAdd(name, address);
            }
        }
    }

    /// <summary>The slot that holds a name's address.</summary>
    internal Dictionary<string, ulong> Slots { get; } = [];

    /// <summary>The jump to a name.</summary>
    internal Dictionary<string, ulong> Stubs { get; } = [];

    /// <summary>Where a section of the only object is.</summary>
    internal ulong? AddressOf(LinkGraph graph, SectionId id)
    {
        Section section = graph.Sections[(int)id.Index];
        if (section.Size == 0 || !section.IsLoaded)
        {
            return null;
        }

        // Some sections become parts of others.
        foreach (ref readonly Symbol symbol in graph.Symbols)
        {
            if (symbol.Place == SymbolPlace.Section && symbol.Section == id && _symbols.TryGetValue(graph.NameOf(symbol), out ulong start))
            {
                return start - symbol.Value;
            }
        }

        string name = graph.NameOf(section);
        foreach ((string full, (ulong address, ulong size)) in _sections)
        {
            if (full.EndsWith("," + name, StringComparison.Ordinal) && size >= section.Size)
            {
                return address;
            }
        }

        return null;
    }

    private static ulong Number(string text) => ulong.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
