using Linker.Relocs;

namespace Linker.Loader;

/// <summary>The sections that line tables are in, with the relocations applied that a linker of files would have applied.</summary>
/// <param name="Lines">All <c>.debug_line</c>, each with a copy of its own where it has relocations.</param>
/// <param name="LineStrings"><c>.debug_line_str</c>; empty without one.</param>
/// <param name="Strings"><c>.debug_str</c>; empty without one.</param>
internal sealed record DebugSections(IReadOnlyList<ReadOnlyMemory<byte>> Lines, ReadOnlyMemory<byte> LineStrings, ReadOnlyMemory<byte> Strings)
{
    /// <summary>Whether an object has line tables.</summary>
    internal static bool HaveLines(LinkGraph graph)
    {
        foreach (ref readonly Section section in graph.Sections)
        {
            if (NameOf(graph, in section).SequenceEqual("debug_line"u8))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a section is one of those that are read here.</summary>
    internal static bool Includes(LinkGraph graph, in Section section) =>
        NameOf(graph, in section) is var name && (name.SequenceEqual("debug_line"u8) || name.SequenceEqual("debug_line_str"u8) || name.SequenceEqual("debug_str"u8));

    /// <summary>The same object with the relocations of its debug sections, and these no longer compressed.</summary>
    /// <exception cref="ObjectFormatException">They cannot be read.</exception>
    internal static LinkGraph ReadWhole(LinkGraph graph) => ElfInflation.TryInflate(graph, out byte[] inflated)
        ? ObjectReader.Read(inflated, graph.FileName, includeUnloaded: true)
        : ObjectReader.Read(graph.Memory, graph.FileName, includeUnloaded: true, graph.IsSplit);

    /// <summary>The sections of an object that was read with all relocations.</summary>
    /// <param name="graph">The object.</param>
    /// <param name="addresses">By section; <see cref="LineReader.NoAddress"/> for one that is not there.</param>
    internal static DebugSections Of(LinkGraph graph, ReadOnlySpan<ulong> addresses)
    {
        if (addresses.Length != graph.Sections.Length)
        {
            Throw.Format(graph.FileName, "section table", -1, 0, (ulong)graph.Sections.Length, $"it had {addresses.Length} sections and has {graph.Sections.Length} now: the bytes have changed");
        }

        List<ReadOnlyMemory<byte>> lines = [];
        ReadOnlyMemory<byte> lineStrings = default, strings = default;
        for (int i = 1; i < addresses.Length; i++)
        {
            ref readonly Section section = ref graph.Sections[i];
            ReadOnlySpan<byte> name = NameOf(graph, in section);
            if (name.SequenceEqual("debug_line"u8))
            {
                lines.Add(Relocated(graph, new SectionId((uint)i), addresses));
            }
            else if (name.SequenceEqual("debug_line_str"u8))
            {
                lineStrings = graph.MemoryOf(section.Content);
            }
            else if (name.SequenceEqual("debug_str"u8))
            {
                strings = graph.MemoryOf(section.Content);
            }
        }

        return new DebugSections(lines, lineStrings, strings);
    }

    // As DWARF writes it: ELF and COFF put a dot before it, Mach-O two underscores. Without bytes there is nothing to read.
    private static ReadOnlySpan<byte> NameOf(LinkGraph graph, in Section section)
    {
        ReadOnlySpan<byte> name = section.Content.Size == 0 || section.IsLoaded ? default : graph.Bytes(section.Name), prefix = graph.Format == ObjectFormat.MachO ? "__"u8 : "."u8;
        return name.StartsWith(prefix) ? name[prefix.Length..] : default;
    }

    private static ReadOnlyMemory<byte> Relocated(LinkGraph graph, SectionId id, ReadOnlySpan<ulong> addresses)
    {
        ref readonly Section section = ref graph.Sections[(int)id.Index];
        if (section.RelocationCount == 0)
        {
            return graph.MemoryOf(section.Content);
        }

        byte[] bytes = graph.ContentOf(id).ToArray();
        ReadOnlySpan<Relocation> relocations = graph.RelocationsOf(id);
        for (int i = 0; i < relocations.Length; i++)
        {
            ref readonly Relocation relocation = ref relocations[i];
            ref readonly RelocForm form = ref RelocTable.For(relocation.Kind);
            if (form.Field.Size == 0)
            {
                continue;
            }

            // The graph's soundness proves that the place lies inside the section.
            Span<byte> place = bytes.AsSpan((int)relocation.Offset, form.Field.Size);
            if (form is not { Target: Target.Symbol, Page: Page.None, Origin: Origin.Zero or Origin.Section or Origin.Subtrahend })
            {
                Fail(graph, in section, i, in relocation, "debug information has no use for it");
            }

            if (!TryAddress(graph, relocation.Target, addresses, out ulong s) || !TryOrigin(graph, in relocation, form.Origin, addresses, out ulong o))
            {
                place.Fill(byte.MaxValue);
            }
            else if (Patch.Apply(in form, ref place[0], s, relocation.Addend, o) is var status and not PatchStatus.Ok)
            {
                Fail(graph, in section, i, in relocation, $"its value is refused ({status})");
            }
        }

        return bytes;
    }

    /// <summary>S. A section that is not loaded begins at 0, so that what refers to it says how far from its start.</summary>
    private static bool TryAddress(LinkGraph graph, SymbolId id, ReadOnlySpan<ulong> addresses, out ulong address)
    {
        ref readonly Symbol symbol = ref graph.Symbols[(int)id.Index];
        address = symbol.Value;
        if (symbol.Place != SymbolPlace.Section)
        {
            address = id.IsNull ? 0 : address;
            return symbol.Place == SymbolPlace.Absolute || id.IsNull;
        }

        if (!TryStart(graph, symbol.Section, addresses, out ulong start))
        {
            return false;
        }

        address += start;
        return true;
    }

    private static bool TryOrigin(LinkGraph graph, in Relocation relocation, Origin origin, ReadOnlySpan<ulong> addresses, out ulong address)
    {
        address = 0;
        ref readonly Symbol symbol = ref graph.Symbols[(int)relocation.Target.Index];
        return origin switch
        {
            Origin.Subtrahend => TryAddress(graph, relocation.Subtrahend, addresses, out address),
            Origin.Section => symbol.Place == SymbolPlace.Section && TryStart(graph, symbol.Section, addresses, out address),
            _ => true,
        };
    }

    private static bool TryStart(LinkGraph graph, SectionId id, ReadOnlySpan<ulong> addresses, out ulong start)
    {
        start = graph.Sections[(int)id.Index].IsLoaded ? addresses[(int)id.Index] : 0;
        return start != LineReader.NoAddress;
    }

    private static void Fail(LinkGraph graph, in Section section, int index, in Relocation relocation, string problem) =>
        Throw.Format(graph.FileName, $"{graph.NameOf(section)}, relocation", index, section.Content.Offset + (ulong)relocation.Offset, relocation.FormatType, $"{graph.TypeNameOf(in relocation)}: {problem}");
}
