using System.Globalization;
using Linker.Shared;

namespace Linker.Relocs.Tests;

/// <summary>
/// Numbers in, bytes out, for the immediates of instructions: worked out from AAELF64's tables by other code than the table under test. The rows are in <c>a64-rows.tsv</c>:
/// per kind a value inside, both edges of the range, one beyond each edge, a non-zero immediate beforehand, values that the field cannot count, an instruction that does not have the field, an addend where the ABI wants none.
/// </summary>
public class A64RowsTests
{
    private static readonly Dictionary<string, PatchStatus> Refusals = new()
    {
        ["out of range"] = PatchStatus.OutOfRange,
        ["misaligned"] = PatchStatus.Misaligned,
        ["wrong instruction"] = PatchStatus.WrongInstruction,
        ["unexpected addend"] = PatchStatus.UnexpectedAddend,
    };

    private static readonly Row[] All = [.. File.ReadLines(Path.Combine(Repository.Root, "tests/Relocs.Tests/Arm64/a64-rows.tsv"))
        .Where(line => line[0] != '#')
        .Select(line => line.Split('\t'))
        .Select(cells => new Row(Enum.Parse<RelocKind>(cells[0]), (ulong)Number(cells[1]), Number(cells[2]), (ulong)Number(cells[3]), cells[4], cells[5]))];

    public static TheoryData<Row> Rows => [.. All];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Place_holds_what_the_ABI_asks_for(Row row)
    {
        Place place = Place.Of(Convert.FromHexString(row.Before));
        PatchStatus status = place.Apply(row.Kind, row.S, row.A, row.O);
        Assert.Equal(Refusals.GetValueOrDefault(row.After), status);
        Assert.Equal(Refusals.ContainsKey(row.After) ? row.Before : row.After, Convert.ToHexString(place.Bytes));
        Assert.True(place.AreCanariesAlive);
    }

    [Theory]
    [MemberData(nameof(Kinds.Instructions), MemberType = typeof(Kinds))]
    public void Every_kind_has_its_rows(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        Row[] rows = [.. All.Where(row => row.Kind == kind)];
        Assert.True(rows.Count(row => !Refusals.ContainsKey(row.After)) >= 4);
        Assert.Equal(form.Range != ValueRange.Unchecked, rows.Any(row => row.After == "out of range"));
        Assert.Equal(form.Alignment > 1, rows.Any(row => row.After == "misaligned"));
        Assert.Contains(rows, row => row.After == "wrong instruction");
        Assert.Equal(!form.TakesAddend, rows.Any(row => row.After == "unexpected addend"));
        Assert.Contains(rows, row => !Refusals.ContainsKey(row.After) && A64Word.Immediate(form.Field.Instruction, BitConverter.ToUInt32(Convert.FromHexString(row.Before))) is not (0 or -1));
    }

    private static long Number(string text) =>
        text[0] == '-' ? -Number(text[1..]) : (long)ulong.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>A line of the list.</summary>
    public record Row(RelocKind Kind, ulong S, long A, ulong O, string Before, string After);
}
