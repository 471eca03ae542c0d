using System.Buffers;
using System.Text;
using Linker.Relocs;

namespace Linker.Loader;

/// <summary>Graphs that no file was read for: code that the linker itself needs, as content and equations like any other.</summary>
internal static class SyntheticGraph
{
    private const uint DataAlignment = 64;

    // The format's own numbers are nobody's here: a kind is its own name.
    private static readonly RelocationNames Kinds = new(number => ((RelocKind)number).ToString(), number => ((RelocKind)number).ToString());

    /// <summary>A table of equal pieces of code, each tied to an entry of its own in a writable table.</summary>
    /// <param name="fileName">How messages call the graph.</param>
    /// <param name="format">What images it is to be linked with.</param>
    /// <param name="machine">Of the code.</param>
    /// <param name="code">One piece; its size is the alignment of the table and a power of two.</param>
    /// <param name="fixups">Of the piece; their target is the start of its entry.</param>
    /// <param name="data">All entries, one after the other and equal in size. The table has whole cache lines, so that nobody else's writes slow its readers.</param>
    /// <param name="names">The pieces' names, exported as functions; or none.</param>
    /// <param name="count">How many pieces.</param>
    internal static LinkGraph Table(
        string fileName, ObjectFormat format, Machine machine, ReadOnlySpan<byte> code, ReadOnlySpan<StubFixup> fixups, ReadOnlySpan<byte> data, IReadOnlyList<string> names, int count)
    {
        ReadOnlySpan<byte> codeName = format == ObjectFormat.MachO ? "__text"u8 : ".text"u8, dataName = format == ObjectFormat.MachO ? "__data"u8 : ".data"u8;
        var content = new ArrayBufferWriter<byte>(checked((count * code.Length) + data.Length + 256));
        for (int i = 0; i < count; i++)
        {
            content.Write(code);
        }

        var codeRange = new FileRange(0, (uint)content.WrittenCount);
        FileRange dataRange = Append(content, data);
        int padding = -data.Length & ((int)DataAlignment - 1);
        dataRange = dataRange with { Size = dataRange.Size + Append(content, stackalloc byte[padding]).Size };
        GraphTables tables = GraphTables.Rent();
        Span<Section> sections = tables.Sections(3);
        sections[0] = new Section { Alignment = 1, Comdat = -1, Role = SectionRole.Metadata };
        sections[1] = new Section
        {
            Content = codeRange,
            Name = Append(content, codeName),
            Size = codeRange.Size,
            Alignment = (ulong)code.Length,
            RelocationCount = count * fixups.Length,
            Comdat = -1,
            Priority = InitializerNames.Last,
            Flags = SectionFlags.Load | SectionFlags.Execute,
        };
        sections[2] = new Section
        {
            Content = dataRange,
            Name = Append(content, dataName),
            Size = dataRange.Size,
            Alignment = DataAlignment,
            Comdat = -1,
            Priority = InitializerNames.Last,
            Flags = SectionFlags.Load | SectionFlags.Write,
        };

        Span<Symbol> symbols = tables.Symbols(2 + names.Count);
        symbols[0] = default;
        symbols[1] = new Symbol { Kind = SymbolKind.Section, Section = new SectionId(2), Place = SymbolPlace.Section };
        for (int i = 0; i < names.Count; i++)
        {
            symbols[2 + i] = new Symbol
            {
                Name = Append(content, names[i]),
                Binding = SymbolBinding.Global,
                Kind = SymbolKind.Function,
                Section = new SectionId(1),
                Place = SymbolPlace.Section,
                Value = (ulong)(i * code.Length),
                Size = (ulong)code.Length,
            };
        }

        Span<Relocation> relocations = tables.Relocations(count * fixups.Length);
        int entrySize = data.Length / count;
        for (int i = 0; i < relocations.Length; i++)
        {
            int piece = i / fixups.Length;
            StubFixup fixup = fixups[i % fixups.Length];
            relocations[i] = new Relocation(fixup.Addend + (piece * entrySize), (uint)((piece * code.Length) + fixup.Offset), new SymbolId(1), default, fixup.Kind, (ushort)fixup.Kind);
        }

        tables.Uses(symbols.Length).Clear();
        var builder = new LinkGraphBuilder
        {
            FileName = fileName,
            File = content.WrittenMemory,
            Format = format,
            Machine = machine,
            Features = ObjectFeatures.IndirectBranchTracking | ObjectFeatures.ShadowStack,
            Tables = tables,
            Sections = sections,
            Symbols = symbols,
            Relocations = relocations,
            Comdats = [],
            Names = Kinds,
        };
        RelocationDoor door = builder.Open(1, relocations.Length);
        for (int i = 0; i < relocations.Length; i++)
        {
            door.Admit(in relocations[i], i);
        }

        return builder.Build();
    }

    private static FileRange Append(ArrayBufferWriter<byte> content, ReadOnlySpan<byte> more)
    {
        var range = new FileRange((uint)content.WrittenCount, (uint)more.Length);
        content.Write(more);
        return range;
    }

    private static FileRange Append(ArrayBufferWriter<byte> content, string name)
    {
        uint start = (uint)content.WrittenCount;
        return new FileRange(start, (uint)Encoding.UTF8.GetBytes(name, content));
    }
}
