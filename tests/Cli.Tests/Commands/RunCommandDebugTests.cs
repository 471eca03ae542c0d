using System.Globalization;

namespace Linker.Cli.Tests.Commands;

/// <summary>Programs that debuggers and profilers look at.</summary>
[Trait("System", "linux")]
public class RunCommandDebugTests
{
    private const string Source = """
        #include <stdio.h>
        #include <unistd.h>
        int shared = 30;
        static int inner(int depth)
        {
            int local = depth + shared;
            if (depth == 0)
                return local;
            return inner(depth - 1) + depth;
        }
        int outer(int n)
        {
            return inner(n);
        }
        int main(int argc, char **argv)
        {
            printf("%d %p\n", getpid(), (void *)outer);
            return outer(argc);
        }
        """;

    // The runtime signals its threads when it wants them to stop.
    private static readonly string[] Commands =
        ["set debuginfod enabled off", "set breakpoint pending on", "handle SIG34 SIG35 SIG36 SIG37 nostop noprint pass", "break inner if depth == 0"];

    [Theory]
    [Trait("Machine", "x64")] // the emulator is no debugger of what it runs
    [InlineData("gcc")]
    [InlineData("clang-22")]
    public void Gdb_stops_in_a_function_and_names_functions_files_lines_and_variables(string compiler)
    {
        using TemporaryFolder folder = Compiled(compiler, "-g");
        Ended ended = Gdb(folder, ["run", "backtrace 4", "next", "info locals", "print shared", "kill"], "run", "--debug", folder.File("deep.o"), "--", "x");
        string[] lines = ended.Output.Split('\n');
        Assert.Equal(
            ["#0  inner (depth=0) at deep.c:6", "#1  in inner (depth=1) at deep.c:9", "#2  in inner (depth=2) at deep.c:9", "#3  in outer (n=2) at deep.c:13"],
            lines.Where(l => l.StartsWith('#')).Take(4).Select(WithoutAddress));
        Assert.Contains("local = 30", lines);
        Assert.Contains("$1 = 30", lines);
    }

    [Fact]
    [Trait("Machine", "x64")] // the emulator is no debugger of what it runs
    public void Gdb_sees_nothing_of_a_program_that_is_not_shown_to_it()
    {
        using TemporaryFolder folder = Compiled("gcc", "-g");
        Ended ended = Gdb(folder, ["run"], "run", folder.File("deep.o"), "--", "x");
        Assert.Contains(" 0x", ended.Output.Split('\n').Single(l => l.Split(' ') is [var pid, _] && int.TryParse(pid, CultureInfo.InvariantCulture, out int _)), StringComparison.Ordinal);
        Assert.DoesNotContain("hit Breakpoint", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Machine", "x64")] // the emulator is no debugger of what it runs
    public void Gdb_names_the_functions_of_a_Mach_O_program()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("deep.c"), "static int inner(int n) { volatile int kept = n; return kept; } int main(int argc, char **argv) { return inner(argc) + 1; }");
        Tool.Run("clang-22", folder.Path, "--target=x86_64-apple-macos11", "-O0", "-c", "deep.c", "-o", "deep.o");
        Ended ended = Gdb(folder, ["delete", "break inner", "run", "backtrace 2", "kill"], "run", "--debug", folder.File("deep.o"));
        Assert.Equal(["#0  in inner ()", "#1  in main ()"], ended.Output.Split('\n').Where(l => l.StartsWith('#')).Take(2).Select(WithoutAddress));
    }

    [Fact]
    public void Perf_finds_the_functions_of_a_program_by_the_number_of_its_process()
    {
        using TemporaryFolder folder = Compiled(Tool.Compiler);
        Ended ended = RtlinkProcess.Start([], folder.Path, [], "run", "--perf", "--debug", "deep.o");
        Assert.Equal(31, ended.ExitCode);
        string[] told = ended.Output.Trim().Split(' ');
        string path = $"/tmp/perf-{told[0]}.map";
        try
        {
            string[][] functions = [.. File.ReadLines(path).Select(l => l.Split(' ', 3))];
            Assert.Equal(["inner", "outer", "main"], functions.Select(f => f[2]).Where(n => !n.EndsWith("@stub", StringComparison.Ordinal)));
            string[] outer = functions.Single(f => f[2] == "outer");
            Assert.Equal(told[1], "0x" + outer[0]);
            Assert.InRange(int.Parse(outer[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture), 8, 64);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static TemporaryFolder Compiled(string compiler, params string[] options)
    {
        var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("deep.c"), Source);
        Tool.Run(compiler, folder.Path, ["-O0", .. options, "-c", "deep.c", "-o", "deep.o"]);
        return folder;
    }

    private static Ended Gdb(TemporaryFolder folder, string[] commands, params string[] arguments)
    {
        Shared.Needed.Program("gdb");
        File.WriteAllLines(folder.File("commands"), [.. Commands, .. commands]);
        return RtlinkProcess.RunUnder("gdb", ["-nx", "--batch", "-x", folder.File("commands"), "--args"], [], arguments);
    }

    // "#1  0x00007f... in f ()": all frames but the first, and the first where it is not known where a line begins.
    private static string WithoutAddress(string frame) =>
        frame.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var number, ['0', 'x', ..], .. var rest] ? $"{number}  {string.Join(' ', rest)}" : frame;
}
