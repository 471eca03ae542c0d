using System.Text;
using Linker.Shared;

namespace Linker.Cli.Tests.Commands;

/// <summary>Programs run as if the shell had started them.</summary>
public class RunCommandTests
{
    [Fact]
    public void A_program_prints_its_arguments_of_which_the_first_is_its_file()
    {
        Ended ended = RtlinkProcess.Run("run", "hello.o", "--", "a", "--define", "b c");
        Assert.Equal(("hello, 4 arguments: hello.o a --define b c\n", "", 0), (ended.Output, ended.Error, ended.ExitCode));
    }

    [Fact]
    public void The_exit_code_is_what_the_entry_returns()
    {
        Ended ended = RtlinkProcess.Run("run", "--entry", "answer", "member_answer.o", "member_helper.o");
        Assert.Equal(("", 42), (ended.Error, ended.ExitCode));
    }

    [Theory]
    [InlineData("member_answer.o", "member_helper.o")]
    [InlineData("tls_gd.o")]
    [InlineData("tls_ie.o")]
    [InlineData("tls_desc.o")]
    public void A_program_runs_where_memory_files_may_not_be_executed(params string[] files)
    {
        const string Setting = "/proc/sys/vm/memfd_noexec";
        if (!File.Exists(Setting))
        {
            Needed.Missing($"the kernel has no {Setting}");
        }

        // A namespace of its own, so that nobody else is bound by the setting; .NET's own executable memory files are switched off.
        Ended ended = RtlinkProcess.RunUnder(
            "unshare", ["-rfp", "--mount-proc", "sh", "-c", $"echo 2 > {Setting} && exec \"$@\"", "sh"], [("DOTNET_EnableWriteXorExecute", "0")], ["run", "--entry", "answer", .. files]);
        Assert.Equal(("", 42), (ended.Error, ended.ExitCode));
    }

    [Theory]
    [InlineData("gnu.a")]
    [InlineData("bsd.a")]
    [InlineData("thin.a")]
    [InlineData("no_index.a")]
    [InlineData("rust_like.rlib")]
    public void An_archive_gives_the_entry_and_what_it_needs_and_nothing_else(string archive)
    {
        Ended ended = RtlinkProcess.Run("run", "--entry", "answer", archive);
        Assert.Equal(("", 42), (ended.Error, ended.ExitCode));
    }

    [Fact]
    public void Archives_may_stand_before_the_objects_that_need_them()
    {
        Ended ended = RtlinkProcess.Run("run", "gnu.a", "member_answer.o", "--entry", "answer");
        Assert.Equal(("", 42), (ended.Error, ended.ExitCode));
    }

