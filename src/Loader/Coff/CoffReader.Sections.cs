using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Linker.Loader;

internal ref partial struct CoffReader
{
    private readonly ulong HeaderOffset(int index) => _sectionTableOffset + ((ulong)index * (uint)Unsafe.SizeOf<CoffSectionHeader>());

    private readonly void FailSection(int index, string field, ulong value, string problem) =>
        Throw.Format(FileName, $"section header {index + 1}, {field}", -1, HeaderOffset(index), value, problem);

    /// <summary>Counts the relocations that each section will own, and the COMDATs.</summary>
    private void CountSections(bool includeUnloaded)
    {
        for (int i = 0; i < _headers.Length; i++)
        {
            ref readonly CoffSectionHeader header = ref _headers[i];
            _comdatSections += (header.Characteristics & CoffConstants.SectionComdat) != 0 ? 1 : 0;
            if (header.RelocationCount == 0 || !(includeUnloaded || IsLoaded(header.Characteristics)))
            {
                continue;
            }

            (ulong offset, uint count) = RelocationsOf(i);
            Charge(count * (ulong)Unsafe.SizeOf<CoffRelocation>(), $"section header {i + 1}, PointerToRelocations", HeaderOffset(i));
            _file.Slice(offset, count * (ulong)Unsafe.SizeOf<CoffRelocation>(), "relocations of section", i + 1);
            _relocationCounts[i + 1] = (int)count;
            _relocationTotal += (int)count;
        }
    }

    /// <summary>Where a section's relocations are. More than 65 534 do not fit the header: the first record has their number, itself included.</summary>
    private readonly (ulong Offset, uint Count) RelocationsOf(int index)
    {
        ref readonly CoffSectionHeader header = ref _headers[index];
        if ((header.Characteristics & CoffConstants.SectionManyRelocations) == 0 || header.RelocationCount != ushort.MaxValue)
        {
            return (header.RelocationOffset, header.RelocationCount);
        }

        uint count = _file.Read<CoffRelocation>(header.RelocationOffset, "first relocation").Place;
        if (count == 0)
        {
            FailSection(index, "NumberOfRelocations", 0, "the first relocation says that there are none, not even itself");
        }

        return (header.RelocationOffset + (ulong)Unsafe.SizeOf<CoffRelocation>(), count - 1);
    }

    private static bool IsLoaded(uint characteristics) =>
        (characteristics & (CoffConstants.SectionInfo | CoffConstants.SectionRemove | CoffConstants.SectionDiscardable)) == 0;

    private Span<Section> ReadSections()
    {
        Span<Section> sections = _tables.Sections(_headers.Length + 1 + (_declared?.Count ?? 0));
        sections[0] = new Section { Alignment = 1, Comdat = -1, Role = SectionRole.Metadata };
        int first = 0;
        Dictionary<string, int>? functions = null;
        for (int i = 0; i < _headers.Length; i++)
        {
            ref readonly CoffSectionHeader header = ref _headers[i];
            FileRange name = SectionName(i);
            bool zeroFill = (header.Characteristics & CoffConstants.SectionUninitialized) != 0 && header.RawOffset == 0;
            if (!zeroFill && header.RawOffset == 0 && header.RawSize != 0)
            {
                FailSection(i, "PointerToRawData", 0, $"{header.RawSize} bytes that are nowhere");
            }

            FileRange content = zeroFill || header.RawSize == 0 ? default : _file.Range(header.RawOffset, header.RawSize, "section", i + 1);
            sections[i + 1] = SectionOf(name, header.Characteristics, zeroFill) with
            {
                Content = content,
                Size = zeroFill ? header.RawSize : content.Size,
                FirstRelocation = first,
                RelocationCount = _relocationCounts[i + 1],
                Comdat = _comdatOf[i + 1] - 1,
                LinkedTo = new SectionId((uint)(_associates[i + 1] != 0 || _comdatOf[i + 1] != 0 ? _associates[i + 1] : FunctionOf(ref functions, name))),
            };
            first += _relocationCounts[i + 1];
            RefuseIntermediate(name);
        }

        for (int i = 0; i < (_declared?.Count ?? 0); i++)
        {
            sections[_headers.Length + 1 + i] = SectionOf(_declared![i].Name, _declared[i].Characteristics, false) with { Comdat = -1, FirstRelocation = first };
        }

        return sections;
    }

    /// <summary>GNU tools tie the unwind tables of a COMDAT function to it by the names alone: <c>.pdata$NAME</c> and <c>.xdata$NAME</c> share the fate of <c>.text$NAME</c>.</summary>
    /// <returns>The function's section, 0 when there is none.</returns>
    private int FunctionOf(ref Dictionary<string, int>? functions, FileRange name)
    {
        const int stem = 6;
        ReadOnlySpan<byte> text = _file.Bytes.Slice(name);
        if (text.Length <= stem + 1 || text[stem] != (byte)'$' || !(text.StartsWith(".pdata"u8) || text.StartsWith(".xdata"u8)))
        {
            return 0;
        }

        if (functions is null)
        {
            functions = new Dictionary<string, int>(StringComparer.Ordinal);
            for (int i = 0; i < _headers.Length; i++)
            {
                if (_comdatOf[i + 1] != 0 && SectionName(i) is var other && _file.Bytes.Slice(other).StartsWith(".text$"u8))
                {
                    functions.TryAdd(System.Text.Encoding.Latin1.GetString(_file.Bytes.Slice(other)[stem..]), i + 1);
                }
            }
        }

        return functions.GetValueOrDefault(System.Text.Encoding.Latin1.GetString(text[(stem + 1)..]));
    }

    private readonly Section SectionOf(FileRange name, uint characteristics, bool zeroFill)
    {
        ReadOnlySpan<byte> text = _file.Bytes.Slice(name);
        SectionFlags flags = IsLoaded(characteristics) ? SectionFlags.Load : SectionFlags.None;
        flags |= (characteristics & CoffConstants.SectionRemove) != 0 ? SectionFlags.Exclude : 0;
        flags |= (characteristics & CoffConstants.SectionWrite) != 0 ? SectionFlags.Write : 0;
        flags |= (characteristics & (CoffConstants.SectionExecute | CoffConstants.SectionCode)) != 0 ? SectionFlags.Execute : 0;
        flags |= zeroFill ? SectionFlags.ZeroFill : 0;
        flags |= CoffSectionRoles.IsThreadLocal(text) ? SectionFlags.ThreadLocal : 0;
        int priority = InitializerNames.Last;
        SectionRole role = IsLoaded(characteristics) ? CoffSectionRoles.Of(text, flags, out priority)
            : text.SequenceEqual(".drectve"u8) ? SectionRole.Metadata : SectionRole.Ordinary;

        // Bits 23:20 are 1 and the exponent; objects without them ask for nothing.
        int exponent = (int)((characteristics >> 20) & 15);
        return new Section
        {
            Name = name,
            Alignment = exponent is 0 or 15 ? 1UL : 1UL << (exponent - 1),
            FormatFlags = characteristics,
            Priority = priority,
            Flags = flags,
            Role = role,
        };
    }

    // Eight bytes, or a slash and a decimal offset in the string table, or two slashes and the offset in six digits of base 64.
    private FileRange SectionName(int index)
    {
        FileRange name = ShortName(HeaderOffset(index));
        ReadOnlySpan<byte> text = _file.Bytes.Slice(name);
        if (text.IsEmpty || text[0] != (byte)'/')
        {
            return name;
        }

        ulong offset = 0;
        if (text is [_, (byte)'/', ..])
        {
            foreach (byte digit in text[2..])
            {
                int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8.IndexOf(digit);
                if (value < 0)
                {
                    FailSection(index, "Name", digit, "its offset in the string table is no number of base 64");
                }

                offset = (offset * 64) + (ulong)value;
            }
        }
        else if (!Utf8Parser.TryParse(text[1..], out offset, out int used) || used != text.Length - 1)
        {
            FailSection(index, "Name", 0, "its offset in the string table is no number");
        }

        return LongName((uint)Math.Min(offset, uint.MaxValue), HeaderOffset(index));
    }

    private readonly void RefuseIntermediate(FileRange name)
    {
        ReadOnlySpan<byte> text = _file.Bytes.Slice(name);
        if (text.SequenceEqual(".llvmbc"u8) && _headers.Length == 1)
        {
            Throw.Format(FileName, "section .llvmbc", -1, name.Offset, 0, "it holds LLVM bitcode and no code; recompile without -flto");
        }
    }
}
