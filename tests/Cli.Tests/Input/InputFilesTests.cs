namespace Linker.Cli.Tests.Input;

/// <summary>What may stand on a command line for a file.</summary>
public class InputFilesTests
{
    [Theory]
    [InlineData(42, "run", "--entry", "answer", "gnu.a(member_answer.o)", "gnu.a(member_helper.o)")]
    [InlineData(42, "run", "--entry", "answer", "thin.a(member_answer.o)", "gnu.a")]
    [InlineData(0, "link", "gnu.a(member_helper.o)")]
    [InlineData(0, "bench", "gnu.a(member_helper.o)", "--iterations", "1")]
    [InlineData(0, "inspect", "gnu.a(member_helper.o)")]
    public void A_member_of_an_archive_is_a_file(int exitCode, params string[] arguments)
    {
        Ended ended = RtlinkProcess.Run(arguments);
        Assert.Equal(("", exitCode), (ended.Error, ended.ExitCode));
        Assert.True(arguments[0] == "run" || ended.Output.Contains("gnu.a(member_helper.o)", StringComparison.Ordinal), ended.Output);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("link")]
    [InlineData("bench")]
    [InlineData("inspect")]
    public void A_member_that_an_archive_does_not_have_is_an_error(string command)
    {
        Ended ended = RtlinkProcess.Run(command, "gnu.a(nosuch.o)");
        Assert.Equal(("rtlink: error: gnu.a: has no member 'nosuch.o'\n", 1), (ended.Error, ended.ExitCode));
    }

    [Fact]
    public void A_file_whose_own_name_has_parentheses_is_that_file()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(RtlinkProcess.Folder, "hello.o"), folder.File("gnu.a(hello.o)"));
        Ended ended = RtlinkProcess.Start([], folder.Path, [], "run", "gnu.a(hello.o)");
        Assert.Equal(("hello, 1 arguments: gnu.a(hello.o)\n", "", 0), (ended.Output, ended.Error, ended.ExitCode));
    }
}
