using System.Numerics;
using Linker.Relocs;

namespace Linker.Loader;

/// <summary>The door: what a reader has made of a file, and the proof that it is sound. A <see cref="LinkGraph"/> comes only from here.</summary>
internal ref struct LinkGraphBuilder
{
    /// <summary>One section, and all loaded sections and common symbols with their padding together, are smaller than this.</summary>
    private const ulong SizeLimit = 1UL << 47;

    /// <summary>The greatest alignment that an address space this wide can be asked for without being absurd.</summary>
    private const ulong AlignmentLimit = 1UL << 32;

    /// <summary>All symbols' names together are at most so many times as long as the file; names may be shared, but reading each once must stay linear.</summary>
    private const ulong NameLimit = 64;

    private int _admitted;

    /// <summary>Nothing yet.</summary>
    public LinkGraphBuilder()
    {
    }

    internal required string FileName { get; init; }

    internal required ReadOnlyMemory<byte> File { get; init; }

    /// <summary>What the reader has made besides; ranges behind the file's end are ranges of it.</summary>
    internal ReadOnlyMemory<byte> Added { get; init; }

    /// <summary>Whether sections were cut into the parts that a linker may move.</summary>
    internal bool IsSplit { get; init; }

    internal required ObjectFormat Format { get; init; }

    internal required Machine Machine { get; init; }

    internal ObjectFeatures Features { get; init; }

    /// <summary>Whose arrays the spans below are the first elements of.</summary>
    internal required GraphTables Tables { get; init; }

    internal required Span<Section> Sections { get; init; }

    internal required Span<Symbol> Symbols { get; init; }

    /// <summary>Written by the reader, each proved at a door that <see cref="Open"/> opens.</summary>
    internal required Span<Relocation> Relocations { get; init; }

    internal required Span<Comdat> Comdats { get; init; }

    internal required RelocationNames Names { get; init; }

    internal Directive[] Directives { get; init; } = [];

    /// <summary>The graph, all of its invariants proved.</summary>
    /// <exception cref="ObjectFormatException">One does not hold.</exception>
    internal readonly LinkGraph Build()
    {
        ulong total = ProveSections(out bool hasLinks);
        if (hasLinks)
        {
            ProveLinks();
        }

        int firstGlobal = ProveSymbols(total);
        foreach (Comdat comdat in Comdats)
        {
            ProveRange(comdat.Name, "section group signature", -1);
            if (comdat.Section.Index >= (uint)Sections.Length)
            {
                Throw.Format(FileName, "section group", -1, comdat.Name.Offset, comdat.Section.Index, $"its section is {comdat.Section.Index} of {Sections.Length}");
            }
        }

        foreach (Directive directive in Directives)
        {
            ProveRange(directive.Argument, "directive", -1);
        }

        return new LinkGraph(in this, firstGlobal);
    }

    // One walk: of many sections, looking at them again is most of the work.
    private readonly ulong ProveSections(out bool hasLinks)
    {
        if (Sections.Length == 0 || Sections[0] is not { Size: 0, Flags: SectionFlags.None, RelocationCount: 0 })
        {
            Throw.Format(FileName, "section", 0, 0, 0, "the null section is not empty");
        }

        ulong total = 0;
        int relocations = 0;
        hasLinks = false;
        for (int i = 0; i < Sections.Length; i++)
        {
            ref readonly Section section = ref Sections[i];
            hasLinks |= !section.LinkedTo.IsNull;
            ProveRange(section.Name, "name of section", i);
            ProveRange(section.Content, "section", i);
            if (section.IsZeroFill ? section.Content.Size != 0 : section.Content.Size != section.Size)
            {
                Fail(i, section.Content.Offset, section.Size, "its size is not that of its bytes");
            }

            if (section.Size >= SizeLimit)
            {
                Fail(i, section.Content.Offset, section.Size, $"a size of 0x{section.Size:x} bytes is more than an address space holds");
            }

            ProveAlignment(section.Alignment, "section", i, section.Content.Offset);
            if (section.Comdat < -1 || section.Comdat >= Comdats.Length)
            {
                Fail(i, section.Content.Offset, (ulong)section.Comdat, "its group does not exist");
            }

            if (section.IsLoaded)
            {
                total = Add(total, section.Size, section.Alignment, "section", i);
            }

            if (section.RelocationCount != 0)
            {
                if (section.FirstRelocation != relocations || section.RelocationCount < 0 || section.RelocationCount > Relocations.Length - relocations)
                {
                    Fail(i, section.Content.Offset, (ulong)section.FirstRelocation, "its relocations are not in order");
                }

                relocations += section.RelocationCount;
            }
        }

        if (relocations != Relocations.Length || relocations != _admitted)
        {
            Throw.Format(FileName, "relocations", -1, 0, (ulong)Relocations.Length, "some patch no section");
        }

        return total;
    }

    // A section shares the fate of another, which may share that of a third; the walk has to end.
    private readonly void ProveLinks()
    {
        byte[]? state = null; // 1: on the walk under way, 2: known to end
        for (int i = 0; i < Sections.Length; i++)
        {
            if (Sections[i].LinkedTo.IsNull)
            {
                continue;
            }

            state ??= new byte[Sections.Length];
            uint at = (uint)i;
            while (at != 0 && state[at] == 0)
            {
                state[at] = 1;
                at = Sections[(int)at].LinkedTo.Index;
                if (at >= (uint)Sections.Length)
                {
                    Fail(i, Sections[i].Content.Offset, at, $"it is linked to section {at} of {Sections.Length}");
                }
            }

            if (state[at] == 1 && at != 0)
            {
                Fail(i, Sections[i].Content.Offset, at, "its link leads back to itself");
            }

            for (at = (uint)i; at != 0 && state[at] == 1; at = Sections[(int)at].LinkedTo.Index)
            {
                state[at] = 2;
            }
        }
    }

    /// <returns>Index of the first symbol that is not local.</returns>
    private readonly int ProveSymbols(ulong total)
    {
        if (Symbols.Length == 0 || Symbols[0] is not { Place: SymbolPlace.Undefined, Name.Size: 0 })
        {
            Throw.Format(FileName, "symbol", 0, 0, 0, "the null symbol is not empty");
        }

        ulong names = NameLimit * (ulong)File.Length;
        int firstGlobal = Symbols.Length;
        for (int i = 0; i < Symbols.Length; i++)
        {
            ref readonly Symbol symbol = ref Symbols[i];
            ProveRange(symbol.Name, "name of symbol", i);
            if (symbol.Name.Size > names)
            {
                Throw.Format(FileName, "name of symbol", i, symbol.Name.Offset, symbol.Name.Size, "the names are each other's tails");
            }

            names -= symbol.Name.Size;
            if (symbol.Binding != SymbolBinding.Local && i < firstGlobal)
            {
                firstGlobal = i;
            }

            if (symbol.Place == SymbolPlace.Section)
            {
                uint index = symbol.Section.Index;
                if (index == 0 || index >= (uint)Sections.Length)
                {
                    Throw.Format(FileName, "symbol", i, symbol.Name.Offset, index, $"it lies in section {index} of {Sections.Length}");
                }

                ref readonly Section section = ref Sections[(int)index];
                if (symbol.Value > section.Size)
                {
                    Throw.Format(FileName, "symbol", i, symbol.Name.Offset, symbol.Value, $"it lies at 0x{symbol.Value:x}, past the end of section {index} at 0x{section.Size:x}");
                }

                if (symbol.Kind == SymbolKind.IndirectFunction && (section.Flags & (SectionFlags.Load | SectionFlags.Execute)) != (SectionFlags.Load | SectionFlags.Execute))
                {
                    Throw.Format(FileName, "symbol", i, symbol.Name.Offset, index, $"it is a function that finds an address, but section {index} is not code");
                }

                if (symbol.Kind == SymbolKind.ThreadLocal && (section.Flags & (SectionFlags.Load | SectionFlags.ThreadLocal)) == SectionFlags.Load)
                {
                    Throw.Format(FileName, "symbol", i, symbol.Name.Offset, index, $"it is thread-local, but section {index} is not");
                }
            }
            else if (symbol.Alternate.Index >= (uint)Symbols.Length)
            {
                Throw.Format(FileName, "symbol", i, symbol.Name.Offset, symbol.Value, $"it stands for symbol {symbol.Value} of {Symbols.Length}");
            }
            else if (symbol is { Kind: SymbolKind.IndirectFunction, Place: not SymbolPlace.Undefined })
            {
                Throw.Format(FileName, "symbol", i, symbol.Name.Offset, symbol.Value, "it is a function that finds an address, but lies in no section");
            }
            else if (symbol.Place == SymbolPlace.Common)
            {
                ProveAlignment(symbol.Value, "common symbol", i, symbol.Name.Offset);
                if (symbol.Size >= SizeLimit)
                {
                    Throw.Format(FileName, "common symbol", i, symbol.Name.Offset, symbol.Size, $"a size of 0x{symbol.Size:x} bytes is more than an address space holds");
                }

                total = Add(total, symbol.Size, symbol.Value, "common symbol", i);
            }
        }

        return firstGlobal;
    }

    /// <summary>Opens the door for the next relocations of a section. As many as are announced have to go through it.</summary>
    internal RelocationDoor Open(int section, int count)
    {
        _admitted += count;
        return new RelocationDoor(FileName, section, in Sections[section], Tables.Uses(Symbols.Length), MachineAbi.For(Machine).BranchBias);
    }

    private readonly ulong Add(ulong total, ulong size, ulong alignment, string structure, int index)
    {
        total += size + alignment - 1;
        if (total >= SizeLimit)
        {
            Throw.Format(FileName, structure, index, 0, total, $"all up to this one take 0x{total:x} bytes, more than an address space holds");
        }

        return total;
    }

    private readonly void ProveAlignment(ulong alignment, string structure, int index, ulong offset)
    {
        if (!BitOperations.IsPow2(alignment) || alignment > AlignmentLimit)
        {
            Throw.Format(FileName, structure, index, offset, alignment, $"an alignment of 0x{alignment:x} is not a power of two up to 2^32");
        }
    }

    private readonly void ProveRange(FileRange range, string structure, int index)
    {
        ulong end = (ulong)range.Offset + range.Size, fileSize = (ulong)File.Length;
        if (end > fileSize && (range.Offset < fileSize || end - fileSize > (ulong)Added.Length))
        {
            Throw.Truncated(FileName, structure, index, range.Offset, range.Size, File.Length);
        }
    }

    private readonly void Fail(int section, ulong offset, ulong value, string problem) => Throw.Format(FileName, "section", section, offset, value, problem);
}
