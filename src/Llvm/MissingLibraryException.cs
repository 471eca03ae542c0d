namespace Linker.Llvm;

/// <summary>No libLLVM that can be used was found; the message says where it was looked for and how to get one.</summary>
public sealed class MissingLibraryException : Exception
{
    /// <summary>Evidence of the search.</summary>
    /// <param name="attempts">What was tried, in order, each with what came of it.</param>
    public MissingLibraryException(IReadOnlyList<string> attempts)
        : base(Describe(attempts)) => Attempts = attempts;

    /// <summary>What was tried, in order, each with what came of it.</summary>
    public IReadOnlyList<string> Attempts { get; }

    private static string Describe(IReadOnlyList<string> attempts) =>
        $"""
        libLLVM {Library.OldestMajor} or later was not found. One of these brings it:
          Debian, Ubuntu: apt-get install libllvm22 (packages libllvm19 to libllvm22)
          macOS: brew install llvm
          any system: dotnet add package libLLVM, in the program's project
          a library elsewhere: the environment variable {LibraryLocator.Variable}, with the path of the file or of its folder
        Looked for in this order:
          {string.Join("\n  ", attempts)}
        """;
}
