using System.Text.RegularExpressions;
using Linker.Engine;
using Linker.Loader;
using Linker.Shared;

namespace Linker.House.Tests;

/// <summary>What the README shows is what is compiled and run here.</summary>
public class ReadmeTests
{
    [Fact]
    public void The_example_runs_and_is_the_one_that_the_readme_shows()
    {
        string before = Environment.CurrentDirectory;
        using var output = new StringWriter();
        TextWriter console = Console.Out;
        try
        {
            Environment.CurrentDirectory = Path.Combine(Repository.Root, "fixtures", "elf-x64");
            Console.SetOut(output);
            Example();
        }
        finally
        {
            Console.SetOut(console);
            Environment.CurrentDirectory = before;
        }

        Assert.Equal("5", output.ToString().Trim());
        Assert.Equal(Lines(ReadmeExample()), Lines(ThisExample()));
    }

    private static void Example()
    {
        // the README's example
        using var linker = new RuntimeLinker();
        using LoadedImage image = linker.Link(ObjectReader.Read(File.ReadAllBytes("add.o"), "add.o"));
        unsafe
        {
            var add = (delegate* unmanaged<int, int, int>)image.GetAddress("add");
            Console.WriteLine(add(2, 3));
        }

        // ends here
    }

    private static string ReadmeExample() =>
        Regex.Match(File.ReadAllText(Path.Combine(Repository.Root, "README.md")), "```csharp\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

    private static string ThisExample() =>
        Regex.Match(
            File.ReadAllText(Path.Combine(Repository.Root, "tests", "House.Tests", "ReadmeTests.cs")),
            "// the README's example\n(.*?)// ends here", RegexOptions.Singleline).Groups[1].Value;

    private static string[] Lines(string text) =>
        [.. text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && !Regex.IsMatch(l, "^using [A-Z]"))];
}
