using System.Runtime.CompilerServices;

namespace Linker.Loader;

internal ref partial struct MachOReader
{
    private readonly ulong HeaderOffset(int index) => _headersOffset + ((ulong)index * (uint)Unsafe.SizeOf<MachOSection>());

    private readonly void FailSection(int index, string field, ulong value, string problem) =>
        Throw.Format(FileName, $"section header {index + 1}, {field}", -1, HeaderOffset(index), value, problem);

    /// <summary>A name of at most sixteen bytes in its own field.</summary>
    private readonly FileRange FixedName(ulong offset)
    {
        const int Width = 16;
        int size = _file.Bytes.Slice((int)offset, Width).IndexOf((byte)0);
        return new FileRange((uint)offset, (uint)(size < 0 ? Width : size));
    }

    private readonly FileRange NameOf(int index) => FixedName(HeaderOffset(index));

    private readonly ReadOnlySpan<byte> SegmentOf(int index) => _file.Bytes.Slice(FixedName(HeaderOffset(index) + 16));

    private readonly bool Is(int index, ReadOnlySpan<byte> name) => _file.Bytes.Slice(NameOf(index)).SequenceEqual(name);

    private static uint TypeOf(in MachOSection header) => header.Flags & MachOConstants.TypeMask;

    private readonly bool IsLoaded(int index) =>
        (_headers[index].Flags & MachOConstants.AttributeDebug) == 0 && SegmentOf(index) is var segment
        && !segment.SequenceEqual("__DWARF"u8) && !segment.SequenceEqual("__LD"u8) && !segment.SequenceEqual("__LLVM"u8);

    private static bool IsZeroFill(in MachOSection header) =>
        TypeOf(in header) is MachOConstants.TypeZeroFill or MachOConstants.TypeLargeZeroFill or MachOConstants.TypeThreadZeroFill;

    private static bool HasBytes(in MachOSection header) => header.Size != 0 && !IsZeroFill(in header);

    private static bool HasCode(in MachOSection header) => (header.Flags & (MachOConstants.AttributePureCode | MachOConstants.AttributeSomeCode)) != 0;

    private static bool IsThreadLocal(in MachOSection header) => TypeOf(in header) is MachOConstants.TypeThreadData or MachOConstants.TypeThreadZeroFill;

    // Sections whose entries are the addresses of symbols that only a table of the file names.
    private static bool HasPointers(in MachOSection header) =>
        TypeOf(in header) is MachOConstants.TypeNonLazyPointers or MachOConstants.TypeLazyPointers or MachOConstants.TypeLazyLibraryPointers or MachOConstants.TypeThreadPointers;

    private readonly FileRange ContentOf(int index) =>
        HasBytes(in _headers[index]) ? _file.Range(_headers[index].Offset, _headers[index].Size, "section", index + 1) : default;

    private readonly Span<Section> ReadSections()
    {
        Span<Section> sections = _tables.Sections(PartCount + (_frames is null ? 1 : 2));
        sections[0] = new Section { Alignment = 1, Comdat = -1, Role = SectionRole.Metadata };
        int first = 0;
        for (int i = 0; i < _headers.Length; i++)
        {
            Section whole = ReadSection(i);
            for (int part = FirstPart(i); part < FirstPart(i + 1); part++)
            {
                sections[part] = Cut(in whole, part) with { FirstRelocation = first, RelocationCount = _relocationCounts[part] };
                first += _relocationCounts[part];
            }
        }

        foreach (ref readonly MachOSymbol symbol in _symbols)
        {
            if (symbol.Says(MachOConstants.NoDeadStrip) && SectionOf(in symbol) is var section and >= 0)
            {
                ref Section kept = ref sections[PartAt(section, symbol.Value - _headers[section].Address)];
                kept = kept with { Flags = kept.Flags | SectionFlags.Keep };
            }
        }

        if (_frames is not null)
        {
            sections[^1] = new Section
            {
                Name = FrameWriter.Name((uint)_memory.Length),
                Content = _frames.Content((uint)_memory.Length),
                Size = _frames.Content(0).Size,
                Alignment = sizeof(ulong),
                Comdat = -1,
                Priority = InitializerNames.Last,
                Flags = SectionFlags.Load,
                Role = SectionRole.Unwind,
                FirstRelocation = first,
                RelocationCount = _relocationCounts[PartCount + 1],
            };
        }

        return sections;
    }

    private readonly Section ReadSection(int index)
    {
        ref readonly MachOSection header = ref _headers[index];
        uint type = TypeOf(in header);
        if (header.Alignment > 32)
        {
            FailSection(index, "align", header.Alignment, $"an alignment of 2^{header.Alignment} is more than an address space has");
        }

        bool isLoaded = IsLoaded(index);
        if (isLoaded)
        {
            RefuseType(index, type);
        }

        bool isCode = HasCode(in header) || (isLoaded && Is(index, "__text"u8));
        ReadOnlySpan<byte> segment = SegmentOf(index);
        SectionFlags flags = isLoaded ? SectionFlags.Load : SectionFlags.None;
        flags |= segment.SequenceEqual("__TEXT"u8) || segment.SequenceEqual("__DATA_CONST"u8) ? 0 : SectionFlags.Write;
        flags |= isCode ? SectionFlags.Execute : 0;
        flags |= (header.Flags & MachOConstants.AttributeNoDeadStrip) != 0 ? SectionFlags.Keep : 0;
        flags |= IsZeroFill(in header) ? SectionFlags.ZeroFill : 0;
        flags |= IsThreadLocal(in header) ? SectionFlags.ThreadLocal : 0;
        flags |= type is MachOConstants.TypeCStrings ? SectionFlags.Merge | SectionFlags.Strings : 0;
        flags |= LiteralSizeOf(type) != 0 ? SectionFlags.Merge : 0;
        return new Section
        {
            Name = NameOf(index),
            Content = ContentOf(index),
            Size = header.Size,
            Alignment = 1UL << (int)header.Alignment,
            FormatFlags = header.Flags & ~MachOConstants.TypeMask,
            FormatType = type,
            Comdat = -1,
            EntrySize = LiteralSizeOf(type),
            Priority = InitializerNames.Last,
            Flags = flags,
            Role = !isLoaded ? (Is(index, "__compact_unwind"u8) ? SectionRole.Metadata : SectionRole.Ordinary)
                : _isFrames[index] ? SectionRole.Unwind
                : type switch
                {
                    MachOConstants.TypeInitializers => SectionRole.Initializers,
                    MachOConstants.TypeInitializerOffsets => SectionRole.InitializerOffsets,
                    MachOConstants.TypeTerminators => SectionRole.Finalizers,
                    MachOConstants.TypeThreadVariables => SectionRole.ThreadVariables,
                    0 when Is(index, "__llvm_stackmaps"u8) && segment.SequenceEqual("__LLVM_STACKMAPS"u8) => SectionRole.StackMaps,
                    _ => SectionRole.Ordinary,
                },
        };
    }

    private static uint LiteralSizeOf(uint type) => type switch
    {
        MachOConstants.Type4ByteLiterals => 4,
        MachOConstants.Type8ByteLiterals or MachOConstants.TypeLiteralPointers => 8,
        MachOConstants.Type16ByteLiterals => 16,
        _ => 0,
    };

    // What would be loaded and then not do what it is for.
    private readonly void RefuseType(int index, uint type)
    {
        string? problem = type switch
        {
            MachOConstants.TypeStubs => "it holds stubs, which a linker makes; pass the objects that this file was made from",
            MachOConstants.TypeInterposing => "it replaces functions in the whole process (__interpose), which is not supported",
            MachOConstants.TypeThreadInitializers => "it holds functions that initialise thread-local variables, which no compiler for arm64 or x86-64 asks for",
            > MachOConstants.TypeLast => $"the section type 0x{type:x} is not known",
            _ => null,
        };
        if (problem is not null)
        {
            FailSection(index, "flags", type, problem);
        }
    }
}
