using System.Runtime.CompilerServices;
using System.Text;
using Linker.Relocs;

namespace Linker.Loader;

/// <summary>
/// Reads a member of an import library, which says in a few words what an object would say in many: a slot <c>__imp_NAME</c> with the address of a name of a library, and for functions a jump <c>NAME</c> through it.
/// The name of the library is asked for as <c>LIBRARY$NAME</c>, or <c>LIBRARY$#ORDINAL</c>. PE Format, "Import Library Format".
/// </summary>
internal static class CoffImportReader
{
    private const int TypeCode = 0, TypeConst = 2;
    private const int NameOrdinal = 0, NameWhole = 1, NameWithoutPrefix = 2, NameUndecorated = 3, NameOther = 4;
    private const uint SlotSize = 8;

    // What the file lacks stands behind its own bytes.
    internal static LinkGraph Read(ReadOnlyMemory<byte> file, string fileName, GraphTables tables)
    {
        var reader = new ByteReader(file.Span, fileName);
        CoffImportHeader header = reader.Read<CoffImportHeader>(0, "file header");
        CoffMachine machine = CoffIdentity.MachineOf(fileName, header.Machine, 6);
        FileRange names = reader.Range((uint)Unsafe.SizeOf<CoffImportHeader>(), header.DataSize, "names of the import");
        FileRange name = NameAt(reader, names, names.Offset, "name of the import");
        FileRange library = NameAt(reader, names, name.Offset + name.Size + 1, "name of the library");
        int type = header.Kinds & 3, naming = (header.Kinds >> 2) & 7;
        if (type > TypeConst || naming > NameOther)
        {
            Throw.Format(fileName, "file header, Type", -1, 18, header.Kinds, $"the sort {type} of import, called in the way {naming}, is not known");
        }

        ReadOnlySpan<byte> bytes = file.Span;
        ReadOnlySpan<byte> imported = naming switch
        {
            NameOrdinal => Encoding.ASCII.GetBytes($"#{header.OrdinalOrHint}"),
            NameWhole => bytes.Slice(name),
            NameWithoutPrefix => WithoutPrefix(bytes.Slice(name)),
            NameUndecorated => WithoutPrefix(bytes.Slice(name)) is var plain && plain.IndexOf((byte)'@') is var at and >= 0 ? plain[..at] : plain,
            _ => bytes.Slice(NameAt(reader, names, library.Offset + library.Size + 1, "name in the library")),
        };

        var content = new List<byte>(file.Length + 128);
        content.AddRange(bytes);
        FileRange Append(params ReadOnlySpan<byte> more)
        {
            var range = new FileRange((uint)content.Count, (uint)more.Length);
            content.AddRange(more);
            return range;
        }

        FileRange external = Append([.. bytes.Slice(library), (byte)'$', .. imported]);
        FileRange slotName = Append([.. "__imp_"u8, .. bytes.Slice(name)]);
        FileRange slotSection = Append(".idata$5"u8), slot = Append(new byte[SlotSize]), codeSection = Append(".text"u8), thunk = Append(machine.Thunk);
        bool isCode = type == TypeCode;
        Span<Section> sections = tables.Sections(3);
        sections[0] = new Section { Alignment = 1, Comdat = -1, Role = SectionRole.Metadata };
        sections[1] = new Section { Content = slot, Name = slotSection, Size = SlotSize, Alignment = SlotSize, RelocationCount = 1, Comdat = -1, Priority = InitializerNames.Last, Flags = SectionFlags.Load };
        sections[2] = new Section
        {
            Content = isCode ? thunk : default,
            Name = codeSection,
            Size = isCode ? thunk.Size : 0,
            Alignment = 4,
            FirstRelocation = 1,
            RelocationCount = isCode ? machine.ThunkFixups.Length : 0,
            Comdat = -1,
            Priority = InitializerNames.Last,
            Flags = SectionFlags.Load | SectionFlags.Execute,
        };

        Span<Symbol> symbols = tables.Symbols(4);
        symbols[0] = default;
        symbols[1] = new Symbol { Name = external, Binding = SymbolBinding.Global, Kind = isCode ? SymbolKind.Function : SymbolKind.Unknown };
        symbols[2] = new Symbol { Name = slotName, Binding = SymbolBinding.Global, Kind = SymbolKind.Data, Size = SlotSize, Section = new SectionId(1), Place = SymbolPlace.Section };

        // Plain data has no plain name: only its slot can be referred to.
        symbols[3] = type switch
        {
            TypeCode => symbols[2] with { Name = name, Kind = SymbolKind.Function, Size = thunk.Size, Section = new SectionId(2) },
            TypeConst => symbols[2] with { Name = name },
            _ => default,
        };
        tables.Uses(symbols.Length).Clear();
        Span<Relocation> relocations = tables.Relocations(1 + sections[2].RelocationCount);
        relocations[0] = new Relocation(0, 0, new SymbolId(1), default, RelocKind.Abs64, (ushort)Array.IndexOf(machine.Kinds, RelocKind.Abs64));
        for (int i = 1; i < relocations.Length; i++)
        {
            (uint offset, ushort format) = machine.ThunkFixups[i - 1];
            relocations[i] = new Relocation(machine.Biases[format], offset, new SymbolId(2), default, machine.Kinds[format], format);
        }

        var builder = new LinkGraphBuilder
        {
            FileName = fileName,
            File = content.ToArray(),
            Format = ObjectFormat.Coff,
            Machine = machine.Machine,
            Tables = tables,
            Sections = sections,
            Symbols = symbols,
            Relocations = relocations,
            Comdats = [],
            Names = machine.Names,
        };
        builder.Open(1, 1).Admit(in relocations[0], 0);
        RelocationDoor door = builder.Open(2, relocations.Length - 1);
        for (int i = 1; i < relocations.Length; i++)
        {
            door.Admit(in relocations[i], i - 1);
        }

        return builder.Build();
    }

    private static ReadOnlySpan<byte> WithoutPrefix(ReadOnlySpan<byte> name) => name is [(byte)'?' or (byte)'@' or (byte)'_', ..] ? name[1..] : name;

    private static FileRange NameAt(ByteReader reader, FileRange names, uint offset, string structure)
    {
        uint end = names.Offset + names.Size;
        int size = offset >= end ? -1 : reader.Bytes[(int)offset..(int)end].IndexOf((byte)0);
        if (size <= 0)
        {
            Throw.Format(reader.FileName, structure, -1, offset, names.Size, "it is missing, or does not end");
        }

        return new FileRange(offset, (uint)size);
    }
}
