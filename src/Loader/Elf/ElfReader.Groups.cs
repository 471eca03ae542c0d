using System.Runtime.InteropServices;

namespace Linker.Loader;

internal ref partial struct ElfReader
{
    private void ReadGroups()
    {
        if (_groupCount == 0)
        {
            return;
        }

        _comdatOfSection = _tables.SectionOwners(_headers.Length);
        _comdats = _tables.Comdats(_groupCount);
        for (int i = 1; i < _headers.Length; i++)
        {
            if (_headers[i].Type == ElfConstants.SectionGroup)
            {
                ReadGroup(i);
            }
        }
    }

    // A group is a word of flags and then section indexes. Index −1 marks members of a group of which every copy is kept.
    private void ReadGroup(int index)
    {
        ref readonly ElfSectionHeader header = ref _headers[index];
        FileRange range = ContentOf(index);
        if (range.Size < sizeof(uint) || range.Size % sizeof(uint) != 0)
        {
            Fail(index, "sh_size", header.Size, "a section group is a number of 4-byte words, at least one");
        }

        Charge(index);
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(_file.Bytes.Slice(range));
        if ((words[0] & ~(ElfConstants.GroupComdat | ElfConstants.GroupReserved)) != 0)
        {
            Throw.Format(FileName, "section group", index, range.Offset, words[0], $"the flags 0x{words[0]:x} are not known");
        }

        int comdat = -1;
        if ((words[0] & ElfConstants.GroupComdat) != 0)
        {
            comdat = AddComdat(SignatureOf(index));
        }

        for (int i = 1; i < words.Length; i++)
        {
            uint member = words[i];
            ulong offset = range.Offset + (ulong)i * sizeof(uint);
            if (member == 0 || member >= (uint)_headers.Length || _headers[(int)member].Type == ElfConstants.SectionGroup)
            {
                Throw.Format(FileName, "section group", index, offset, member, $"section {member} cannot be a member");
            }

            ref int owner = ref _comdatOfSection[(int)member];
            if (owner != 0)
            {
                Throw.Format(FileName, "section group", index, offset, member, $"section {member} is already a member of a group");
            }

            owner = comdat < 0 ? -1 : comdat + 1;
        }
    }

    private FileRange SignatureOf(int index)
    {
        ref readonly ElfSectionHeader header = ref _headers[index];
        if (_symbolTableIndex == 0 || header.Link != (uint)_symbolTableIndex)
        {
            Fail(index, "sh_link", header.Link, $"section {header.Link} is not the symbol table");
        }

        if (header.Info >= (uint)_rawSymbols.Length)
        {
            Fail(index, "sh_info", header.Info, $"the signature is symbol {header.Info} of {_rawSymbols.Length}");
        }

        ElfSymbol symbol = _rawSymbols[(int)header.Info];
        if ((symbol.Info & 15) == ElfConstants.SymbolSection && symbol.SectionIndex is > 0 and < ElfConstants.IndexReserved && symbol.SectionIndex < _headers.Length)
        {
            return SectionName(_headers[symbol.SectionIndex].Name);
        }

        return _symbolNames.Name(symbol.Name);
    }

    /// <summary>The set that a section belongs to: its group, or the copies of a linkonce section, which are those of its full name.</summary>
    private int ComdatOf(int index, FileRange name, ReadOnlySpan<byte> nameBytes)
    {
        int owner = _comdatOfSection.IsEmpty ? 0 : _comdatOfSection[index];
        if (owner != 0)
        {
            return owner < 0 ? -1 : owner - 1;
        }

        return IsLinkonce(nameBytes) ? AddComdat(name) : -1;
    }

    private static bool IsLinkonce(ReadOnlySpan<byte> name) => name.StartsWith(".gnu.linkonce."u8);

    private int AddComdat(FileRange name)
    {
        if (_comdatCount == _comdats.Length)
        {
            // Linkonce sections are not counted beforehand: no compiler of this century makes them.
            Span<Comdat> known = _comdats;
            _comdats = _tables.Comdats(Math.Max(4, _comdatCount * 2));
            known.CopyTo(_comdats);
        }

        _comdats[_comdatCount] = new Comdat(name);
        return _comdatCount++;
    }
}
