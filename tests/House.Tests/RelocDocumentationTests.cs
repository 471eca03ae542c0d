using System.Text;
using System.Text.RegularExpressions;
using Linker.Relocs;

namespace Linker.House.Tests;

/// <summary>One source, three readers: the comment on a kind, the text of an error and <c>docs/relocations.md</c> say what the table does.</summary>
public partial class RelocDocumentationTests
{
    /// <summary>Names that several kinds share, with the reason.</summary>
    private static readonly Dictionary<string, string> Shared = new()
    {
        ["IMAGE_REL_AMD64_REL32"] = "COFF does not tell branches from data; the bytes before the place do: Pc32 or Branch32",
        ["IMAGE_REL_ARM64_PAGEOFFSET_12L"] = "the instruction has the size of the access, by which the offset is scaled: five kinds",
        ["IMAGE_REL_ARM64_SECREL_LOW12L"] = "the instruction has the size of the access, by which the offset is scaled: five kinds",
        ["X86_64_RELOC_UNSIGNED"] = "the record has the size of the word: four kinds; in the descriptor of a thread-local variable it is an offset",
        ["ARM64_RELOC_UNSIGNED"] = "the record has the size of the word: four kinds; in the descriptor of a thread-local variable it is an offset",
        ["X86_64_RELOC_SUBTRACTOR"] = "the record has the size of the word: four kinds",
        ["ARM64_RELOC_SUBTRACTOR"] = "the record has the size of the word: four kinds",
        ["ARM64_RELOC_PAGEOFF12"] = "the instruction is an addition or has the size of the access, by which the offset is scaled: six kinds",
        ["ARM64_RELOC_POINTER_TO_GOT"] = "the record has the size of the word: a distance in four bytes, an address in eight",
    };

    /// <summary>How the names of a format begin.</summary>
    private static readonly Dictionary<string, string> Prefixes = new() { ["ELF"] = "R_", ["COFF"] = "IMAGE_REL_", ["Mach-O"] = "" };

    public static TheoryData<RelocKind> Kinds => [.. RelocDocumentation.All.Select(d => d.Kind)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_comment_of_a_kind_is_what_its_row_prints(RelocKind kind) => Assert.Equal(RelocTable.For(kind).ToString(), Of(kind).Code);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_comment_of_a_kind_has_its_parts(RelocKind kind)
    {
        RelocDocumentation comment = Of(kind);
        Assert.EndsWith(".", comment.Summary, StringComparison.Ordinal);
        Assert.NotEmpty(comment.Names);
        Assert.Distinct(comment.Names.Select(FormatOf));
        foreach (string names in comment.Names)
        {
            Assert.Contains(FormatOf(names), Prefixes.Keys);
            Assert.NotEmpty(NamesIn(names));
            Assert.All(NamesIn(names), name => Assert.StartsWith(Prefixes[FormatOf(names)], name, StringComparison.Ordinal));
        }

        Assert.DoesNotMatch(FormatName(), comment.Where);
        Assert.Matches(@"§|Thread-Local Storage|Specification|reloc\.h", comment.Where);
    }

    [Fact]
    public void No_format_name_is_given_to_two_kinds_but_for_a_reason()
    {
        string[] names = [.. RelocDocumentation.All.SelectMany(d => d.Names.SelectMany(NamesIn))];
        Assert.Equal(Shared.Keys.Order(), names.GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key).Order());
        Assert.All(RelocDocumentation.All, d => Assert.Distinct(d.Names.SelectMany(NamesIn)));
    }

    [Fact]
    public void Every_letter_of_an_equation_is_explained()
    {
        string letters = string.Join('\n', RelocDocumentation.Letters);
        IEnumerable<string> used = RelocDocumentation.All.SelectMany(d => Letter().Matches(RelocTable.For(d.Kind).Equation).Select(m => m.Value)).Distinct();
        Assert.All(used, letter => Assert.Contains($"*{letter}*", letters, StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_in_the_documents_is_printed_from_the_code() => Golden.Check("docs/relocations.md", Print());

    private static RelocDocumentation Of(RelocKind kind) => RelocDocumentation.All.Single(d => d.Kind == kind);

    private static string FormatOf(string names) => names[..names.IndexOf(' ', StringComparison.Ordinal)];

    private static IEnumerable<string> NamesIn(string names) => FormatName().Matches(names).Select(m => m.Value);

    private static string Print()
    {
        var text = new StringBuilder("""
            # Relocations

            Printed from `RelocTable` and the comments on `RelocKind` by a test; do not edit. To print it again: `LINKER_UPDATE=1 dotnet run --project tests/House.Tests`.

            A relocation is X = S + A − O, written into a field of the place when it fits. The editions of the documents are in [abi.md](abi.md), other formats and machines in [shape.md](shape.md).


            """);
        foreach (string letter in RelocDocumentation.Letters)
        {
            text.Append("* ").Append(letter).Append('\n');
        }

        text.Append("\n| Kind | What the value is | Equation | Field | Names | Where |\n|---|---|---|---|---|---|\n");
        foreach (RelocDocumentation d in RelocDocumentation.All)
        {
            string[] lines = d.Code.Split('\n');
            string field = lines.Length > 1 ? lines[1] : "";
            text.Append($"| `{d.Kind}` | {d.Summary.TrimEnd('.')} | {lines[0]} | {field} | {string.Join("; ", d.Names.Select(n => n.TrimEnd('.')))} | {d.Where.TrimEnd('.')} |\n");
        }

        return text.Append("\nA type that is in no row is refused by name, with the reason.\n").Replace("\r", "").ToString();
    }

    [GeneratedRegex(@"R_[A-Z0-9_]+|[A-Z0-9_]+_RELOC_[A-Z0-9_]+|IMAGE_REL_[A-Z0-9_]+")]
    private static partial Regex FormatName();

    [GeneratedRegex(@"[A-Z]+")]
    private static partial Regex Letter();
}
