using System.Text.RegularExpressions;
using Linker.Engine;
using Linker.Llvm;
using Linker.Loader;
using Linker.Shared;

namespace Linker.House.Tests;

/// <summary>What the README shows is what is compiled and run here.</summary>
public class ReadmeTests
{
    private delegate int Add(int a, int b);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void An_example_runs_and_is_the_one_that_the_readme_shows(int number)
    {
        string before = Environment.CurrentDirectory;
        using var output = new StringWriter();
        TextWriter console = Console.Out;
        try
        {
            Environment.CurrentDirectory = Path.Combine(Repository.Root, "fixtures", "elf-x64");
            Console.SetOut(output);
            ((Action[])[Example, EngineExample, LlvmExample, FunctionExample])[number]();
        }
        catch (MissingLibraryException missing)
        {
            Needed.Missing(missing.Message);
        }
        finally
        {
            Console.SetOut(console);
            Environment.CurrentDirectory = before;
        }

        Assert.Equal("5", output.ToString().Trim());
        Assert.Equal(Lines(ReadmeExample(number)), Lines(ThisExample(number)));
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

    private static void EngineExample()
    {
        // the README's example
        using var engine = new ExecutionEngine();
        ProgramModule module = engine.AddObject("add.o"); // or a library: engine.AddArchive("libadd.a")
        Add add = engine.GetDelegate<Add>("add"); // delegate int Add(int a, int b);
        Console.WriteLine(add(2, 3));
        engine.Remove(module);

        // ends here
    }

    private static void LlvmExample()
    {
        // the README's example
        using var engine = new ExecutionEngine();
        engine.AddObject("add.o");
        engine.AddIr("declare i32 @add(i32, i32) define i32 @twice(i32 %x) { %1 = call i32 @add(i32 %x, i32 %x) ret i32 %1 }"); // or engine.AddIrFile("twice.bc")
        unsafe
        {
            var twice = (delegate* unmanaged<int, int>)engine.GetAddress("twice");
            Console.WriteLine(twice(2) + 1);
        }

        // ends here
    }

    private static void FunctionExample()
    {
        // the README's example
        using var engine = new ExecutionEngine();
        ProgramFunction function = engine.AddLazy(["add"], name => new ObjectModule(File.ReadAllBytes($"{name}.o"), name))[0];
        Add add = engine.GetDelegate<Add>("add");
        Console.WriteLine(add(2, 3)); // compiled and linked here
        FunctionVersion old = function.Current!;
        function.Replace(new ObjectModule(File.ReadAllBytes("add.o"), "add.o")); // add has its address, and new code
        function.RollBack(old);

        // ends here
    }

    private static string ReadmeExample(int number) =>
        Regex.Matches(File.ReadAllText(Path.Combine(Repository.Root, "README.md")), "```csharp\n(.*?)```", RegexOptions.Singleline)[number].Groups[1].Value;

    private static string ThisExample(int number) =>
        Regex.Matches(
            File.ReadAllText(Path.Combine(Repository.Root, "tests", "House.Tests", "ReadmeTests.cs")),
            "// the README's example\n(.*?)// ends here", RegexOptions.Singleline)[number].Groups[1].Value;

    private static string[] Lines(string text) =>
        [.. text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && !Regex.IsMatch(l, "^using [A-Z]"))];
}
