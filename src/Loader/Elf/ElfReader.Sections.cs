using System.Runtime.InteropServices;

namespace Linker.Loader;

internal ref partial struct ElfReader
{
    private Span<Section> ReadSections()
    {
        Span<Section> sections = _tables.Sections(_headers.Length);
        int first = 0;
        sections[0] = new Section { Alignment = 1, Comdat = -1, Role = SectionRole.Metadata };
        for (int i = 1; i < sections.Length; i++)
        {
            ref readonly ElfSectionHeader header = ref _headers[i];
            bool zeroFill = header.Type == ElfConstants.SectionNoBits;
            bool absent = header.Type == ElfConstants.SectionNull;
            FileRange name = absent ? default : SectionName(header.Name);
            ReadOnlySpan<byte> nameBytes = _file.Bytes.Slice(name);
            SectionFlags flags = FlagsOf(in header);
            int priority = InitializerNames.Last;
            SectionRole role = SectionRole.Metadata;
            if (ElfSectionRoles.IsMetadata(header.Type))
            {
                flags &= ~SectionFlags.Load;
            }
            else
            {
                role = ElfSectionRoles.RoleOf(_machine, in header, nameBytes, flags, out priority);
            }

            FileRange content = zeroFill || absent ? default : ContentOf(i);
            sections[i] = new Section
            {
                Content = content,
                Name = name,
                Size = zeroFill ? header.Size : content.Size,
                Alignment = Math.Max(header.Alignment, 1),
                FormatFlags = header.Flags,
                FormatType = header.Type,
                FirstRelocation = first,
                RelocationCount = _relocationCounts[i],
                Comdat = _comdatOfSection.IsEmpty && !IsLinkonce(nameBytes) ? -1 : ComdatOf(i, name, nameBytes),
                LinkedTo = (header.Flags & ElfConstants.FlagLinkOrder) != 0 ? new SectionId(header.Link) : default,
                EntrySize = header.EntrySize <= uint.MaxValue ? (uint)header.EntrySize : 0,
                Priority = priority,
                Flags = flags,
                Role = role,
            };

            first += _relocationCounts[i];
            if ((flags & SectionFlags.Load) == 0)
            {
                SeeUnloaded(ref sections[i], nameBytes);
            }

            if (header.Type == ElfConstants.SectionNote && nameBytes.SequenceEqual(".note.gnu.property"u8))
            {
                Charge(i);
                _features |= ElfPropertyNotes.Read(_machine, _file, content, i);
            }
        }

        return sections;
    }

    private FileRange SectionName(uint offset) => _sectionNamesIndex == 0 ? default : _sectionNames.Name(offset);

    /// <summary>What only the name of a section that is not loaded says.</summary>
    private void SeeUnloaded(ref Section section, ReadOnlySpan<byte> name)
    {
        _hasGccLto |= name.StartsWith(".gnu.lto_"u8);
        if ((section.Flags & SectionFlags.Execute) != 0 && name.SequenceEqual(".note.GNU-stack"u8))
        {
            _features |= ObjectFeatures.ExecutableStack;
        }

        if (name.StartsWith(".zdebug"u8))
        {
            section = section with { Flags = section.Flags | SectionFlags.Compressed };
        }
    }

    private readonly SectionFlags FlagsOf(in ElfSectionHeader header)
    {
        ulong bits = header.Flags;
        var flags = SectionFlags.None;
        flags |= (bits & (ElfConstants.FlagAlloc | ElfConstants.FlagExclude)) == ElfConstants.FlagAlloc ? SectionFlags.Load : 0;
        flags |= (bits & ElfConstants.FlagWrite) != 0 ? SectionFlags.Write : 0;
        flags |= (bits & ElfConstants.FlagExecute) != 0 ? SectionFlags.Execute : 0;
        flags |= (bits & ElfConstants.FlagMerge) != 0 ? SectionFlags.Merge : 0;
        flags |= (bits & ElfConstants.FlagStrings) != 0 ? SectionFlags.Strings : 0;
        flags |= (bits & ElfConstants.FlagThreadLocal) != 0 ? SectionFlags.ThreadLocal : 0;
        flags |= (bits & _machine.LargeFlag) != 0 ? SectionFlags.Large : 0;
        flags |= (bits & ElfConstants.FlagExclude) != 0 ? SectionFlags.Exclude : 0;
        flags |= (bits & ElfConstants.FlagRetain) != 0 ? SectionFlags.Keep : 0;
        flags |= header.Type == ElfConstants.SectionNoBits ? SectionFlags.ZeroFill : 0;
        flags |= (bits & ElfConstants.FlagCompressed) != 0 ? SectionFlags.Compressed : 0;
        return flags;
    }

    /// <summary>Finds the symbol table, and counts the relocations that each section will own.</summary>
    private void FindTables(bool includeUnloaded)
    {
        Span<int> numbers = _tables.SectionNumbers(_headers.Length * 2);
        _relocationCounts = numbers[.._headers.Length];
        _isDecoded = numbers[_headers.Length..];
        for (int i = 1; i < _headers.Length; i++)
        {
            ref readonly ElfSectionHeader header = ref _headers[i];
            switch (header.Type)
            {
                case ElfConstants.SectionSymbolTable:
                    TakeSymbolTable(i);
                    break;
                case ElfConstants.SectionSymbolIndexes:
                    TakeSymbolIndexes(i);
                    break;
                case ElfConstants.SectionRela or ElfConstants.SectionRel or ElfConstants.SectionCrel:
                    CountRelocations(i, includeUnloaded);
                    break;
                case ElfConstants.SectionGroup:
                    _groupCount++;
                    break;
            }

            if ((header.Flags & (ElfConstants.FlagCompressed | ElfConstants.FlagAlloc)) == (ElfConstants.FlagCompressed | ElfConstants.FlagAlloc))
            {
                Fail(i, "sh_flags", header.Flags, "a section that is loaded may not be compressed");
            }
        }
    }
}
