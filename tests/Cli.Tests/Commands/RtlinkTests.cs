using Linker.Shared;

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

    [Theory]
    [InlineData("link")]
    [InlineData("check")]
    public void What_an_object_defines_cannot_be_defined_again(string command)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("rules"), "# jitlink-check: 1 = 1\n");
        string[] rules = command == "check" ? ["--rules", folder.File("rules")] : [];
        Ended ended = RtlinkProcess.Run([command, "hello.o", "--phony-externals", "--define", "main=0x1000", .. rules]);
        Assert.Equal(2, ended.ExitCode);
        Assert.StartsWith("rtlink: error: --define main=0x1000: 'main' is defined by hello.o", ended.Error, StringComparison.Ordinal);
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
        (string, string)[] environment = [("TERM", "xterm"), ("NO_COLOR", "")];
        Assert.DoesNotContain('\e', RtlinkProcess.Start([], null, environment, "link", "hello.o", "--phony-externals", "--map").Output);
        Assert.DoesNotContain('\e', RtlinkProcess.Start([], null, environment, "run", "nosuch.o").Error);
    }
}
