using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Linker.Loader;

namespace Linker.Engine;

/// <summary>An ELF object as gdb wants it: a copy in which each section has the address where it was loaded. gdb itself then applies the relocations of the line tables and call frame records.</summary>
internal static class GdbObject
{
    /// <summary>Whether gdb can read an object's own debug sections with addresses in the headers: it is a file, and its relocations are of a sort that gdb knows.</summary>
    internal static bool CanCopy(LinkGraph graph)
    {
        // What the linker made itself is no file, and begins with code.
        if (graph.Format != ObjectFormat.Elf || !graph.File.StartsWith("\u007FELF"u8))
        {
            return false;
        }

        foreach (ref readonly Section section in graph.Sections)
        {
            if (section.FormatType == ElfConstants.SectionCrel)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Makes the copy.</summary>
    /// <param name="image">Whose object it is.</param>
    /// <param name="index">Of the object, which can be copied.</param>
    internal static byte[] Copy(in ObservedImage image, int index)
    {
        LinkGraph graph = image.Objects[index];
        byte[] copy = graph.File.ToArray();
        ReadOnlySpan<Section> sections = graph.Sections;
        for (int i = 1; i < sections.Length; i++)
        {
            Span<byte> bytes = ElfCopy.HeaderOf(copy, i);
            ElfSectionHeader header = MemoryMarshal.Read<ElfSectionHeader>(bytes);
            if (image.AddressOf(index, new SectionId((uint)i)) is { } address)
            {
                header = header with { Address = address };
            }
            else if ((header.Flags & ElfConstants.FlagAlloc) != 0)
            {
                // gdb takes functions at this address for functions that a linker has left out.
                header = header with { Address = ulong.MaxValue, Flags = header.Flags & ~ElfConstants.FlagAlloc };
            }

            MemoryMarshal.Write(bytes, in header);
            if (header.Type == ElfConstants.SectionSymbolTable)
            {
                WriteSymbols(in image, index, copy.AsSpan((int)sections[i].Content.Offset, (int)sections[i].Content.Size));
            }
        }

        return copy;
    }

    private static void WriteSymbols(in ObservedImage image, int index, Span<byte> table)
    {
        ReadOnlySpan<Symbol> symbols = image.Objects[index].Symbols;
        for (int i = 1; i < symbols.Length; i++)
        {
            ref readonly Symbol symbol = ref symbols[i];
            Span<byte> bytes = table.Slice(i * Unsafe.SizeOf<ElfSymbol>(), Unsafe.SizeOf<ElfSymbol>());
            ElfSymbol raw = MemoryMarshal.Read<ElfSymbol>(bytes);
            if (symbol.Place == SymbolPlace.Section && image.AddressOf(index, symbol.Section) is null && IsAllocated(image.Objects[index], symbol.Section))
            {
                // Relocations still refer to it, but nobody shall find it by its name.
                MemoryMarshal.Write(bytes, raw with { Name = 0 });
            }
            else if (symbol.Place == SymbolPlace.Common)
            {
                MemoryMarshal.Write(bytes, raw with { SectionIndex = ElfConstants.IndexAbsolute, Value = image.AddressOf(index, new SymbolId((uint)i)) });
            }
        }
    }

    private static bool IsAllocated(LinkGraph graph, SectionId section) => (graph.Sections[(int)section.Index].FormatFlags & ElfConstants.FlagAlloc) != 0;
}
