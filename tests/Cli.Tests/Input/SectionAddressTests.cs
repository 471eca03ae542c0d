using Linker.Cli.Input;

namespace Linker.Cli.Tests.Input;

/// <summary>The forms of the command line's addresses.</summary>
public class SectionAddressTests
{
    [Theory]
    [InlineData("a.o,.text=0x10", "a.o", ".text", 16UL)]
    [InlineData("a,b.o,#3=17", "a,b.o", "#3", 17UL)]
    [InlineData("a.o,__text=0x10", "a.o", "__text", 16UL)]
    [InlineData("a,b.o,__TEXT,__text=0x10", "a,b.o", "__TEXT,__text", 16UL)]
    [InlineData("lib=x.a(m.o),.data=0xFFFFFFFFFFFFFFFF", "lib=x.a(m.o)", ".data", ulong.MaxValue)]
    public void File_section_and_address_are_told_apart(string text, string file, string section, ulong address)
    {
        Assert.True(SectionAddress.TryRead(text, out SectionAddress? read));
        Assert.Equal((file, section, address), (read!.File, read.Section, read.Address));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.o")]
    [InlineData("a.o=1")]
    [InlineData(",.text=1")]
    [InlineData("a.o,=1")]
    [InlineData("a.o,.text=")]
    [InlineData("a.o,.text=-1")]
    [InlineData("a.o,.text=0x10000000000000000")]
    public void Anything_else_is_refused(string text) => Assert.False(SectionAddress.TryRead(text, out _));
}
