using System.Text;

namespace Linker.Loader.Tests;

/// <summary>From an address to its row, and from a row to its file.</summary>
public class LineTableTests
{
    private static readonly LineTable Table = new(
        [new(0x200, 0, 5), new(0x204, 0, 6), new(0x100, 1, 1), new(0x300, 0, 0)],
        [new(0x200, 0x210, 0, 2), new(0x100, 0x110, 2, 1), new(0x300, 0x301, 3, 1)],
        [new(default, default, new(1, 0)), new(default, default, new(1, 4))],
        [Encoding.UTF8.GetBytes("a.c\0b.c\0")]);

    [Theory]
    [InlineData(0xff, null)]
    [InlineData(0x100, "b.c:1")]
    [InlineData(0x10f, "b.c:1")]
    [InlineData(0x110, null)]
    [InlineData(0x1ff, null)]
    [InlineData(0x200, "a.c:5")]
    [InlineData(0x203, "a.c:5")]
    [InlineData(0x204, "a.c:6")]
    [InlineData(0x20f, "a.c:6")]
    [InlineData(0x210, null)]
    [InlineData(0x300, "a.c:0")]
    [InlineData(0x301, null)]
    [InlineData(-1, null)]
    public void An_address_belongs_to_the_last_row_before_it_in_a_sequence(long address, string? expected) =>
        Assert.Equal(expected, Table.TryFind((ulong)address, out LineRow row) ? $"{Table.FileOf(in row)}:{row.Line}" : null);

    [Fact]
    public void An_empty_table_has_nothing() => Assert.False(LineTable.Empty.TryFind(0, out _));

    [Theory]
    [InlineData("/base", "sub", "f.c", "/base/sub/f.c")]
    [InlineData("/base", "", "f.c", "/base/f.c")]
    [InlineData("/base", "/sub", "f.c", "/sub/f.c")]
    [InlineData("/base", "sub", "/f.c", "/f.c")]
    [InlineData("", "sub/", "f.c", "sub/f.c")]
    [InlineData("C:\\root\\", "C:/sub", "\\f.c", "\\f.c")]
    [InlineData("C:\\root\\", "sub", "f.c", "C:\\root\\sub/f.c")]
    [InlineData("C:\\root\\", "D:/sub", "f.c", "D:/sub/f.c")]
    [InlineData("", "", "", "")]
    public void A_path_is_as_absolute_as_its_parts_make_it(string root, string folder, string name, string path)
    {
        byte[] strings = Encoding.UTF8.GetBytes($"{root}\0{folder}\0{name}\0");
        var file = new LineFile(new(1, 0), new(1, (uint)root.Length + 1), new(1, (uint)(root.Length + folder.Length) + 2));
        var table = new LineTable([], [], [file], [strings]);
        Assert.Equal(path, table.FileOf(new LineRow(0, 0, 1)));
        Assert.Null(table.FileOf(new LineRow(0, 1, 1)));
        Assert.Null(table.FileOf(new LineRow(0, -1, 1)));
    }
}
