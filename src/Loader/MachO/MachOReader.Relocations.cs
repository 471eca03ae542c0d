using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Linker.Relocs;

namespace Linker.Loader;

internal ref partial struct MachOReader
{
    private const uint Scattered = 0x8000_0000;

    private readonly ReadOnlySpan<MachORelocation> EntriesOf(int index) =>
        _file.Table<MachORelocation>(_headers[index].RelocationOffset, _headers[index].RelocationCount, "relocations");

    /// <summary>Counts the relocations that each section will own: records of two parts are one.</summary>
    private void CountRelocations(bool includeUnloaded)
    {
        for (int i = 0; i < _headers.Length; i++)
        {
            ref readonly MachOSection header = ref _headers[i];
            if (!(includeUnloaded || IsLoaded(i)))
            {
                continue;
            }

            int count = 0;
            if (header.RelocationCount != 0)
            {
                Charge(header.RelocationCount * (ulong)Unsafe.SizeOf<MachORelocation>(), $"section header {i + 1}, reloff", HeaderOffset(i));
                foreach (ref readonly MachORelocation entry in EntriesOf(i))
                {
                    count += entry.Type == _machine.Subtractor || entry.Type == _machine.Addend ? 0 : 1;
                }
            }

            _relocationCounts[i + 1] = count + (HasPointers(in header) ? CountPointers(i) : 0);
        }
    }

    private readonly void ReadRelocations(ref LinkGraphBuilder builder, bool includeUnloaded)
    {
        for (int i = 0; i < _headers.Length; i++)
        {
            // Records that only belong to others are not counted, and still looked at.
            int count = _relocationCounts[i + 1];
            if (!(includeUnloaded || IsLoaded(i)) || (count == 0 && _headers[i].RelocationCount == 0))
            {
                continue;
            }

            Span<Relocation> into = builder.Relocations.Slice(builder.Sections[i + 1].FirstRelocation, count);
            int next = 0;
            if (_headers[i].RelocationCount != 0)
            {
                ReadOnlySpan<MachORelocation> entries = EntriesOf(i);
                for (int j = 0; j < entries.Length;)
                {
                    // More than were counted cannot come: each is a record that was counted, and the one before it.
                    Relocation relocation = RelocationOf(i, entries, ref j);
                    into[next++] = relocation;
                }
            }

            if (HasPointers(in _headers[i]))
            {
                AddPointers(i, into, ref next);
            }

            if (IsFrames(i))
            {
                Add(i + 1, into, ref next);
            }

            Admit(ref builder, i + 1, into);
        }

        if (_frames is not null)
        {
            int next = 0;
            int count = _relocationCounts[_headers.Length + 1];
            Span<Relocation> into = builder.Relocations.Slice(builder.Sections[^1].FirstRelocation, count);
            foreach (Relocation relocation in _frames.Relocations)
            {
                into[next++] = relocation;
            }

            Admit(ref builder, _headers.Length + 1, into);
        }
    }

    private readonly void Add(int section, Span<Relocation> into, ref int next)
    {
        foreach ((int owner, Relocation relocation) in _frameRelocations ?? [])
        {
            if (owner == section)
            {
                into[next++] = relocation;
            }
        }
    }

    private static void Admit(ref LinkGraphBuilder builder, int section, Span<Relocation> relocations)
    {
        RelocationDoor door = builder.Open(section, relocations.Length);
        for (int j = 0; j < relocations.Length; j++)
        {
            door.Admit(in relocations[j], j);
        }
    }

    /// <summary>One relocation of one or two records; the position moves behind them.</summary>
    private readonly Relocation RelocationOf(int section, ReadOnlySpan<MachORelocation> entries, ref int position)
    {
        int index = position++;
        MachORelocation entry = entries[index];
        if ((entry.Address & Scattered) != 0)
        {
            Fail(section, index, entry.Address, "it is a scattered relocation, which only 32-bit objects have");
        }

        if (entry.Type == _machine.Subtractor || entry.Type == _machine.Addend)
        {
            if (position == entries.Length || entries[position].Address != entry.Address)
            {
                Fail(section, index, entry.Address, $"it is a {_machine.Names.NameOf(entry.Type)} without the relocation that it belongs to");
            }

            MachORelocation second = entries[position++];
            return entry.Type == _machine.Subtractor
                ? Difference(section, index, entry, second)
                : WithAddend(section, index, second, (int)(entry.Number << 8) >> 8);
        }

        if (entry.Type >= _machine.Types.Length || _machine.Types[entry.Type].Kind == RelocKind.Refused)
        {
            return new Relocation(0, entry.Address, entry.IsExternal ? TargetOf(section, index, entry) : default, default, RelocKind.Refused, entry.Type);
        }

        MachOType type = _machine.Types[entry.Type];
        return type.IsInstruction ? WithAddend(section, index, entry, 0)
            : type.Kind == RelocKind.None ? Word(section, index, entry)
            : Distance(section, index, entry, type);
    }

    // X = S + A: the word holds A, counted from the section where there is no symbol.
    private readonly Relocation Word(int section, int index, MachORelocation entry)
    {
        if (entry.IsRelative)
        {
            Fail(section, index, entry.Type, $"it is a {_machine.Names.NameOf(entry.Type)} that is relative");
        }

        SymbolId target = TargetOf(section, index, entry);
        long addend = WordAt(section, index, entry.Address, entry.Length) - (long)BaseOf(entry);
        RelocKind kind = MachOMachine.Words[entry.Length];
        if (TypeOf(in _headers[section]) == MachOConstants.TypeThreadVariables && entry.Length == 3 && IsInTemplate(entry))
        {
            kind = RelocKind.DtpRel64;
        }

        return Own(section, new Relocation(addend, entry.Address, target, default, kind, entry.Type));
    }

    // X = S + A − P: the field counts from its own end, or from the end of the instruction.
    private readonly Relocation Distance(int section, int index, MachORelocation entry, MachOType type)
    {
        if (type.Kind == RelocKind.GotPc32 && entry is { IsRelative: false, Length: 3 } && _machine.Addend != MachOMachine.NoAddend)
        {
            PlaceOf(section, index, entry.Address, sizeof(ulong));
            return new Relocation(0, entry.Address, TargetOf(section, index, entry), default, RelocKind.GotSlot64, entry.Type);
        }

        if (!entry.IsRelative || entry.Length != 2)
        {
            Fail(section, index, entry.Bits, $"it is a {_machine.Names.NameOf(entry.Type)} of {1 << entry.Length} bytes{(entry.IsRelative ? "" : " that is not relative")}");
        }

        SymbolId target = TargetOf(section, index, entry);
        long addend = WordAt(section, index, entry.Address, 2);
        addend += entry.IsExternal ? _branchBias : (long)(_headers[section].Address + entry.Address - BaseOf(entry));

        // On arm64 an addend has a record of its own: what assemblers leave in this place is how far it is from the start of its section, turned, and means nothing.
        addend = _machine.Addend != MachOMachine.NoAddend ? 0 : addend;
        if (!entry.IsExternal && RelocTable.For(type.Kind).Target == Target.GotSlot)
        {
            Fail(section, index, entry.Number, "the slot that it asks for would be that of a section");
        }

        return Own(section, new Relocation(addend, entry.Address, target, default, type.Kind, entry.Type));
    }

    // X = S + A − B. What has no symbol stands in the word with its address in the file, B with the sign turned.
    private readonly Relocation Difference(int section, int index, MachORelocation subtrahend, MachORelocation minuend)
    {
        if (minuend.Type != 0 || minuend.IsRelative || subtrahend.IsRelative || minuend.Length != subtrahend.Length)
        {
            Fail(section, index, minuend.Bits, $"it is a {_machine.Names.NameOf(subtrahend.Type)}, and the relocation after it is no address of as many bytes");
        }

        Relocation target = Own(section, new Relocation((long)BaseOf(minuend), 0, TargetOf(section, index, minuend), default, RelocKind.None, 0));
        Relocation from = Own(section, new Relocation((long)BaseOf(subtrahend), 0, TargetOf(section, index, subtrahend), default, RelocKind.None, 0));
        long addend = WordAt(section, index, subtrahend.Address, subtrahend.Length);

        // A symbol's own definition is counted from its section, too: what that adds has the other sign than the file's address of a section.
        addend += minuend.IsExternal ? target.Addend : -(long)BaseOf(minuend);
        addend -= subtrahend.IsExternal ? from.Addend : -(long)BaseOf(subtrahend);
        return new Relocation(addend, subtrahend.Address, target.Target, from.Target, MachOMachine.Differences[subtrahend.Length], subtrahend.Type);
    }

    private readonly Relocation WithAddend(int section, int index, MachORelocation entry, int addend)
    {
        MachOType? type = entry.Type < _machine.Types.Length ? _machine.Types[entry.Type] : null;
        if (type is not { IsInstruction: true } || !entry.IsExternal || entry.Length != 2 || entry.IsRelative != type.IsRelative)
        {
            Fail(section, index, entry.Bits, $"{_machine.Names.NameOf(entry.Type)} has to be of a symbol, of four bytes and {(type is { IsRelative: true } ? "relative" : "not relative")}");
        }

        RelocKind kind = type!.Kind;
        if (type.Choices is { } choices)
        {
            ReadOnlySpan<byte> place = PlaceOf(section, index, entry.Address, 4);
            foreach (RelocKind choice in choices)
            {
                if (RelocTable.For(choice).Field.Fits(in place[0]))
                {
                    kind = choice;
                    break;
                }
            }
        }

        return new Relocation(addend, entry.Address, TargetOf(section, index, entry), default, kind, entry.Type);
    }

    private readonly ReadOnlySpan<byte> PlaceOf(int section, int index, uint offset, int size)
    {
        FileRange content = ContentOf(section);
        if (offset > content.Size || (uint)size > content.Size - offset)
        {
            Fail(section, index, offset, $"its place at 0x{offset:x} does not lie inside the section's 0x{content.Size:x} bytes");
        }

        return _file.Bytes.Slice((int)(content.Offset + offset), size);
    }

    private readonly long WordAt(int section, int index, uint offset, int length)
    {
        ReadOnlySpan<byte> place = PlaceOf(section, index, offset, 1 << length);
        return length switch
        {
            0 => (sbyte)place[0],
            1 => MemoryMarshal.Read<short>(place),
            2 => MemoryMarshal.Read<int>(place),
            _ => MemoryMarshal.Read<long>(place),
        };
    }

    private readonly void Fail(int section, int index, ulong value, string problem) =>
        Throw.Format(FileName, $"section {section + 1}, relocation", index, _headers[section].RelocationOffset, value, problem);
}
