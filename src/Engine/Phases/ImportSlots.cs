using System.Buffers.Binary;
using System.Text;
using Linker.Engine.Host;
using Linker.Loader;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>
/// Fills the slots of import libraries that GNU tools make: objects, each with one slot, the name that belongs in it, and a reference to a head that names the library. The system does this for the tables of files.
/// PE Format, "Import Address Table".
/// </summary>
internal static class ImportSlots
{
    private const ulong ByOrdinal = 1UL << 63;
    private const int LibraryNameOffset = 12;

    /// <summary>Writes the address of every imported name of an image in this process.</summary>
    /// <exception cref="UnresolvedSymbolsException">Names that the libraries do not have: all of them.</exception>
    internal static void Write(Binding binding, PendingImage image)
    {
        List<UnresolvedSymbol>? missing = null;
        foreach (LoadedSection loaded in image.Layout.Loaded)
        {
            LinkGraph graph = binding.Graphs[loaded.Graph];
            ref readonly Section section = ref graph.Sections[(int)loaded.Section.Index];
            if (section.Role != SectionRole.ImportSlots)
            {
                continue;
            }

            Span<byte> slots = image.Bytes(loaded.Place, (int)loaded.Size);
            string library = LibraryOf(binding, loaded.Graph);
            for (int offset = 0; offset + sizeof(ulong) <= slots.Length; offset += sizeof(ulong))
            {
                if (NameAt(graph, loaded.Section, offset) is not { } name)
                {
                    continue;
                }

                string whole = library.Length == 0 ? name : $"{library}${name}";
                SymbolAnswer answer = HostSystem.OfProcess.Names.Find(new SymbolQuery(Encoding.UTF8.GetBytes(whole)));
                if (answer.IsFound && answer.Member is null)
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(slots[offset..], answer.Address);
                }
                else
                {
                    (missing ??= []).Add(new UnresolvedSymbol(whole, [$"{graph.FileName}: {graph.NameOf(in section)}+0x{offset:x}"]));
                }
            }
        }

        if (missing is not null)
        {
            throw new UnresolvedSymbolsException([.. missing]);
        }
    }

    // The place of a hint, two bytes, and a name behind it; or an ordinal; or nothing, at a list's end.
    private static string? NameAt(LinkGraph graph, SectionId section, int offset)
    {
        foreach (ref readonly Relocation relocation in graph.RelocationsOf(section))
        {
            if (relocation.Offset == offset && relocation.Kind is RelocKind.ImageRel32 or RelocKind.Abs64)
            {
                return relocation.Kind == RelocKind.ImageRel32 ? TextAt(graph, relocation.Target, relocation.Addend + sizeof(ushort)) : null;
            }
        }

        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(graph.ContentOf(section)[offset..]);
        return (value & ByOrdinal) == 0 ? null : $"#{(ushort)value}";
    }

    /// <summary>The library that the head of the import names, whatever object it is in; empty where there is no head.</summary>
    private static string LibraryOf(Binding binding, int graph)
    {
        (int headGraph, SymbolId head) = Find(binding, graph, ".idata$7"u8, null);
        LinkGraph? source = headGraph < 0 ? null : binding.Graphs[headGraph];
        if (source is null || source.Symbols[(int)head.Index].Place != SymbolPlace.Section)
        {
            return "";
        }

        (int nameGraph, SymbolId name) = Find(binding, headGraph, ".idata$2"u8, LibraryNameOffset);
        return nameGraph < 0 ? "" : TextAt(binding.Graphs[nameGraph], name, 0) ?? "";
    }

    /// <summary>What a place of a section refers to, as its definition.</summary>
    private static (int Graph, SymbolId Symbol) Find(Binding binding, int graph, ReadOnlySpan<byte> section, uint? offset)
    {
        LinkGraph source = binding.Graphs[graph];
        foreach (SectionId id in binding.KeptSections(graph))
        {
            if (!source.Bytes(source.Sections[(int)id.Index].Name).SequenceEqual(section))
            {
                continue;
            }

            foreach (ref readonly Relocation relocation in source.RelocationsOf(id))
            {
                if (offset is null || relocation.Offset == offset)
                {
                    int global = binding.GlobalOf(graph)[(int)relocation.Target.Index];
                    return global == 0 ? (graph, relocation.Target)
                        : binding.Globals[global].IsDefined ? (binding.Globals[global].Graph, binding.Globals[global].Symbol) : (-1, default);
                }
            }
        }

        return (-1, default);
    }

    private static string? TextAt(LinkGraph graph, SymbolId id, long addend)
    {
        ref readonly Symbol symbol = ref graph.Symbols[(int)id.Index];
        if (symbol.Place != SymbolPlace.Section)
        {
            return null;
        }

        ReadOnlySpan<byte> content = graph.ContentOf(symbol.Section);
        ulong start = symbol.Value + (ulong)addend;
        if (start >= (ulong)content.Length)
        {
            return null;
        }

        ReadOnlySpan<byte> rest = content[(int)start..];
        int size = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(size < 0 ? rest : rest[..size]);
    }
}
