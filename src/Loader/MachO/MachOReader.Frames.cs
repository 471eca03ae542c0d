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
            if (IsFrames(i) && _headers[i].Size != 0 && !IsZeroFill(in _headers[i]))
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
            _relocationCounts[_headers.Length + 1] = _frames.Relocations.Count;
        }
    }

    /// <summary>
    /// Assemblers write distances from <c>__eh_frame</c> to code as numbers where they know them. They hold for the file's own addresses; relocations make them hold for others.
    /// </summary>
    private void ReadFrames(int section, HashSet<ulong> described)
    {
        (uint Offset, Relocation Relocation)[] known = RelocationsByPlace(section);
        var reader = new EhFrameReader(_file.Bytes.Slice(ContentOf(section)), _headers[section].Address + Elsewhere, FileName, _headers[section].Offset);
        uint cie = uint.MaxValue;
        while (reader.Next(out EhFrameRecord record))
        {
            if (record.Kind == EhFrameRecordKind.Fde)
            {
                ulong function = Complete(section, known, record.PcBeginOffset, record.PointerEncoding, record.PcBegin);
                described.Add(function);
                Complete(section, known, record.LsdaOffset, record.LsdaEncoding, record.Lsda);
            }
            else if (record.Kind == EhFrameRecordKind.Cie && record.Offset != cie)
            {
                cie = record.Offset;
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
            uint target = relocation.Target.Index - (uint)_symbols.Length;
            if (relocation.Target.Index <= (uint)_symbols.Length || target > (uint)_headers.Length)
            {
                return 0;
            }

            // Distances count from the place or from a symbol beside it, which the addend makes good.
            long from = relocation.Subtrahend.IsNull ? 0 : (long)(_headers[section].Address + offset) - AddressOf(relocation.Subtrahend);
            return _headers[(int)target - 1].Address + (ulong)(relocation.Addend + from);
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
            var relocation = new Relocation((long)(address - _headers[owner].Address), offset, SymbolOfSection((uint)owner + 1), default, kind, 0);
            (_frameRelocations ??= []).Add((section + 1, relocation));
            _relocationCounts[section + 1]++;
        }

        return address;
    }

    private readonly long AddressOf(SymbolId id) => id.Index > (uint)_symbols.Length
        ? (long)_headers[(int)(id.Index - (uint)_symbols.Length) - 1].Address
        : (long)_symbols[(int)id.Index - 1].Value;

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

            Relocation code = At(known, at) is { } function ? Own(function) : default;
            uint owner = code.Target.Index - (uint)_symbols.Length;
            if ( code.Target.Index <= (uint)_symbols.Length || owner > (uint)_headers.Length)
            {
                Throw.Format(FileName, "compact unwind entry", at / EntrySize, _headers[section].Offset + (ulong)at, encoding, "it describes no function of the object");
                return;
            }

            ulong address = _headers[(int)owner - 1].Address + (ulong)code.Addend;
            if (described.Add(address))
            {
                ReadOnlySpan<byte> instructions = CodeAt((int)owner - 1, code.Addend, size);
                var frame = new CompactFrame(code, size, encoding, At(known, at + PersonalityField), At(known, at + DataField) is { } data ? Own(data) : null);
                _frames ??= new FrameWriter(unwind);
                if (!_frames.TryAdd(in frame, instructions))
                {
                    Throw.Format(FileName, "compact unwind entry", at / EntrySize, _headers[section].Offset + (ulong)at, encoding, $"the encoding 0x{encoding:x8} is not known");
                }
            }
        }
    }

    private static Relocation? At((uint Offset, Relocation Relocation)[] known, int offset) =>
        IndexOf(known, (uint)offset) is var found and >= 0 ? known[found].Relocation : null;

    private readonly ReadOnlySpan<byte> CodeAt(int section, long offset, uint size)
    {
        ReadOnlySpan<byte> content = _file.Bytes.Slice(ContentOf(section));
        return offset < 0 || offset > content.Length ? default : content.Slice((int)offset, (int)Math.Min(size, (uint)(content.Length - (int)offset)));
    }
}
