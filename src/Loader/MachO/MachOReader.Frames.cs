using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Linker.Relocs;

namespace Linker.Loader;

/// <summary>Call frame records: what the file leaves to the linker that knows where its sections are, and the functions that only compact unwind information describes.</summary>
internal ref partial struct MachOReader
{
    // Files begin at address 0, which records mean nothing by: they are read as if they lay further up.
    private const ulong Elsewhere = 1UL << 62;

    private void ReadFrames()
    {
        var described = new HashSet<ulong>();
        for (int i = 0; i < _headers.Length; i++)
        {
            if (_isFrames[i] && _headers[i].Size != 0 && !IsZeroFill(in _headers[i]))
            {
                Charge(_headers[i].Size, $"section header {i + 1}, offset", HeaderOffset(i));
                ReadFrames(i, described);
            }
        }

        for (int i = 0; i < _headers.Length; i++)
        {
            if (Is(i, "__compact_unwind"u8) && SegmentOf(i).SequenceEqual("__LD"u8) && _headers[i].Size != 0 && !IsZeroFill(in _headers[i]))
            {
                Charge(_headers[i].Size, $"section header {i + 1}, offset", HeaderOffset(i));
                ReadCompact(i, described);
            }
        }

        if (_frames is not null)
        {
            _relocationCounts[PartCount + 1] = _frames.Relocations.Count;
        }
    }

    /// <summary>
    /// Assemblers write distances from <c>__eh_frame</c> to code as numbers where they know them. They hold for the file's own addresses; relocations make them hold for others.
    /// </summary>
    private void ReadFrames(int section, HashSet<ulong> described)
    {
        (uint Offset, Relocation Relocation)[] known = RelocationsByPlace(section);
        var reader = new EhFrameReader(_file.Bytes.Slice(ContentOf(section)), _headers[section].Address + Elsewhere, FileName, _headers[section].Offset);
        while (reader.Next(out EhFrameRecord record))
        {
            if (record.Kind == EhFrameRecordKind.Fde)
            {
                described.Add(Complete(section, known, record.PcBeginOffset, record.PointerEncoding, record.PcBegin));
                Complete(section, known, record.LsdaOffset, record.LsdaEncoding, record.Lsda);
            }
            else if (record.Kind == EhFrameRecordKind.Cie)
            {
                Complete(section, known, record.PersonalityOffset, record.PersonalityEncoding, record.Personality);
            }
        }
    }

    /// <summary>Sees to it that a field of a record has a relocation.</summary>
    /// <returns>The file's address that the field means, 0 when there is none.</returns>
    private ulong Complete(int section, (uint Offset, Relocation Relocation)[] known, uint offset, byte encoding, ulong address)
    {
        if (offset == 0 || encoding == EhFrameCursor.Omit)
        {
            return 0;
        }

        int found = IndexOf(known, offset);
        if (found >= 0)
        {
            ref readonly Relocation relocation = ref known[found].Relocation;
            int target = PartOf(relocation.Target);
            if (target == 0)
            {
                return 0;
            }

            // Distances count from the place or from a symbol beside it, which the addend makes good.
            long from = relocation.Subtrahend.IsNull ? 0 : (long)(_headers[section].Address + offset) - AddressOf(relocation.Subtrahend);
            return AddressOf(target) + (ulong)(relocation.Addend + from);
        }

        const byte relative = 0x10;
        RelocKind kind = (encoding & 0x0f) switch
        {
            0x00 or 0x04 or 0x0c => RelocKind.Pc64,
            0x03 or 0x0b => RelocKind.Pc32,
            _ => RelocKind.None,
        };
        bool isKnown = address != 0 && (encoding & 0xf0) == relative && kind != RelocKind.None;
        address -= isKnown ? Elsewhere : 0;
        int owner = isKnown ? SectionAt(address) : -1;
        if (owner >= 0)
        {
            (SymbolId symbol, long addend) = InSection(owner, (long)(address - _headers[owner].Address));
            (_frameRelocations ??= []).Add((FirstPart(section), new Relocation(addend, offset, symbol, default, kind, 0)));
            _relocationCounts[FirstPart(section)]++;
        }

        return address;
    }

    private readonly long AddressOf(SymbolId id) => PartOf(id) is var part and not 0 ? (long)AddressOf(part) : (long)_symbols[(int)id.Index - 1].Value;

    // The section of the graph whose symbol it is, 0 for all others.
    private readonly int PartOf(SymbolId id) => (int)id.Index - _symbols.Length is var part && part > 0 && part <= PartCount ? part : 0;

    private readonly int SectionAt(ulong address)
    {
        for (int i = 0; i < _headers.Length; i++)
        {
            if (address >= _headers[i].Address && address - _headers[i].Address < _headers[i].Size && IsLoaded(i))
            {
                return i;
            }
        }

        return -1;
    }

    private readonly (uint Offset, Relocation Relocation)[] RelocationsByPlace(int section)
    {
        if (_headers[section].RelocationCount == 0)
        {
            return [];
        }

        ReadOnlySpan<MachORelocation> entries = EntriesOf(section);
        var found = new List<(uint Offset, Relocation Relocation)>(entries.Length);
        for (int j = 0; j < entries.Length;)
        {
            Relocation relocation = RelocationOf(section, entries, ref j);
            found.Add((relocation.Offset, relocation));
        }

        found.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        return [.. found];
    }

    private static int IndexOf((uint Offset, Relocation Relocation)[] known, uint offset)
    {
        int low = 0, high = known.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (known[middle].Offset == offset)
            {
                return middle;
            }

            (low, high) = known[middle].Offset < offset ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    /// <summary>Entries of 32 bytes: function, its size, encoding, personality, language-specific data. Apple's mach-o/compact_unwind_encoding.h.</summary>
    private void ReadCompact(int section, HashSet<ulong> described)
    {
        const int EntrySize = 32, SizeField = 8, EncodingField = 12, PersonalityField = 16, DataField = 24;
        ReadOnlySpan<byte> content = _file.Bytes.Slice(ContentOf(section));
        if (content.Length % EntrySize != 0)
        {
            FailSection(section, "size", (ulong)content.Length, $"entries of compact unwind information have {EntrySize} bytes, and {content.Length} is no multiple");
        }

        CompactUnwind unwind = CompactUnwind.For(_machine.Machine);
        (uint Offset, Relocation Relocation)[] known = RelocationsByPlace(section);
        for (int at = 0; at < content.Length; at += EntrySize)
        {
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(content[(at + SizeField)..]);
            uint encoding = BinaryPrimitives.ReadUInt32LittleEndian(content[(at + EncodingField)..]);
            if (!unwind.HasFrame(encoding))
            {
                continue;
            }

            Relocation code = At(known, at) is { } function ? Owned(function) : default;
            int part = PartOf(code.Target);
            if (part == 0)
            {
                Throw.Format(FileName, "compact unwind entry", at / EntrySize, _headers[section].Offset + (ulong)at, encoding, "it describes no function of the object");
            }

            ulong address = AddressOf(part) + (ulong)code.Addend;
            if (described.Add(address))
            {
                ReadOnlySpan<byte> instructions = CodeAt(OwnerOf(part), (long)(address - _headers[OwnerOf(part)].Address), size);
                var frame = new CompactFrame(code, size, encoding, At(known, at + PersonalityField), At(known, at + DataField) is { } data ? Owned(data) : null);
                _frames ??= new FrameWriter(unwind);
                if (!_frames.TryAdd(in frame, instructions))
                {
                    Throw.Format(FileName, "compact unwind entry", at / EntrySize, _headers[section].Offset + (ulong)at, encoding, $"the encoding 0x{encoding:x8} is not known");
                }
            }
        }
    }

    private readonly Relocation Owned(Relocation relocation)
    {
        (SymbolId symbol, long addend) = Own(relocation.Target, relocation.Addend);
        return relocation with { Target = symbol, Addend = addend };
    }

    private static Relocation? At((uint Offset, Relocation Relocation)[] known, int offset) =>
        IndexOf(known, (uint)offset) is var found and >= 0 ? known[found].Relocation : null;

    private readonly ReadOnlySpan<byte> CodeAt(int section, long offset, uint size)
    {
        ReadOnlySpan<byte> content = _file.Bytes.Slice(ContentOf(section));
        return offset < 0 || offset > content.Length ? default : content.Slice((int)offset, (int)Math.Min(size, (uint)(content.Length - (int)offset)));
    }
}
