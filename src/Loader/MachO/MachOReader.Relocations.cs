using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Linker.Relocs;

namespace Linker.Loader;

internal ref partial struct MachOReader
{
    private const uint Scattered = 0x8000_0000;

    // The first look at a table pays for it.
    private ReadOnlySpan<MachORelocation> EntriesOf(int index)
    {
        ref readonly MachOSection header = ref _headers[index];
        if (header.RelocationCount == 0)
        {
            return [];
        }

        if (!_isPaid[index])
        {
            Charge(header.RelocationCount * (ulong)Unsafe.SizeOf<MachORelocation>(), $"section header {index + 1}, reloff", HeaderOffset(index));
            _isPaid[index] = true;
        }

        return _file.Table<MachORelocation>(header.RelocationOffset, header.RelocationCount, "relocations");
    }

    /// <summary>Counts the relocations that each section will own: records of two parts are one.</summary>
    /// <returns>All of them.</returns>
    private int CountRelocations(bool includeUnloaded)
    {
        for (int i = 0; i < _headers.Length; i++)
        {
            if (!(includeUnloaded || IsLoaded(i)))
            {
                continue;
            }

            if (_frameRelocations[i] is { } decoded)
            {
                _relocationCounts[FirstPart(i)] = decoded.Count;
                continue;
            }

            foreach (ref readonly MachORelocation entry in EntriesOf(i))
            {
                _relocationCounts[PartAt(i, entry.Address)] += entry.Type == _machine.Subtractor || entry.Type == _machine.Addend ? 0 : 1;
            }

            _relocationCounts[FirstPart(i)] += HasPointers(in _headers[i]) ? CountPointers(i) : 0;
        }

        _relocationCounts[PartCount + 1] = _frames?.Relocations.Count ?? 0;
        int total = 0;
        foreach (int count in _relocationCounts)
        {
            total += count;
        }

        return total;
    }

    private void ReadRelocations(ref LinkGraphBuilder builder, bool includeUnloaded)
    {
        // By section of the graph: where its next one goes.
        int[] next = new int[PartCount + 2];
        for (int part = 1; part < builder.Sections.Length; part++)
        {
            next[part] = builder.Sections[part].FirstRelocation;
        }

        for (int i = 0; i < _headers.Length; i++)
        {
            if (!(includeUnloaded || IsLoaded(i)))
            {
                continue;
            }

            if (_frameRelocations[i] is { } decoded)
            {
                CollectionsMarshal.AsSpan(decoded).CopyTo(builder.Relocations[next[FirstPart(i)]..]);
                Admit(ref builder, FirstPart(i));
                continue;
            }

            // Records that only belong to others are not counted, and still looked at.
            ReadOnlySpan<MachORelocation> entries = EntriesOf(i);
            for (int j = 0; j < entries.Length;)
            {
                // More than were counted cannot come: each is a record that was counted, and the one before it.
                Relocation relocation = RelocationOf(i, entries, ref j);
                int part = PartAt(i, relocation.Offset);
                builder.Relocations[next[part]++] = relocation with { Offset = relocation.Offset - (uint)StartOf(part) };
            }

            if (HasPointers(in _headers[i]))
            {
                AddPointers(i, builder.Relocations, ref next[FirstPart(i)]);
            }

            for (int part = FirstPart(i); part < FirstPart(i + 1); part++)
            {
                Admit(ref builder, part);
            }
        }

        if (_frames is not null)
        {
            CollectionsMarshal.AsSpan(_frames.Relocations).CopyTo(builder.Relocations[next[PartCount + 1]..]);
            Admit(ref builder, PartCount + 1);
        }
    }

    private static void Admit(ref LinkGraphBuilder builder, int section)
    {
        ref readonly Section of = ref builder.Sections[section];
        ReadOnlySpan<Relocation> relocations = builder.Relocations.Slice(of.FirstRelocation, of.RelocationCount);
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

        if (_machine.Addend != MachOMachine.NoAddend && entry.Bits >> 24 == 0xff && position < entries.Length && entries[position].Address == entry.Address)
        {
            Fail(section, index, entry.Bits,
                $"it is an {_machine.Names.NameOf(_machine.Addend)} whose addend, {(int)entry.Bits}, is written over its type, as clang writes those below 0; let the program subtract the distance");
        }

        if (entry.Type >= _machine.Types.Length || _machine.Types[entry.Type].Kind == RelocKind.Refused)
        {
            return new Relocation(0, entry.Address, entry.IsExternal ? SymbolOf(section, index, entry) : default, default, RelocKind.Refused, entry.Type);
        }

        MachOType type = _machine.Types[entry.Type];
        return type.Addend == AddendPlace.Record ? WithAddend(section, index, entry, 0)
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

        (SymbolId target, long addend) = Referent(section, index, entry, WordAt(section, index, entry.Address, entry.Length));
        RelocKind kind = MachOMachine.Words[entry.Length];
        if (TypeOf(in _headers[section]) == MachOConstants.TypeThreadVariables && entry.Length == 3 && IsInTemplate(entry))
        {
            kind = RelocKind.DtpRel64;
        }

        return new Relocation(addend, entry.Address, target, default, kind, entry.Type);
    }

    // X = S + A − P: the field counts from its own end, or from the end of the instruction.
    private readonly Relocation Distance(int section, int index, MachORelocation entry, MachOType type)
    {
        if (!entry.IsExternal && RelocTable.For(type.Kind).Target == Target.GotSlot)
        {
            Fail(section, index, entry.Number, "the slot that it asks for would be that of a section");
        }

        if (type.Wide != RelocKind.None && entry is { IsRelative: false, Length: 3 })
        {
            PlaceOf(section, index, entry.Address, sizeof(ulong));
            return new Relocation(0, entry.Address, SymbolOf(section, index, entry), default, type.Wide, entry.Type);
        }

        if (!entry.IsRelative || entry.Length != 2)
        {
            Fail(section, index, entry.Bits, $"it is a {_machine.Names.NameOf(entry.Type)} of {1 << entry.Length} bytes{(entry.IsRelative ? "" : " that is not relative")}");
        }

        // Without a symbol the word is the distance to an address of the file.
        long bias = _branchBias - (entry.IsExternal ? 0 : type.Behind);
        long word = WordAt(section, index, entry.Address, 2) + (entry.IsExternal ? 0 : (long)(_headers[section].Address + entry.Address) - bias);

        // What assemblers leave where there is no addend is how far the place is from the start of its section, turned, and means nothing.
        word = type.Addend == AddendPlace.None ? 0 : word;
        (SymbolId target, long addend) = Referent(section, index, entry, word);
        return new Relocation(addend + bias, entry.Address, target, default, type.Kind, entry.Type);
    }

    // X = S + A − B. What has no symbol stands in the word with its address in the file, B with the sign turned.
    private readonly Relocation Difference(int section, int index, MachORelocation subtrahend, MachORelocation minuend)
    {
        if (minuend.Type != 0 || minuend.IsRelative || subtrahend.IsRelative || minuend.Length != subtrahend.Length)
        {
            Fail(section, index, minuend.Bits, $"it is a {_machine.Names.NameOf(subtrahend.Type)}, and the relocation after it is no address of as many bytes");
        }

        // Of two that have no symbols the word tells only the difference: what is subtracted is the place, where it lies in that section.
        long word = WordAt(section, index, subtrahend.Address, subtrahend.Length), from = 0;
        if (!subtrahend.IsExternal)
        {
            from = minuend.IsExternal ? -word
                : (int)subtrahend.Number == section + 1 ? (long)(_headers[section].Address + subtrahend.Address)
                : (long)BaseOf(section, index, subtrahend);
            if (!minuend.IsExternal && _parts is not null && (int)subtrahend.Number != section + 1)
            {
                Fail(section, index, subtrahend.Number, "what it subtracts is known by its section only, and the section's parts are to be apart");
            }
        }

        (SymbolId fromSymbol, long fromAddend) = Referent(section, index, subtrahend, from);
        (SymbolId target, long addend) = Referent(section, index, minuend, word + from);
        return new Relocation(addend - fromAddend, subtrahend.Address, target, fromSymbol, MachOMachine.Differences[subtrahend.Length], subtrahend.Type);
    }

    private readonly Relocation WithAddend(int section, int index, MachORelocation entry, int addend)
    {
        MachOType? type = entry.Type < _machine.Types.Length ? _machine.Types[entry.Type] : null;
        if (type is not { Addend: AddendPlace.Record })
        {
            Fail(section, index, entry.Bits, $"it is an {_machine.Names.NameOf(entry.Type)} after an {_machine.Names.NameOf(_machine.Addend)}, which takes none");
        }

        if (!entry.IsExternal || entry.Length != 2 || entry.IsRelative != type!.IsRelative)
        {
            Fail(section, index, entry.Bits, $"{_machine.Names.NameOf(entry.Type)} has to be of a symbol, of four bytes and {(type!.IsRelative ? "relative" : "not relative")}");
        }

        RelocKind kind = type.Kind;
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

        return new Relocation(addend, entry.Address, SymbolOf(section, index, entry), default, kind, entry.Type);
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
