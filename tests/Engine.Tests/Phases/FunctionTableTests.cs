using Linker.Loader;
using Linker.Shared;

namespace Linker.Engine.Tests;

public sealed class FunctionTableTests
{
    private static CoffBuilder Object(ushort machine, string name, string text)
    {
        var coff = new CoffBuilder { Machine = machine };
        bool isX64 = machine == CoffBuilder.X64;
        ushort type = isX64 ? (ushort)3 : (ushort)2;
        coff.Section(text, CoffBuilder.Code | CoffBuilder.Align(16), new byte[16]).Named(name);
        CoffBuilder.SectionRow pdata = coff.Section(".pdata", CoffBuilder.Constants | CoffBuilder.Align(4), new byte[isX64 ? 12 : 8]).Relocate(0, type, name);
        if (isX64)
        {
            pdata.Data[4] = 16;
            pdata.Relocate(4, type, name).Data[8] = (byte)name[0];
        }
        else
        {
            pdata.Data[4] = (byte)name[0];
        }

        return coff;
    }

    [Theory]
    [InlineData(CoffBuilder.X64, 12)]
    [InlineData(CoffBuilder.Arm64, 8)]
    public void Entries_of_all_objects_are_one_table_sorted_by_address(ushort machine, int size)
    {
        using var link = new CoffLink(machine);
        link.Link(Object(machine, "c", ".text$c"), Object(machine, "a", ".text$a"), Object(machine, "b", ".text$b"));
        ulong table = link.Image.Record!.Sections.Where(s => s.Name == ".pdata").Min(s => s.Address);
        string order = "";
        for (uint i = 0; i < 3; i++)
        {
            ulong entry = table + (i * (uint)size);
            string name = ((char)link.Word(entry + (uint)size - 4, 1)).ToString();
            Assert.Equal((ulong)link.Image.GetAddress(name), link.Image.Segments.ToArray().Min(s => s.TargetAddress) + link.Word(entry, 4));
            order += name;
        }

        Assert.Equal("abc", order);
    }

    [Fact]
    public void A_table_that_is_no_number_of_entries_is_refused()
    {
        using var link = new CoffLink();
        var coff = new CoffBuilder();
        coff.Section(".pdata", CoffBuilder.Constants | CoffBuilder.Align(4), new byte[16]);
        ObjectFormatException e = Assert.Throws<ObjectFormatException>(() => link.Link(coff));
        Assert.Contains("16 bytes are not a number of entries of 12", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Padding_between_tables_would_read_as_an_entry_so_there_is_none()
    {
        using var link = new CoffLink();
        CoffBuilder a = new(), b = new();
        a.Section(".pdata", CoffBuilder.Constants | CoffBuilder.Align(16), new byte[12]).Data[0] = 2;
        b.Section(".pdata", CoffBuilder.Constants | CoffBuilder.Align(16), new byte[12]).Data[0] = 1;
        link.Link(a, b);
        ulong table = link.Image.Record!.Sections.Where(s => s.Name == ".pdata").Min(s => s.Address);
        Assert.Equal((1u, 2u), ((uint)link.Word(table, 4), (uint)link.Word(table + 12, 4)));
    }
}
