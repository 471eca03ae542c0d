using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Linker.Relocs;

namespace Linker.Loader;

internal ref partial struct ElfReader
{
    // Which relocation sections count is decided here, once; the reading loop follows _isDecoded.
    private void CountRelocations(int index, bool includeUnloaded)
    {
        ref readonly ElfSectionHeader header = ref _headers[index];
        if (header.Info >= (uint)_headers.Length)
        {
            Fail(index, "sh_info", header.Info, $"it patches section {header.Info} of {_headers.Length}");
        }

        FileRange range = ContentOf(index);
        ref readonly ElfSectionHeader target = ref _headers[(int)header.Info];
        bool loaded = (target.Flags & (ElfConstants.FlagAlloc | ElfConstants.FlagExclude)) == ElfConstants.FlagAlloc;
        if (range.Size == 0 || !(loaded || includeUnloaded) || HidesPlaces(in target))
        {
            return;
        }

        if (header.Info == 0)
        {
            Fail(index, "sh_info", 0, "it patches no section");
        }

        Charge(index);
        uint count = header.Type switch
        {
            ElfConstants.SectionRela => CountEntries(index, Unsafe.SizeOf<ElfRela>()),
            ElfConstants.SectionRel => CountEntries(index, Unsafe.SizeOf<ElfRel>()),
            _ => new ElfCrel(_file, range, index).Count,
        };

        _isDecoded[index] = (int)count;
        _relocationCounts[(int)header.Info] += (int)count;
        _relocationTotal += (int)count;
    }

    // The places of a compressed section are offsets in what it will be, not in what it is.
    private bool HidesPlaces(in ElfSectionHeader target) =>
        (target.Flags & ElfConstants.FlagCompressed) != 0
        || (target.Flags & ElfConstants.FlagAlloc) == 0 && _file.Bytes.Slice(SectionName(target.Name)).StartsWith(".zdebug"u8);

    private readonly uint CountEntries(int index, int size)
    {
        CheckEntries(index, size);
        return (uint)(_headers[index].Size / (ulong)size);
    }

    private void ReadRelocations(ref LinkGraphBuilder builder)
    {
        if (_relocationTotal == 0)
        {
            return;
        }

        // From counts to cursors: a section's relocations stay together even when several tables patch it.
        ReadOnlySpan<Section> sections = builder.Sections;
        for (int i = 0; i < sections.Length; i++)
        {
            _relocationCounts[i] = sections[i].FirstRelocation;
        }

        for (int i = 1; i < _headers.Length; i++)
        {
            if (_isDecoded[i] == 0)
            {
                continue;
            }

            ref readonly ElfSectionHeader header = ref _headers[i];
            if (_symbolTableIndex == 0 || header.Link != (uint)_symbolTableIndex)
            {
                Fail(i, "sh_link", header.Link, $"section {header.Link} is not the symbol table");
            }

            int patched = (int)header.Info, count = _isDecoded[i];
            ref int cursor = ref _relocationCounts[patched];
            Span<Relocation> into = builder.Relocations.Slice(cursor, count);
            cursor += count;
            RelocationDoor door = builder.Open(patched, count);
            switch (header.Type)
            {
                case ElfConstants.SectionRela:
                    ReadRela(i, into, door);
                    break;
                case ElfConstants.SectionRel:
                    ReadRel(i, into, in sections[patched], door);
                    break;
                default:
                    ReadCrel(i, into, in sections[patched], door);
                    break;
            }
        }
    }

    private readonly void ReadRela(int index, Span<Relocation> into, RelocationDoor door)
    {
        ReadOnlySpan<ElfRela> entries = MemoryMarshal.Cast<byte, ElfRela>(_file.Bytes.Slice(ContentOf(index)))[..into.Length];
        ReadOnlySpan<RelocKind> kinds = _machine.Kinds;
        for (int i = 0; i < into.Length; i++)
        {
            ref readonly ElfRela entry = ref entries[i];
            uint type = (uint)entry.Info;
            if (type >= (uint)kinds.Length || entry.Offset > uint.MaxValue)
            {
                CheckEntry(index, i, entry.Offset, type);
            }

            RelocKind kind = type < (uint)kinds.Length ? kinds[(int)type] : RelocKind.Refused;
            into[i] = new Relocation(entry.Addend, (uint)entry.Offset, new SymbolId((uint)(entry.Info >> 32)), default, kind, (ushort)type);
            door.Admit(in into[i], i);
        }
    }

    private readonly void ReadRel(int index, Span<Relocation> into, in Section target, RelocationDoor door)
    {
        ReadOnlySpan<ElfRel> entries = MemoryMarshal.Cast<byte, ElfRel>(_file.Bytes.Slice(ContentOf(index)));
        for (int i = 0; i < into.Length; i++)
        {
            into[i] = WithAddendInPlace(index, i, entries[i].Offset, (uint)entries[i].Info, (uint)(entries[i].Info >> 32), in target);
            door.Admit(in into[i], i);
        }
    }

    private readonly void ReadCrel(int index, Span<Relocation> into, in Section target, RelocationDoor door)
    {
        var entries = new ElfCrel(_file, ContentOf(index), index);
        for (int i = 0; i < into.Length; i++)
        {
            entries.Next(i, out ElfCrelEntry entry);
            if (entries.HasAddends)
            {
                RelocKind kind = KindOf(index, i, entry.Offset, entry.Type);
                into[i] = new Relocation(entry.Addend, (uint)entry.Offset, new SymbolId(entry.Symbol), default, kind, (ushort)entry.Type);
            }
            else
            {
                into[i] = WithAddendInPlace(index, i, entry.Offset, entry.Type, entry.Symbol, in target);
            }

            door.Admit(in into[i], i);
        }
    }

    private readonly Relocation WithAddendInPlace(int index, int i, ulong offset, uint type, uint symbol, in Section target)
    {
        RelocKind kind = KindOf(index, i, offset, type);
        ref readonly RelocForm form = ref RelocTable.For(kind);
        long addend = 0;
        if (form.Field.Size != 0)
        {
            // The graph's proof comes later; the bytes are needed now.
            if (offset > target.Content.Size || form.Field.Size > target.Content.Size - offset)
            {
                Throw.Format(FileName, $"section {index}, relocation", i, ContentOf(index).Offset, offset, $"its place at 0x{offset:x} does not lie inside the section that it patches");
            }

            addend = Patch.ReadAddend(in form, _file.Bytes.Slice((int)(target.Content.Offset + offset), form.Field.Size));
        }

        return new Relocation(addend, (uint)offset, new SymbolId(symbol), default, kind, (ushort)type);
    }

    private readonly RelocKind KindOf(int index, int i, ulong offset, uint type)
    {
        CheckEntry(index, i, offset, type);
        return type < (uint)_machine.Kinds.Length ? _machine.Kinds[(int)type] : RelocKind.Refused;
    }

    // What the graph's narrower fields cannot hold is an error, never cut short.
    private readonly void CheckEntry(int index, int i, ulong offset, uint type)
    {
        if (type > ushort.MaxValue)
        {
            Throw.Format(FileName, $"section {index}, relocation", i, ContentOf(index).Offset, type, $"the type {type} is not assigned by {_machine.Document}");
        }

        if (offset > uint.MaxValue)
        {
            Throw.Format(FileName, $"section {index}, relocation", i, ContentOf(index).Offset, offset, $"its place at 0x{offset:x} does not lie inside the section that it patches");
        }
    }
}
