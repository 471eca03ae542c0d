namespace Linker.House.Tests;

/// <summary>A test class lies where its type lies: <c>tests/Loader.Tests/Elf/ElfReaderTests.cs</c> is about <c>src/Loader/Elf/ElfReader.cs</c>.</summary>
public class MirrorTests
{
    // Of all files together rather than of one.
    private static readonly string[] CrossCutting =
    [
        "tests/Loader.Tests/FixtureTests.cs", // every checked-in object
        "tests/Loader.Tests/MalformedInputTests.cs", // every checked-in object, damaged
        "tests/Loader.Tests/ReadobjTests.cs", // against another reader
        "tests/Loader.Tests/ElfSharpTests.cs", // against a third
        "tests/Engine.Tests/FixtureTests.cs", // every checked-in object that runs
        "tests/Check.Tests/DocumentTests.cs", // every example of docs/check.md
        "tests/Check.Tests/FixtureTests.cs", // every checked-in object whose source has rules
        "tests/Cli.Tests/RealProgramTests.cs", // every program over a real library
        "tests/Cli.Tests/IrProgramTests.cs", // every program of modules
        "tests/Cli.Tests/SampleTests.cs", // every sample
    ];

    // Houses of their own: about the repository, about whole programs.
    private static readonly string[] WholeProjects = ["tests/House.Tests/"];

    [Fact]
    public void A_test_class_lies_beside_its_type()
    {
        HashSet<string> types = [.. Source.Files("src").Select(file => file["src/".Length..^".cs".Length])];
        IEnumerable<string> strangers = Source.Files("tests", "*Tests.cs")
            .Where(file => !CrossCutting.Contains(file) && !WholeProjects.Any(file.StartsWith))
            .Where(file => !HasType(types, file));
        Assert.Empty(strangers);
    }

    [Fact]
    public void Every_file_with_tests_is_named_so()
    {
        IEnumerable<string> unnamed = Source.Files("tests")
            .Where(file => !file.EndsWith("Tests.cs", StringComparison.Ordinal))
            .Where(file => Source.CodeOf(Source.Read(file), keepStrings: false) is var code && (code.Contains("[Fact", StringComparison.Ordinal) || code.Contains("[Theory", StringComparison.Ordinal)));
        Assert.Empty(unnamed);
    }

    // The type's name, perhaps with a word for the part that is tested: ElfReaderGroupTests is about ElfReader.
    private static bool HasType(HashSet<string> types, string file)
    {
        string[] parts = file["tests/".Length..^"Tests.cs".Length].Split('/', 2);
        string project = parts[0].EndsWith(".Tests", StringComparison.Ordinal) ? parts[0][..^".Tests".Length] : parts[0];
        string path = parts.Length > 1 ? $"{project}/{parts[1]}" : project;
        return types.Any(type =>
            path.StartsWith(type, StringComparison.Ordinal) && type.LastIndexOf('/') == path.LastIndexOf('/') && (path.Length == type.Length || char.IsUpper(path[type.Length])));
    }
}
