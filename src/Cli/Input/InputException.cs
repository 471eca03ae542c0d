namespace Linker.Cli.Input;

/// <summary>Files that cannot be read: all of them.</summary>
internal sealed class InputException(IReadOnlyList<Exception> failures) : Exception(failures[0].Message)
{
    internal IReadOnlyList<Exception> Failures { get; } = failures;
}
