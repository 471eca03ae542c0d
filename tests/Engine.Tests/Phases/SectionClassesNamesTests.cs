using Linker.Shared;

namespace Linker.Engine.Tests;

public sealed class SectionClassesNamesTests
{
    [Fact]
    public void Sections_whose_names_agree_up_to_a_dollar_sign_are_sorted_by_what_follows_it_across_objects()
    {
        using var link = new CoffLink();
        CoffBuilder a = new(), b = new();
        a.Section(".CRT$XCZ", CoffBuilder.Constants, 6);
        a.Section(".CRT$XCA", CoffBuilder.Constants, 1);
        a.Section(".CRT$XCU", CoffBuilder.Constants, 3);
        b.Section(".CRT$XCU", CoffBuilder.Constants, 4);
        b.Section(".CRT$XCAA", CoffBuilder.Constants, 2);
        b.Section(".CRT$XCU", CoffBuilder.Constants, 5);
        b.Section(".CRT", CoffBuilder.Constants, 0);
        a.Section(".other", CoffBuilder.Constants, 9);
        link.Link(a, b);
        Assert.Equal("00010203040506", Convert.ToHexString(link.Image.BytesAt(link.SectionAddress(".CRT", 1), 7)));
    }

    [Fact]
    public void Groups_stand_in_the_order_in_which_they_were_first_seen()
    {
        using var link = new CoffLink();
        CoffBuilder a = new(), b = new();
        a.Section(".z$b", CoffBuilder.Constants, 2);
        a.Section(".a", CoffBuilder.Constants, 3);
        b.Section(".z$a", CoffBuilder.Constants, 1);
        link.Link(a, b);
        Assert.Equal("010203", Convert.ToHexString(link.Image.BytesAt(link.SectionAddress(".z$a", 1), 3)));
    }

    [Fact]
    public void The_template_of_thread_local_variables_is_sorted_too()
    {
        using var link = new CoffLink();
        CoffBuilder a = new(), b = new();
        a.Section(".tls$ZZZ", CoffBuilder.Data, 3);
        a.Section(".tls$", CoffBuilder.Data, 2).Named("v");
        b.Section(".tls", CoffBuilder.Data, 1);
        link.Link(a, b);
        Assert.Equal("010203", Convert.ToHexString(link.Image.BytesAt(link.SectionAddress(".tls", 1), 3)));
    }

    [Fact]
    public void Sections_without_a_dollar_sign_keep_the_order_of_the_inputs()
    {
        using var link = new CoffLink();
        var a = new CoffBuilder();
        a.Section(".rdata", CoffBuilder.Constants, 1);
        a.Section(".rdata", CoffBuilder.Constants, 2);
        CoffBuilder b = new();
        b.Section(".rdata", CoffBuilder.Constants, 3);
        link.Link(a, b);
        Assert.Equal("010203", Convert.ToHexString(link.Image.BytesAt(link.SectionAddress(".rdata"), 3)));
    }
}
