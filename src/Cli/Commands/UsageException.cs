namespace Linker.Cli.Commands;

/// <summary>Arguments that are well formed but do not fit the files.</summary>
internal sealed class UsageException(string message) : Exception(message);
