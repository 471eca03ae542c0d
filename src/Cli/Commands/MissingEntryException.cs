namespace Linker.Cli.Commands;

/// <summary>No file defines the function to start with, or it is hidden.</summary>
internal sealed class MissingEntryException(string entry)
    : Exception($"no file defines the entry '{entry}' where it can be seen; give the function to start with as --entry NAME");
