namespace Linker.Llvm.Tests;

public sealed class LibraryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("llvm").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_a_library_the_message_says_how_to_get_one_and_what_was_tried()
    {
        string noLibrary = Path.Combine(_folder, "libLLVM.so.22.1");
        File.WriteAllText(noLibrary, "not a library");
        MissingLibraryException missing = Assert.Throws<MissingLibraryException>(() => Library.Find(new LibraryLocator { Named = _folder, RuntimeIdentifier = "linux-x64" }));
        Assert.Equal($"{noLibrary}: cannot be loaded", missing.Attempts[0]);
        Assert.Equal($"{Path.Combine(_folder, "libLLVM-22.so")}: not there", missing.Attempts[1]);
        string[] lines = missing.Message.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal("libLLVM 19 or later was not found. One of these brings it:", lines[0]);
        Assert.Contains("Debian, Ubuntu: apt-get install libllvm22 (packages libllvm19 to libllvm22)", lines);
        Assert.Contains("any system: dotnet add package libLLVM, in the program's project", lines);
        Assert.Contains("a library elsewhere: the environment variable LINKER_LLVM, with the path of the file or of its folder", lines);
        Assert.Contains(missing.Attempts[^1], lines);
    }

    [Theory]
    [InlineData("libc.so.6", "libc.so.6: not LLVM, or older than LLVM 16")]
    public void A_library_that_is_not_LLVM_is_told_apart(string name, string expected) =>
        Assert.Equal([expected], Assert.Throws<MissingLibraryException>(() => Library.Find(new LibraryLocator { Named = name, RuntimeIdentifier = "linux-x64" })).Attempts);

    [Fact]
    public void The_library_in_use_says_where_it_is_and_which()
    {
        Needs.Llvm();
        Assert.InRange(Compiler.Version.Major, Library.OldestMajor, 99);
        Assert.Contains("LLVM", Compiler.LibraryPath, StringComparison.Ordinal);
        Assert.Equal(Compiler.Version, Library.Find(LibraryLocator.OfProcess).Version);
    }
}
