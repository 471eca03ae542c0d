using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Linker.Relocs;

namespace Linker.House.Tests;

/// <summary>What the documentation of a <see cref="RelocKind"/> says, read from the file that the compiler writes beside the assembly.</summary>
internal sealed partial record RelocDocumentation(RelocKind Kind, string Summary, string Code, IReadOnlyList<string> Names, string Where)
{
    private static readonly XDocument Xml = XDocument.Load(Path.ChangeExtension(typeof(RelocKind).Assembly.Location, ".xml"));

    internal static IReadOnlyList<RelocDocumentation> All { get; } =
        [.. Enum.GetValues<RelocKind>().Where(kind => kind != RelocKind.Refused).Select(Of)];

    /// <summary>The items of the list of letters on the enum.</summary>
    internal static IReadOnlyList<string> Letters { get; } =
        [.. Member("T:Linker.Relocs.RelocKind").Descendants("description").Select(Text)];

    private static RelocDocumentation Of(RelocKind kind)
    {
        XElement member = Member($"F:Linker.Relocs.RelocKind.{kind}");
        XElement? remarks = member.Element("remarks");
        string[] paragraphs = remarks is null ? [] : [.. remarks.Elements("para").Select(Text)];
        return new RelocDocumentation(
            kind,
            Text(member.Element("summary")!),
            string.Join('\n', (remarks?.Element("code")?.Value ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
            [.. paragraphs.SkipLast(1)],
            paragraphs.LastOrDefault() ?? "");
    }

    private static XElement Member(string id) => Xml.Descendants("member").Single(member => (string?)member.Attribute("name") == id);

    // <c>x</c> becomes `x`, <em>x</em> becomes *x*.
    private static string Text(XElement element)
    {
        var text = new StringBuilder();
        foreach (XNode node in element.Nodes())
        {
            text.Append(node switch
            {
                XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
                XElement { Name.LocalName: "em" } letter => $"*{letter.Value}*",
                XElement other => other.Value,
                _ => node.ToString(SaveOptions.DisableFormatting).Replace("&lt;", "<", StringComparison.Ordinal),
            });
        }

        return Blanks().Replace(text.ToString(), " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
