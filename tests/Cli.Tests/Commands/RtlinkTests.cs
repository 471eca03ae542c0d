namespace Linker.Cli.Tests.Commands;

/// <summary>The command line itself.</summary>
public class RtlinkTests
{
    [Theory]
    [InlineData("run")]
    [InlineData("run", "hello.o", "--nosuch")]
    [InlineData("nosuch")]
    [InlineData("run", "hello.o", "--define", "name")]
    [InlineData("run", "hello.o", "--define", "name=zz")]
    [InlineData("link", "hello.o", "--base", "0xx")]
    [InlineData("link", "hello.o", "--section-address", "hello.o=1")]
    [InlineData("bench", "hello.o", "--iterations", "0")]
    [InlineData("bench", "hello.o", "--iterations", "many")]
    public void A_command_line_that_makes_no_sense_is_refused_with_code_2(params string[] arguments)
    {
        Ended ended = RtlinkProcess.Run(arguments);
        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.StartsWith("rtlink: error: ", ended.Error, StringComparison.Ordinal);
        Assert.Contains("--help' says what can be given", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "rtlink run hello.o")]
    [InlineData("run --help", "--library")]
    [InlineData("link --help", "FILE,SECTION=ADDR")]
    [InlineData("inspect --help", "--disassemble")]
    [InlineData("bench --help", "--iterations")]
    public void Help_has_options_examples_and_exit_codes(string arguments, string mention)
    {
        Ended ended = RtlinkProcess.Run(arguments.Split(' '));
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Contains(mention, ended.Output, StringComparison.Ordinal);
        Assert.Contains("Examples:", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Exit codes:", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_is_a_number()
    {
        Ended ended = RtlinkProcess.Run("--version");
        Assert.Equal(0, ended.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+", ended.Output);
    }

    [Fact]
    public void Colours_are_only_for_terminals()
    {
        Assert.DoesNotContain('\e', RtlinkProcess.Run("link", "hello.o", "--phony-externals", "--map").Output);
        Assert.DoesNotContain('\e', RtlinkProcess.Run("run", "nosuch.o").Error);
    }
}
