using Linker.Loader;
using Linker.Relocs;

namespace Linker.House.Tests;

/// <summary>The map of ELF x86-64 against a list transcribed from the psABI, and nothing but the psABI.</summary>
public class ElfAbiTableTests
{
    // The psABI's G is an offset in the table of slots, ours an address; L is S where a stub is allowed.
    private static readonly Dictionary<string, (string Equation, bool ThroughStub)> Equations = new()
    {
        ["S + A"] = ("S + A", false),
        ["S + A - P"] = ("S + A − P", false),
        ["L + A - P"] = ("S + A − P", true),
        ["G + A"] = ("G + A − GOT", false),
        ["G + GOT + A - P"] = ("G + A − P", false),
        ["GOT + A - P"] = ("GOT + A − P", false),
        ["S + A - GOT"] = ("S + A − GOT", false),
        ["L + A - GOT"] = ("S + A − GOT", true),
        ["Z + A"] = ("Z + A", false),
        ["module and offset slots + A - P"] = ("GTLSIDX + A − P", false),
        ["module slots + A - P"] = ("GLDM + A − P", false),
        ["thread pointer offset slot + A - P"] = ("GTPREL + A − P", false),
        ["TLS descriptor + A - P"] = ("GTLSDESC + A − P", false),
        ["S + A - TLS block"] = ("S + A − DTP", false),
        ["S + A - thread pointer"] = ("S + A − TP", false),
    };

    private static readonly LinkGraph Graph = ElfProbe.Read(256, ElfProbe.X64);

    public static TheoryData<Row> Rows => [.. Source.Read("tests/House.Tests/Abi/elf-x64.tsv").Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split('\t'))
        .Select(cells => new Row(int.Parse(cells[0]), cells[1], cells[2], cells[3], cells[4], cells[5]))];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Number_has_the_name_of_the_ABI(Row row)
    {
        Assert.NotNull(row);
        Assert.Equal(row.Name, Graph.TypeNameOf(in Graph.Relocations[row.Number]));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Number_is_applied_as_the_ABI_says_or_refused(Row row)
    {
        Assert.NotNull(row);
        RelocKind kind = Graph.Relocations[row.Number].Kind;
        if (row.Use == "run time")
        {
            Assert.Equal(RelocKind.Refused, kind);
            return;
        }

        Assert.NotEqual(RelocKind.Refused, kind);
        RelocForm form = RelocTable.For(kind);
        Assert.Equal(row.Field, form.Field.ToString());
        if (row.Field == "none")
        {
            return;
        }

        (string equation, bool throughStub) = Equations[row.Operation];
        Assert.Equal(equation, form.Equation);
        Assert.Equal(throughStub, form.Target == Target.Stub);
        int bits = 8 * form.Field.Size;
        switch (row.Check)
        {
            case "zero-extends":
                Assert.Equal(ValueRange.Unsigned(bits), form.Range);
                break;
            case "sign-extends":
                Assert.Equal(ValueRange.Signed(bits), form.Range);
                break;
            default:
                // Where the ABI is silent nothing is cut silently: what is read as a distance is signed, what may be read either way is either.
                ValueRange[] legal = bits == 64 ? [ValueRange.Unchecked] : form.Origin == Origin.Zero ? [ValueRange.Either(bits)] : [ValueRange.Signed(bits)];
                Assert.Contains(form.Range, legal);
                break;
        }
    }

    [Fact]
    public void Every_number_up_to_255_is_implemented_or_refused_with_a_reason()
    {
        HashSet<int> assigned = [.. Rows.Select(row => row.Data.Number)];
        Assert.Equal([.. Enumerable.Range(0, 52), 250, 251], assigned.Order());
        for (int type = 0; type < 256; type++)
        {
            ref readonly Relocation relocation = ref Graph.Relocations[type];
            Assert.Equal(type, relocation.FormatType);
            Assert.Equal(relocation.Kind == RelocKind.Refused, Graph.RefusalOf(in relocation) is { Length: > 0 });
            Assert.True(assigned.Contains(type) || relocation.Kind == RelocKind.Refused, $"{type} is not assigned, but applied as {relocation.Kind}");
        }
    }

    [Fact]
    public void A_number_above_the_table_is_refused_with_the_number()
    {
        LinkGraph graph = ElfProbe.Read(400, ElfProbe.X64);
        for (int type = 256; type < 400; type++)
        {
            ref readonly Relocation relocation = ref graph.Relocations[type];
            Assert.Equal(RelocKind.Refused, relocation.Kind);
            Assert.Contains($"{type}", graph.TypeNameOf(in relocation), StringComparison.Ordinal);
            Assert.NotNull(graph.RefusalOf(in relocation));
        }
    }

    [Fact]
    public void A_run_time_type_and_an_unknown_one_are_refused_for_different_reasons()
    {
        string[] reasons = [.. Rows.Select(row => row.Data).Where(row => row.Use == "run time").Select(row => Graph.RefusalOf(in Graph.Relocations[row.Number])!).Distinct()];
        Assert.Single(reasons);
        Assert.DoesNotContain(Graph.RefusalOf(in Graph.Relocations[52]), reasons);
    }

    /// <summary>A line of the list.</summary>
    public record Row(int Number, string Name, string Operation, string Field, string Check, string Use);
}
