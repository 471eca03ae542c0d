using Linker.Loader;

namespace Linker.Cli.Output;

/// <summary>A graph's numbers in the words of its own format.</summary>
internal static class FormatWords
{
    /// <summary>A section's type.</summary>
    internal static string TypeOf(LinkGraph graph, in Section section) => graph.Format switch
    {
        ObjectFormat.Coff => CoffWords.TypeOf(section),
        ObjectFormat.MachO => MachOWords.TypeOf(section),
        _ => ElfWords.TypeOf(section),
    };

    /// <summary>A section's flags, a letter each.</summary>
    internal static string FlagsOf(LinkGraph graph, in Section section) => graph.Format switch
    {
        ObjectFormat.Coff => CoffWords.FlagsOf(section),
        ObjectFormat.MachO => MachOWords.FlagsOf(section),
        _ => ElfWords.FlagsOf(section),
    };

    /// <summary>Whether a section's bytes are no bytes of the file, but made by its reader.</summary>
    internal static bool IsMade(LinkGraph graph, in Section section) => section.Content.Offset + (ulong)section.Content.Size > (ulong)graph.File.Length;

    /// <summary>The letters of the bits that are set, in the table's order.</summary>
    internal static string LettersOf(ulong flags, ReadOnlySpan<(ulong Bit, char Letter)> table)
    {
        Span<char> text = stackalloc char[table.Length];
        int size = 0;
        foreach ((ulong bit, char letter) in table)
        {
            if ((flags & bit) != 0)
            {
                text[size++] = letter;
            }
        }

        return new string(text[..size]);
    }

    /// <summary>Where a symbol is: its section, or why it has none.</summary>
    internal static string PlaceOf(LinkGraph graph, in Symbol symbol) => symbol.Place switch
    {
        SymbolPlace.Undefined when !symbol.Alternate.IsNull => $"undefined, else {NameOf(graph, symbol.Alternate)}",
        SymbolPlace.Undefined => "undefined",
        SymbolPlace.Absolute => "absolute",
        SymbolPlace.Common => "common",
        _ => $"#{symbol.Section.Index} {graph.NameOf(graph.Sections[(int)symbol.Section.Index])}",
    };

    /// <summary>A relocation's symbol and addend.</summary>
    internal static string TargetOf(LinkGraph graph, in Relocation relocation)
    {
        string target = Report.WithAddend(NameOf(graph, relocation.Target), relocation.Addend);
        return relocation.Subtrahend.IsNull ? target : $"{target} - {NameOf(graph, relocation.Subtrahend)}";
    }

    /// <summary>A symbol's name, or its number where it has none.</summary>
    internal static string NameOf(LinkGraph graph, SymbolId id)
    {
        string name = id.IsNull ? "0" : graph.NameOf(graph.Symbols[(int)id.Index]);
        return name.Length == 0 ? $"#{id.Index}" : name;
    }

    /// <summary>A relocation's kind, or why it has none.</summary>
    internal static string KindOf(LinkGraph graph, in Relocation relocation) =>
        graph.RefusalOf(relocation) is { } refusal ? $"refused: {refusal}" : relocation.Kind.ToString();
}
