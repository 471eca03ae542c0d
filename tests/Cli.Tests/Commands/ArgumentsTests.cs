namespace Linker.Cli.Tests.Commands;

/// <summary>Options that several commands have.</summary>
public class ArgumentsTests
{
    [Fact]
    public void A_name_is_defined_once_but_may_be_so_again()
    {
        Ended ended = RtlinkProcess.Run("link", "hello.o", "--phony-externals", "--define", "printf=1", "--define", "putchar=2", "--define", "printf=0x20");
        Assert.Equal((2, "rtlink: error: --define gives 'printf' several addresses: 0x1 and 0x20"), (ended.ExitCode, ended.ErrorLines[0]));
        Assert.Equal(0, RtlinkProcess.Run("link", "hello.o", "--base", "0x400000", "--define", "printf=0x500000", "--define", "putchar=0x500010", "--define", "printf=0x500000").ExitCode);
    }
}
