using System.CommandLine;
using System.CommandLine.Parsing;
using Linker.Cli.Output;

namespace Linker.Cli.Commands;

/// <summary>The program: finds the command and turns failures into messages and exit codes.</summary>
internal static class Rtlink
{
    /// <summary>An object cannot be read or linked.</summary>
    internal const int LinkFailed = 1;

    /// <summary>The command line makes no sense.</summary>
    internal const int UsageIsWrong = 2;

    private const string Delimiter = "--";

    /// <returns>The process's exit code.</returns>
    internal static int Run(string[] arguments)
    {
        Terminal.OpenMessages();

        // What follows the first "--" is the linked program's, whatever it looks like.
        int own = Array.IndexOf(arguments, Delimiter);
        string[] programArguments = own < 0 ? [] : arguments[(own + 1)..];
        ParseResult result = Create(programArguments).Parse(own < 0 ? arguments : arguments[..own], new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0)
        {
            foreach (ParseError error in result.Errors)
            {
                Messages.Error(error.Message.TrimEnd('.'));
            }

            Messages.Note($"'{Usage.PathOf(result.CommandResult.Command)} --help' says what can be given");
            return UsageIsWrong;
        }

        try
        {
            return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e) when (Failures.LinesOf(e) is { } lines)
        {
            foreach (string line in lines)
            {
                Messages.Error(line);
            }

            return e is UsageException ? UsageIsWrong : LinkFailed;
        }
        catch (Exception e)
        {
            // Whatever it is, it is this program's fault and not the input's; say all that is known.
            Messages.Error($"internal error: {e}");
            return LinkFailed;
        }
    }

    private static RootCommand Create(string[] programArguments)
    {
        var root = new RootCommand("Links relocatable objects and static libraries into memory: runs them, shows them, measures them.")
        {
            RunCommand.Create(programArguments),
            LinkCommand.Create(),
            CheckCommand.Create(),
            InspectCommand.Create(),
            BenchCommand.Create(),
        };
        Usage.AddTo(root);
        return root;
    }
}
