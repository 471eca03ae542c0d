using Linker.Cli.Output;

namespace Linker.Cli.Tests.Output;

/// <summary>Columns that fit.</summary>
public class TableTests
{
    [Fact]
    public void Columns_are_as_wide_as_their_widest_cell()
    {
        Assert.Equal(["", "Things (2)", "Size  Name", "   1  a long name", "1000  b"], Lines(int.MaxValue));
    }

    [Fact]
    public void What_yields_is_cut_where_the_line_is_too_long()
    {
        Assert.Equal(["", "Things (2)", "Size  Name", "   1  a long n…", "1000  b"], Lines(15));
    }

    [Fact]
    public void What_may_be_left_out_goes_before_a_line_is_too_long()
    {
        Assert.Equal(["", "Things (2)", "Name", "a long …", "b"], Lines(8));
    }

    [Fact]
    public void A_table_without_rows_is_not_there()
    {
        var output = new StringWriter();
        new Table("Nothing", new Column("A")).Write(output, 80, hasColour: true);
        Assert.Equal("", output.ToString());
    }

    private static string[] Lines(int width)
    {
        var table = new Table("Things", new Column("Size", IsRight: true, DropRank: 1), new Column("Name", Yields: true));
        table.Add("1", "a long name");
        table.Add("1000", "b");
        var output = new StringWriter { NewLine = "\n" };
        table.Write(output, width, hasColour: false);
        return output.ToString().TrimEnd('\n').Split('\n');
    }
}
