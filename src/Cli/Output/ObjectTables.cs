using Linker.Loader;

namespace Linker.Cli.Output;

/// <summary>An object for people.</summary>
internal static class ObjectTables
{
    internal static void Write(TextWriter output, LinkGraph graph)
    {
        string features = graph.Features == ObjectFeatures.None ? "" : $", {graph.Features}";
        output.WriteLine($"{graph.FileName}: {graph.Format} {graph.Machine}{features}, {graph.Sections.Length - 1} sections, {graph.Symbols.Length - 1} symbols, {graph.Relocations.Length} relocations");
        output.WriteTable(Sections(graph));
        output.WriteTable(Symbols(graph));
        for (uint i = 1; i < (uint)graph.Sections.Length; i++)
        {
            output.WriteTable(Relocations(graph, new SectionId(i)));
        }

        StackMapReport.Write(output, graph);
        output.WriteTable(Groups(graph));
        if (!graph.Directives.IsEmpty)
        {
            output.WriteTable(Directives(graph));
        }
    }

    private static Table Sections(LinkGraph graph)
    {
        var table = new Table(
            "Sections", new("#", IsRight: true), new("Name", Yields: true), new("Type"), new("Flags"), new("Offset", IsRight: true, DropRank: 2), new("Size", IsRight: true), new("Align", IsRight: true, DropRank: 1), new("Relocs", IsRight: true), new("Role", Yields: true));
        for (int i = 1; i < graph.Sections.Length; i++)
        {
            ref readonly Section section = ref graph.Sections[i];
            string priority = section.Role is >= SectionRole.Initializers and <= SectionRole.ReversedFinalizers && section.Priority < 65536 ? $" {section.Priority}" : "";
            table.Add(
                $"{i}", graph.NameOf(section), FormatWords.TypeOf(graph, section), FormatWords.FlagsOf(graph, section), section.IsZeroFill || FormatWords.IsMade(graph, section) ? "-" : Report.Hex(section.Content.Offset), Report.Hex(section.Size), Report.Hex(section.Alignment),
                section.RelocationCount == 0 ? "" : $"{section.RelocationCount}", section.Role == SectionRole.Ordinary ? "" : $"{section.Role}{priority}");
        }

        return table;
    }

    private static Table Directives(LinkGraph graph)
    {
        var table = new Table("Directives", new("Kind"), new("Argument", Yields: true));
        foreach (Directive directive in graph.Directives)
        {
            table.Add($"{directive.Kind}", graph.Text(directive.Argument));
        }

        return table;
    }

    private static Table Symbols(LinkGraph graph)
    {
        var table = new Table("Symbols", new("#", IsRight: true), new("Value", IsRight: true), new("Size", IsRight: true), new("Kind"), new("Binding"), new("Visibility", DropRank: 1), new("Place", Yields: true), new("Name", Yields: true));
        for (int i = 1; i < graph.Symbols.Length; i++)
        {
            ref readonly Symbol symbol = ref graph.Symbols[i];
            table.Add($"{i}", Report.Hex(symbol.Value), $"{symbol.Size}", $"{symbol.Kind}", $"{symbol.Binding}", $"{symbol.Visibility}", FormatWords.PlaceOf(graph, symbol), graph.NameOf(symbol));
        }

        return table;
    }

    private static Table Relocations(LinkGraph graph, SectionId id)
    {
        var table = new Table($"Relocations of {graph.NameOf(graph.Sections[(int)id.Index])}", new("Offset", IsRight: true), new("Type"), new("Kind", Yields: true), new("Symbol and addend", Yields: true));
        foreach (ref readonly Relocation relocation in graph.RelocationsOf(id))
        {
            table.Add(Report.Hex(relocation.Offset), graph.TypeNameOf(relocation), FormatWords.KindOf(graph, relocation), FormatWords.TargetOf(graph, relocation));
        }

        return table;
    }

    private static Table Groups(LinkGraph graph)
    {
        var table = new Table("Groups", new("#", IsRight: true), new("Name", Yields: true), new("Sections", Yields: true));
        ILookup<int, int> members = GroupMembers(graph);
        for (int i = 0; i < graph.Comdats.Length; i++)
        {
            table.Add($"{i}", graph.Text(graph.Comdats[i].Name), string.Join(' ', members[i].Select(s => $"#{s}")));
        }

        return table;
    }

    /// <summary>The sections of each group.</summary>
    internal static ILookup<int, int> GroupMembers(LinkGraph graph) =>
        Enumerable.Range(1, graph.Sections.Length - 1).ToLookup(s => graph.Sections[s].Comdat);
}
