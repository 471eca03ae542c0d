using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Linker.Cli.Commands;

/// <summary>Help beyond the lists of options: exit codes and examples.</summary>
internal static class Usage
{
    private const string ExitCodes = """
        Exit codes:
          0  done
          1  a file cannot be read, or the link has errors: one line each on standard error; or a rule of 'check' does not hold
          2  the command line is wrong
          'run' ends as the program does, once it has started it
        """;

    private static readonly Dictionary<string, string> Examples = new()
    {
        ["rtlink"] = """
            Examples:
              rtlink run hello.o
              rtlink run shell.o libsqlite3.a --library libz.so.1 -- :memory: "select 1"
              rtlink link calls.o --base 0x400000 --define puts=0x500000 --map
              rtlink check --rules calls.s --define puts=0x500000 calls.o
              rtlink inspect calls.o --disassemble
              rtlink bench --phony-externals *.o
            """,
        ["run"] = """
            Arguments of the program follow --; its argv[0] is the first file. Names are looked for in the objects, the definitions, the
            archives in the order given, then the libraries and the C and C++ run time of this process. Modules are compiled by libLLVM 19 to
            22: that of the environment variable LINKER_LLVM, else one beside this program, else the system's.
            With --debug, breakpoints in the program's functions are pending until it is linked ('set breakpoint pending on'), and signals 34 to
            37 are the runtime's own ('handle SIG34 SIG35 SIG36 SIG37 nostop noprint pass').

            Examples:
              rtlink run hello.o
              rtlink run main.o helpers.o libz.a -- --level 9 < input > output
              rtlink run --entry start --define counter=0x10000 start.o
              rtlink run --library ./libplugin.so --library libm.so.6 plot.o
              rtlink run -O0 main.ll library.bc helpers.o
              rtlink run --cache ~/.cache/objects main.ll
              gdb --args rtlink run --debug main.o helpers.o
              perf record rtlink run --perf main.o helpers.o
            """,
        ["link"] = """
            Nothing is executed and nothing of this process is used: names come from the objects, the definitions and the archives. Phony
            externals stand 16 bytes apart from 1 GiB above --base, or above the lowest --section-address, or above the default base, so that
            32-bit distances reach them, and 32-bit addresses too when the image lies below 1 GiB.
            The dump goes object by object, section by section; zero-fill is written as zeros.

            Examples:
              rtlink link calls.o --base 0x400000 --define puts=0x500000 --map
              rtlink link calls.o --section-address calls.o,.text=0x401000 --section-address 'calls.o,#5=0x402000' --phony-externals --dump -
              rtlink link main.o libz.a --section-address 'adler32.o,.text=0x10010000' --phony-externals --json
            """,
        ["check"] = """
            Rules are lines of the files that begin with '# rtdyld-check:' or '# jitlink-check:', as in LLVM's tests; a rule that ends in '\' goes on in
            the next line. Nothing is executed and nothing of this process is used. What has no address of its own lies from --target-start on, or
            next to the sections of --section-address, or else at the default base. Every rule is evaluated; a file without any is a failure.

            Examples:
              rtlink check --rules calls.s --define puts=0x500000 calls.o
              rtlink check --rules calls.s --section-address calls.o,.text=0x401000 --phony-externals calls.o
              rtlink check --rules calls.s --slab-address 0x10000000 --slab-size 64Kb --page-size 16384 --alias entry=main calls.o libz.a
            """,
        ["inspect"] = """
            Examples:
              rtlink inspect calls.o
              rtlink inspect calls.o --disassemble
              rtlink inspect 'libz.a(adler32.o)' --json
            """,
        ["bench"] = """
            Link is everything from the graph to the sealed image; no initialiser runs. Times are medians in nanoseconds; allocated is managed
            memory in bytes for one round of reading, linking and disposing. With phony externals images lie in the low 2 GiB, and objects that
            define indirect functions or use thread-local variables of others are linked without being bound to the process.

            Examples:
              rtlink bench hello.o
              rtlink bench --phony-externals --iterations 1000 --json *.o
              rtlink bench --phony-externals libz.a
            """,
    };

    /// <summary>The words that start a command.</summary>
    internal static string PathOf(Command command) => command is RootCommand ? "rtlink" : $"rtlink {command.Name}";

    /// <summary>Puts our sections after those that the parser's library writes, for all commands.</summary>
    internal static void AddTo(RootCommand root)
    {
        HelpOption option = root.Options.OfType<HelpOption>().Single();
        option.Action = new HelpWithExamples((HelpAction)option.Action!);
    }

    private sealed class HelpWithExamples(HelpAction inner) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int code = inner.Invoke(parseResult);
            Command command = parseResult.CommandResult.Command;
            TextWriter output = parseResult.InvocationConfiguration.Output;
            if (Examples.TryGetValue(command is RootCommand ? "rtlink" : command.Name, out string? text))
            {
                output.WriteLine(text);
                output.WriteLine();
            }

            output.WriteLine(ExitCodes);
            return code;
        }
    }
}
