using System.Buffers.Binary;
using Linker.Relocs;

namespace Linker.Loader;

/// <summary>Call frame records: what the file leaves to the linker that knows where its sections are, and the functions that only compact unwind information describes.</summary>
internal ref partial struct MachOReader
{
    // Files begin at address 0, which records mean nothing by: they are read as if they lay further up.
    private const ulong Elsewhere = 1UL << 62;

    // Of compact unwind information.
    private const int EntrySize = 32;

    private void ReadFrames()
    {
        var described = new HashSet<FileAddress>();
        for (int i = 0; i < _headers.Length; i++)
        {
            if (_isFrames[i] && HasBytes(in _headers[i]))
            {
                _frameRelocations[i] = FrameRelocationsOf(i);
                ReadFrames(i, _frameRelocations[i]!, described);
            }
        }

        for (int i = 0; i < _headers.Length; i++)
        {
            if (HasBytes(in _headers[i]) && Is(i, "__compact_unwind"u8) && SegmentOf(i).SequenceEqual("__LD"u8))
            {
                _frameRelocations[i] = FrameRelocationsOf(i);
                ReadCompact(i, ByPlace(_frameRelocations[i]!), described);
            }
        }
    }

    // All that the file has for a section of records. Its bytes are read here too, and paid.
    private List<Relocation> FrameRelocationsOf(int section)
    {
        Charge(_headers[section].Size, $"section header {section + 1}, offset", HeaderOffset(section));
        ReadOnlySpan<MachORelocation> entries = EntriesOf(section);
        var found = new List<Relocation>(entries.Length);
        for (int j = 0; j < entries.Length;)
        {
            found.Add(RelocationOf(section, entries, ref j));
        }

        return found;
    }

    private static Relocation[] ByPlace(List<Relocation> relocations)
    {
        Relocation[] sorted = [.. relocations];
        Array.Sort(sorted, (a, b) => a.Offset.CompareTo(b.Offset));
        return sorted;
    }

    /// <summary>
    /// Assemblers write distances from <c>__eh_frame</c> to code as numbers where they know them. They hold for the file's own addresses; relocations make them hold for others.
    /// </summary>
    private readonly void ReadFrames(int section, List<Relocation> relocations, HashSet<FileAddress> described)
    {
        var frames = new FrameFields(section, ByPlace(relocations), relocations);
        var reader = new EhFrameReader(_file.Bytes.Slice(ContentOf(section)), _headers[section].Address + Elsewhere, FileName, _headers[section].Offset);
        while (reader.Next(out EhFrameRecord record))
        {
            if (record.Kind == EhFrameRecordKind.Fde)
            {
                described.Add(new FileAddress(Complete(frames, record.PcBeginOffset, record.PointerEncoding, record.PcBegin)));
                Complete(frames, record.LsdaOffset, record.LsdaEncoding, record.Lsda);
            }
            else if (record.Kind == EhFrameRecordKind.Cie)
            {
                Complete(frames, record.PersonalityOffset, record.PersonalityEncoding, record.Personality);
            }
        }
    }

    /// <summary>Sees to it that a field of a record has a relocation.</summary>
    /// <returns>The file's address that the field means, 0 when there is none.</returns>
    private readonly ulong Complete(FrameFields frames, uint offset, byte encoding, ulong address)
    {
        if (offset == 0 || encoding == EhFrameCursor.Omit)
        {
            return 0;
        }

        if (At(frames.Known, offset) is { } relocation)
        {
            int target = PartOf(relocation.Target);
            if (target == 0)
            {
                return 0;
            }

            // Distances count from the place or from a symbol beside it, which the addend makes good.
            long from = relocation.Subtrahend.IsNull ? 0 : (long)(_headers[frames.Section].Address + offset) - FileAddressOf(relocation.Subtrahend);
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
            frames.Relocations.Add(new Relocation(addend, offset, symbol, default, kind, MachOMachine.Made));
        }

        return address;
    }

    private readonly long FileAddressOf(SymbolId id) => PartOf(id) is var part and not 0 ? (long)AddressOf(part) : (long)_symbols[(int)id.Index - 1].Value;

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

    private static Relocation? At(ReadOnlySpan<Relocation> known, uint offset)
    {
        int low = 0, high = known.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (known[middle].Offset == offset)
            {
                return known[middle];
            }

            (low, high) = known[middle].Offset < offset ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    /// <summary>Entries of 32 bytes: function, its size, encoding, personality, language-specific data. Apple's mach-o/compact_unwind_encoding.h.</summary>
    private void ReadCompact(int section, ReadOnlySpan<Relocation> known, HashSet<FileAddress> described)
    {
        const int SizeField = 8, EncodingField = 12, PersonalityField = 16, DataField = 24;
        ReadOnlySpan<byte> content = _file.Bytes.Slice(ContentOf(section));
        if (content.Length % EntrySize != 0)
        {
            FailSection(section, "size", (ulong)content.Length, $"entries of compact unwind information have {EntrySize} bytes, and {content.Length} is no multiple");
        }

        for (int i = 0; i < known.Length; i++)
        {
            uint field = known[i].Offset % EntrySize;
            if (field is not (0 or PersonalityField or DataField) || known[i].Kind != RelocKind.Abs64 || (i > 0 && known[i - 1].Offset == known[i].Offset))
            {
                FailEntry(section, known[i].Offset / EntrySize, known[i].FormatType,
                    $"its relocation {_machine.Names.NameOf(known[i].FormatType)} at +0x{field:x} is none of an entry, whose function, personality and data are addresses of 8 bytes, one each");
            }
        }

        CompactUnwind unwind = CompactUnwind.For(_machine.Machine);
        for (int at = 0; at < content.Length; at += EntrySize)
        {
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(content[(at + SizeField)..]);
            uint encoding = BinaryPrimitives.ReadUInt32LittleEndian(content[(at + EncodingField)..]);
            if (!unwind.HasFrame(encoding))
            {
                continue;
            }

            Relocation code = At(known, (uint)at) is { } function ? Owned(function) : default;
            int part = PartOf(code.Target);
            if (part == 0)
            {
                FailEntry(section, (uint)at / EntrySize, encoding, "it describes no function of the object");
            }

            ulong address = AddressOf(part) + (ulong)code.Addend;
            if (described.Add(new FileAddress(address)))
            {
                ReadOnlySpan<byte> instructions = CodeAt(OwnerOf(part), (long)(address - _headers[OwnerOf(part)].Address), size);
                var frame = new CompactFrame(code, size, encoding, At(known, (uint)at + PersonalityField), At(known, (uint)at + DataField) is { } data ? Owned(data) : null);
                _frames ??= new FrameWriter(unwind);
                if (!_frames.TryAdd(in frame, instructions))
                {
                    FailEntry(section, (uint)at / EntrySize, encoding, $"the encoding 0x{encoding:x8} is not known");
                }
            }
        }
    }

    private readonly void FailEntry(int section, uint entry, ulong value, string problem) =>
        Throw.Format(FileName, "compact unwind entry", entry, _headers[section].Offset + ((ulong)entry * EntrySize), value, problem);

    private readonly Relocation Owned(Relocation relocation)
    {
        (SymbolId symbol, long addend) = Own(relocation.Target, relocation.Addend);
        return relocation with { Target = symbol, Addend = addend };
    }

    private readonly ReadOnlySpan<byte> CodeAt(int section, long offset, uint size)
    {
        ReadOnlySpan<byte> content = _file.Bytes.Slice(ContentOf(section));
        return offset < 0 || offset > content.Length ? default : content.Slice((int)offset, (int)Math.Min(size, (uint)(content.Length - (int)offset)));
    }

    /// <summary>What is known of the fields of call frame records.</summary>
    /// <param name="Section">The section that they are in.</param>
    /// <param name="Known">The file's relocations by their places.</param>
    /// <param name="Relocations">All in the file's order, and behind them what is needed besides.</param>
    private readonly record struct FrameFields(int Section, Relocation[] Known, List<Relocation> Relocations);

    private readonly record struct FileAddress(ulong Value)
    {
        // Files choose addresses: those that differ in both halves are not to meet.
        public override int GetHashCode() => HashCode.Combine((uint)Value, (uint)(Value >> 32));
    }
}
