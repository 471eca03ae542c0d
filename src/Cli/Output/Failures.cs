using System.ComponentModel;
using Linker.Check;
using Linker.Cli.Commands;
using Linker.Cli.Input;
using Linker.Engine;
using Linker.Llvm;
using Linker.Loader;

namespace Linker.Cli.Output;

/// <summary>What is said about each way to fail.</summary>
internal static class Failures
{
    /// <summary>One line for each thing that is wrong, or <see langword="null"/> for what is a fault of this program and not of its input.</summary>
    internal static IEnumerable<string>? LinesOf(Exception failure) => failure switch
    {
        InputException input => input.Failures.Select(f => f.Message),
        DuplicateSymbolException { InnerException: UnresolvedSymbolsException unresolved } => [.. failure.Message.Split('\n'), .. unresolved.Message.Split('\n')],
        ObjectFormatException or UnresolvedSymbolsException or DuplicateSymbolException or RelocationException or ThreadLocalSpaceException or InitializerException
            or IrException or MissingLibraryException or UsageException or MissingEntryException or RuleSyntaxException
            or IOException or UnauthorizedAccessException or DllNotFoundException or OutOfMemoryException or Win32Exception
            or ArgumentException or PlatformNotSupportedException => TextOf(failure).Split('\n'),
        _ => null,
    };

    // The platform adds the name of a parameter, which means nothing to who runs a command.
    private static string TextOf(Exception failure) =>
        failure is ArgumentException { ParamName: { } name } ? failure.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : failure.Message;
}
