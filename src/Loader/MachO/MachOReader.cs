using System.Runtime.CompilerServices;
using Linker.Relocs;

namespace Linker.Loader;

/// <summary>
/// Reads a Mach-O object for x86-64 or arm64. Graph section i is the file's section i, or, where they are to be apart, the i-th subsection; graph symbol i + 1 is the file's symbol i, and behind those stand
/// a symbol for every graph section and those that indirect symbols stand for. Call frame records that only compact unwind information describes become a section of their own behind the file's.
/// </summary>
internal ref partial struct MachOReader
{
    private readonly ReadOnlyMemory<byte> _memory;
    private readonly ByteReader _file;
    private readonly GraphTables _tables;
    private readonly MachOMachine _machine;
    private readonly int _branchBias;
    private readonly bool _hasSubsections;
    private ReadOnlySpan<MachOSection> _headers;
    private ulong _headersOffset;
    private ReadOnlySpan<MachOSymbol> _symbols;
    private ulong _symbolsOffset;
    private ReadOnlySpan<uint> _indirect;
    private StringTable _names;
    private List<Directive>? _directives;

    // Tables may not overlap: what all of them together hold is paid from the file's own length, which bounds time and memory.
    private ulong _budget;

    // Null where sections of the graph are those of the file.
    private Parts? _parts;

    // By section of the file: whether it holds call frame records. Asked for every relocation.
    private readonly bool[] _isFrames;

    // By section number of the graph: relocations that it has.
    private Span<int> _relocationCounts;

    // By section of the file: whether its table of relocations is paid.
    private readonly bool[] _isPaid;

    // By section of the file: the relocations of records that describe frames, and what they need besides. Null for all other sections.
    private readonly List<Relocation>?[] _frameRelocations;

    // The records that the file has not.
    private FrameWriter? _frames;

    internal MachOReader(ReadOnlyMemory<byte> file, string fileName, GraphTables tables)
    {
        _memory = file;
        _file = new ByteReader(file.Span, fileName);
        _tables = tables;
        _budget = (ulong)file.Length;
        MachOHeader header = MachOIdentity.Read(_file, out _machine);
        _branchBias = MachineAbi.For(_machine.Machine).BranchBias;
        _hasSubsections = (header.Flags & MachOConstants.FlagSubsections) != 0;
        ReadCommands(in header);
        _isPaid = new bool[_headers.Length];
        _frameRelocations = new List<Relocation>?[_headers.Length];
        _isFrames = new bool[_headers.Length];
        for (int i = 0; i < _isFrames.Length; i++)
        {
            _isFrames[i] = IsLoaded(i) && Is(i, "__eh_frame"u8);
        }
    }

    private readonly string FileName => _file.FileName;

    // The graph's symbol of a section of the graph.
    private readonly SymbolId SymbolOfSection(uint section) => new((uint)_symbols.Length + section);

    internal LinkGraph Read(bool includeUnloaded, bool splitSubsections)
    {
        _parts = splitSubsections && _hasSubsections ? FindParts() : null;
        _relocationCounts = _tables.SectionNumbers(PartCount + 2);
        Span<Symbol> symbols = ReadSymbols();
        ReadFrames();
        int total = CountRelocations(includeUnloaded);
        Span<Section> sections = ReadSections();
        _tables.Uses(symbols.Length).Clear();
        var builder = new LinkGraphBuilder
        {
            FileName = FileName,
            File = _memory,
            Added = _frames?.Bytes ?? default,
            IsSplit = splitSubsections,
            Format = ObjectFormat.MachO,
            Machine = _machine.Machine,
            Tables = _tables,
            Sections = sections,
            Symbols = symbols,
            Relocations = _tables.Relocations(total),
            Comdats = [],
            Names = _machine.Names,
            Directives = _directives is null ? [] : [.. _directives],
        };
        ReadRelocations(ref builder, includeUnloaded);
        return builder.Build();
    }

    private void ReadCommands(in MachOHeader header)
    {
        ulong position = (uint)Unsafe.SizeOf<MachOHeader>();
        _file.Slice(position, header.CommandsSize, "load commands");
        ulong end = position + header.CommandsSize;
        ulong seen = 0;
        for (uint i = 0; i < header.CommandCount; i++)
        {
            MachOCommand command = end - position < (uint)Unsafe.SizeOf<MachOCommand>() ? default : _file.Read<MachOCommand>(position, "load command");
            if (command.Size < (uint)Unsafe.SizeOf<MachOCommand>() || command.Size > end - position)
            {
                Throw.Format(FileName, "load command", i, position, command.Size, $"it has 0x{command.Size:x} bytes, and 0x{end - position:x} are left of all commands");
            }

            if (OnlyOnce(command.Kind) is { } name)
            {
                if ((seen & (1UL << (int)command.Kind)) != 0)
                {
                    Throw.Format(FileName, "load command", i, position, command.Kind, $"it is a second {name}, and an object has one");
                }

                seen |= 1UL << (int)command.Kind;
            }

            switch (command.Kind)
            {
                case MachOConstants.CommandSegment64:
                    ReadSegment(position, command.Size);
                    break;
                case MachOConstants.CommandSegment32:
                    Throw.Format(FileName, "load command", i, position, command.Kind, "it is a 32-bit segment in a 64-bit object");
                    break;
                case MachOConstants.CommandSymbols:
                    ReadSymbolTable(position, command.Size);
                    break;
                case MachOConstants.CommandDynamicSymbols:
                    ReadIndirectSymbols(position, command.Size);
                    break;
                case MachOConstants.CommandLinkerOption:
                    ReadLinkerOption(position, command.Size);
                    break;
                case MachOConstants.CommandDataInCode:
                    // Where tables lie among instructions is for disassemblers; that it lies in the file is proved.
                    Need(position, command.Size, 16, "data in code");
                    _file.Slice(_file.Read<uint>(position + 8, "data in code"), _file.Read<uint>(position + 12, "data in code"), "data in code");
                    break;
            }

            position += command.Size;
        }
    }

    // What an object has one of, all numbers below 64.
    private static string? OnlyOnce(uint kind) => kind switch
    {
        MachOConstants.CommandSegment64 => "segment",
        MachOConstants.CommandSymbols => "symbol table",
        MachOConstants.CommandDynamicSymbols => "dynamic symbol table",
        _ => null,
    };

    private readonly void Need(ulong position, uint size, uint needed, string structure)
    {
        if (size < needed)
        {
            Throw.Format(FileName, structure, -1, position, size, $"its load command has {size} bytes and needs {needed}");
        }
    }

    private void ReadSegment(ulong position, uint size)
    {
        Need(position, size, (uint)Unsafe.SizeOf<MachOSegment>(), "segment");
        MachOSegment segment = _file.Read<MachOSegment>(position, "segment");
        const uint Limit = 255;
        if (segment.SectionCount > Limit)
        {
            Throw.Format(FileName, "segment, nsects", -1, position, segment.SectionCount, $"{segment.SectionCount} sections, and symbols know {Limit}");
        }

        uint headers = segment.SectionCount * (uint)Unsafe.SizeOf<MachOSection>();
        Need(position, size, (uint)Unsafe.SizeOf<MachOSegment>() + headers, "segment");
        _headersOffset = position + (uint)Unsafe.SizeOf<MachOSegment>();
        _headers = _file.Table<MachOSection>(_headersOffset, segment.SectionCount, "section headers");
    }

    private void ReadSymbolTable(ulong position, uint size)
    {
        Need(position, size, (uint)Unsafe.SizeOf<MachOSymbolTable>(), "symbol table");
        MachOSymbolTable table = _file.Read<MachOSymbolTable>(position, "symbol table");
        ulong bytes = table.Count * (ulong)Unsafe.SizeOf<MachOSymbol>();
        _symbols = _file.Table<MachOSymbol>(table.Offset, table.Count, "symbol table");
        Charge(bytes, "symbol table", table.Offset);
        _symbolsOffset = table.Offset;
        _names = new StringTable(_file, _file.Range(table.NameOffset, table.NameSize, "string table"), "string table");
    }

    private void ReadIndirectSymbols(ulong position, uint size)
    {
        const uint OffsetField = 56, CountField = 60, Size = 80;
        Need(position, size, Size, "dynamic symbol table");
        uint count = _file.Read<uint>(position + CountField, "dynamic symbol table");
        if (count != 0)
        {
            uint offset = _file.Read<uint>(position + OffsetField, "dynamic symbol table");
            _indirect = _file.Table<uint>(offset, count, "indirect symbols");
            Charge(count * (ulong)sizeof(uint), "indirect symbols", offset);
        }
    }

    // Strings one after another: "-lz", or "-framework" and its name.
    private void ReadLinkerOption(ulong position, uint size)
    {
        const uint Header = 12;
        Need(position, size, Header, "linker option");
        uint count = _file.Read<uint>(position + 8, "linker option");
        ReadOnlySpan<byte> text = _file.Slice(position + Header, size - Header, "linker option");
        int at = 0;
        for (uint i = 0; i < count; i++)
        {
            int length = text[at..].IndexOf((byte)0);
            if (length < 0)
            {
                Throw.Format(FileName, "linker option", i, position + Header + (uint)at, count, $"{count} strings are announced, and this one does not end");
            }

            bool isLibrary = length > 2 && text[at..].StartsWith("-l"u8);
            int skipped = isLibrary ? 2 : 0;
            (_directives ??= []).Add(new Directive(
                isLibrary ? DirectiveKind.DefaultLibrary : DirectiveKind.Unknown,
                new FileRange((uint)(position + Header) + (uint)(at + skipped), (uint)(length - skipped))));
            at += length + 1;
        }
    }

    private void Charge(ulong size, string structure, ulong offset)
    {
        if (size > _budget)
        {
            Throw.Format(FileName, structure, -1, offset, size, "its bytes are also others': tables overlap");
        }

        _budget -= size;
    }
}
