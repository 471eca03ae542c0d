namespace Linker.Llvm.Tests;

public sealed class LibraryLocatorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("llvm").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_library_that_the_environment_names_is_the_only_one() =>
        Assert.Equal(["/somewhere/libLLVM.so"], new LibraryLocator { Named = "/somewhere/libLLVM.so", RuntimeIdentifier = "linux-x64", ProgramFolder = "/program" }.Candidates());

    [Theory]
    [InlineData("linux-x64", "libLLVM.so.22.1", "libLLVM.so")]
    [InlineData("osx-arm64", "libLLVM.dylib", "libLLVM-C.dylib")]
    [InlineData("win-x64", "libLLVM.dll", "LLVM-C.dll")]
    public void In_a_folder_that_the_environment_names_the_newest_comes_first(string runtime, string first, string last)
    {
        string[] candidates = [.. new LibraryLocator { Named = _folder, RuntimeIdentifier = runtime }.Candidates()];
        Assert.Equal((Path.Combine(_folder, first), Path.Combine(_folder, last)), (candidates[0], candidates[^1]));
        Assert.All(candidates, c => Assert.StartsWith(_folder, c, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("linux-x64", "libLLVM.so")]
    [InlineData("linux-arm64", "libLLVM.so")]
    [InlineData("osx-arm64", "libLLVM.dylib")]
    [InlineData("win-x64", "libLLVM.dll")]
    public void A_packages_library_beside_the_program_comes_before_the_systems(string runtime, string file)
    {
        string[] candidates = [.. new LibraryLocator { RuntimeIdentifier = runtime, ProgramFolder = "/program", PackageFolders = ["/program", "/packages/native"] }.Candidates()];
        Assert.Equal([Path.Combine("/program", "runtimes", runtime, "native", file), Path.Combine("/program", file), Path.Combine("/packages/native", file)], candidates[..3]);
        Assert.Equal(candidates.Distinct(), candidates);
    }

    [Fact]
    public void The_systems_libraries_are_tried_from_22_down_to_19()
    {
        string[] candidates = [.. new LibraryLocator { RuntimeIdentifier = "linux-x64", ProgramFolder = "/program" }.Candidates()];
        int[] places = [.. Enumerable.Range(19, 4).Reverse().Select(major => Array.IndexOf(candidates, $"libLLVM.so.{major}.1"))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.Equal("libLLVM.so", candidates[^1]);
        Assert.DoesNotContain(candidates, c => c.Contains("18", StringComparison.Ordinal) || c.Contains("23", StringComparison.Ordinal));
    }
}