    [Fact]
    public void Every_file_that_cannot_be_read_is_named_on_a_line_of_its_own()
    {
        Ended ended = RtlinkProcess.Run("run", "nosuch.o", "hello.o", "big_endian.o", "shared.so");
        Assert.Equal(1, ended.ExitCode);
        Assert.Equal(3, ended.ErrorLines.Length);
        Assert.Equal("rtlink: error: nosuch.o: no such file", ended.ErrorLines[0]);
        Assert.StartsWith("rtlink: error: big_endian.o: ", ended.ErrorLines[1], StringComparison.Ordinal);
        Assert.StartsWith("rtlink: error: shared.so: ", ended.ErrorLines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_name_that_nobody_defines_is_listed_with_who_asked()
    {
        Ended ended = RtlinkProcess.Run("run", "calls_host.o", "--entry", "call_host");
        Assert.Equal(1, ended.ExitCode);
        Assert.Equal(2, ended.ErrorLines.Length);
        Assert.Contains($"calls_host.o: .text+0x{(RtlinkProcess.IsArm64 ? 8 : 5)}", ended.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("'host_add' is not defined", ended.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("'host_value' is not defined", ended.ErrorLines[1], StringComparison.Ordinal);
        Assert.All(ended.ErrorLines, line => Assert.StartsWith("rtlink: error: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Two_definitions_of_one_name_are_an_error_that_names_both_places()
    {
        Ended ended = RtlinkProcess.Run("run", "duplicate_a.o", "duplicate_b.o", "--entry", "answer");
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("duplicate_b.o: ", ended.Error, StringComparison.Ordinal);
        Assert.Contains("is already defined in duplicate_a.o: ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_entry_is_an_error_that_says_how_to_name_one()
    {
        Ended ended = RtlinkProcess.Run("run", "add.o");
        Assert.Equal(("rtlink: error: no file defines the entry 'main' where it can be seen; give the function to start with as --entry NAME\n", 1), (ended.Error, ended.ExitCode));
    }

    [Fact]
    public void A_library_that_is_not_there_is_an_error_in_the_dynamic_linkers_words()
    {
        Ended ended = RtlinkProcess.Run("run", "hello.o", "--library", "libnosuch.so.7");
        Assert.Equal(1, ended.ExitCode);
        Assert.Single(ended.ErrorLines);
        Assert.Contains("libnosuch.so.7", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_a_library_that_is_asked_for_are_found()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("host.c"), "int host_value = 5; int host_add(int a, int b) { return a + b; }");
        File.WriteAllText(folder.File("main.c"), "int call_host(int, int); int *value_address(void); int main(void) { return call_host(30, 6) + *value_address(); }");
        Tool.Run(Tool.Compiler, folder.Path, "-shared", "-fPIC", "-o", "libhost.so", "host.c");
        Tool.Run(Tool.Compiler, folder.Path, "-c", "-O2", "-fPIC", "-o", "main.o", "main.c");
        Ended ended = RtlinkProcess.Run("run", "calls_host.o", folder.File("main.o"), "--library", folder.File("libhost.so"));
        Assert.Equal(("", 42), (ended.Error, ended.ExitCode));
    }

    [Fact]
    public void Standard_input_belongs_to_the_program_and_what_it_printed_is_flushed()
    {
        const string Program = """
            #include <stdio.h>
            int main(void) { int c; while ((c = getchar()) != EOF) putchar(c == 'a' ? 'A' : c); printf("done"); return 3; }
            """;
        Ended ended = Compiled(Program, Encoding.UTF8.GetBytes("banana\n"));
        Assert.Equal(("bAnAnA\ndone", "", 3), (ended.Output, ended.Error, ended.ExitCode));
    }

    [Theory]
    [InlineData("return 7;", 7)]
    [InlineData("exit(8);", 8)]
    public void Handlers_run_the_last_filed_first_and_then_finalisers(string ending, int code)
    {
        string program = $$"""
            #include <stdio.h>
            #include <stdlib.h>
            static void first(void) { printf("first filed\n"); }
            static void second(void) { printf("second filed\n"); }
            __attribute__((constructor)) static void start(void) { printf("constructor\n"); }
            __attribute__((destructor)) static void stop(void) { printf("destructor\n"); }
            int main(void) { atexit(first); atexit(second); printf("main\n"); {{ending}} }
            """;
        Ended ended = Compiled(program, []);
        Assert.Equal(("constructor\nmain\nsecond filed\nfirst filed\ndestructor\n", "", code), (ended.Output, ended.Error, ended.ExitCode));
    }

    [Fact]
    public void Signals_are_as_a_program_finds_them_at_its_start()
    {
        const string Program = """
            #include <signal.h>
            #include <stdio.h>
            int main(void)
            {
                int signals[] = { SIGINT, SIGQUIT, SIGPIPE, SIGCHLD };
                for (int i = 0; i < 4; i++)
                {
                    struct sigaction action;
                    sigaction(signals[i], 0, &action);
                    printf("%d", action.sa_handler == SIG_DFL);
                }
                raise(SIGPIPE);
                return 0;
            }
            """;
        Ended ended = Compiled(Program, []);
        Assert.Equal((128 + 13, ""), (ended.ExitCode, ended.Error));
    }

    [Fact]
    public void The_environment_is_the_one_that_was_given()
    {
        const string Program = """
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            int main(int argc, char **argv, char **envp)
            {
                for (; *envp; envp++) if (!strncmp(*envp, "RTLINK_TEST=", 12)) printf("%s %s\n", *envp, getenv("RTLINK_TEST"));
                return argv[argc] != NULL;
            }
            """;
        Ended ended = Compiled(Program, [], ("RTLINK_TEST", "ä b"));
        Assert.Equal(("RTLINK_TEST=ä b ä b\n", 0), (ended.Output, ended.ExitCode));
    }

    [Fact]
    public void A_thread_that_still_runs_when_main_returns_does_no_harm()
    {
        const string Program = """
            #include <pthread.h>
            #include <stdio.h>
            static volatile unsigned long turns;
            static void *spin(void *p) { for (;;) turns++; return p; }
            int main(void)
            {
                pthread_t thread;
                pthread_create(&thread, 0, spin, 0);
                while (turns < 1000) { }
                printf("ended\n");
                return 5;
            }
            """;
        Ended ended = Compiled(Program, []);
        Assert.Equal(("ended\n", "", 5), (ended.Output, ended.Error, ended.ExitCode));
    }

    [Fact]
    public void The_program_goes_by_the_name_of_its_file()
    {
        const string Program = """
            #define _GNU_SOURCE
            #include <err.h>
            #include <errno.h>
            #include <stdio.h>
            __attribute__((constructor)) static void start(void) { printf("%s\n", program_invocation_short_name); }
            int main(int argc, char **argv)
            {
                printf("%s %s\n", argv[0], program_invocation_name);
                warnx("%d", argc);
                return 0;
            }
            """;
        Ended ended = Compiled(Program, []);
        Assert.Equal(("main.o\n./main.o ./main.o\n", "main.o: 1\n", 0), (ended.Output, ended.Error, ended.ExitCode));
    }

    [Fact]
    public void A_program_that_needs_an_executable_stack_is_refused()
    {
        const string Program = """
            #include <stdlib.h>
            int main(void)
            {
                int numbers[] = { 1, 2, 3 }, sign = -1;
                int compare(const void *a, const void *b) { return sign * (*(int *)a - *(int *)b); }
                qsort(numbers, 3, sizeof *numbers, compare);
                return numbers[0];
            }
            """;
        Ended ended = Compiled(Program, []);
        Assert.Equal(1, ended.ExitCode);
        Assert.StartsWith("rtlink: error: ./main.o: needs an executable stack", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }

    private static Ended Compiled(string program, byte[] input, params (string Name, string Value)[] environment)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("main.c"), program);
        Tool.Run(Tool.Compiler, folder.Path, "-c", "-O1", "-fPIC", "-o", "main.o", "main.c");
        return RtlinkProcess.Start(input, folder.Path, environment, "run", "./main.o");
    }
}
