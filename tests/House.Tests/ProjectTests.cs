using System.Xml.Linq;

namespace Linker.House.Tests;

/// <summary>Who may know whom, and what every project has in common.</summary>
public class ProjectTests
{
    private static readonly string[] Libraries = ["Relocs", "Loader", "MemoryManager", "Engine", "Llvm"];

    [Theory]
    [InlineData("Relocs", "")]
    [InlineData("MemoryManager", "")]
    [InlineData("Loader", "Relocs")]
    [InlineData("Engine", "Loader MemoryManager Relocs")]
    [InlineData("Check", "Engine")]
    [InlineData("Caching", "Engine")]
    [InlineData("Llvm", "Engine")]
    [InlineData("Cli", "Check Engine Llvm")]
    public void Source_projects_refer_to_those_below_them_only(string project, string references)
    {
        IEnumerable<string> actual = Items($"src/{project}/{project}.csproj", "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r)).Order(StringComparer.Ordinal);
        Assert.Equal(references, string.Join(' ', actual));
    }

    [Fact]
    public void Every_source_project_is_one_of_these() =>
        Assert.Equal(["Caching", "Check", "Cli", "Engine", "Llvm", "Loader", "MemoryManager", "Relocs"], Source.Files("src", "*.csproj").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_source_project_has_a_test_project()
    {
        string[] tests = [.. Source.Files("tests", "*.csproj").Select(f => Path.GetFileNameWithoutExtension(f))];
        Assert.All(Source.Files("src", "*.csproj"), f => Assert.Contains(Path.GetFileNameWithoutExtension(f) + ".Tests", tests));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = Source.Read("Linker.sln").Replace('\\', '/');
        Assert.All([.. Source.Files("src", "*.csproj"), .. Source.Files("bench", "*.csproj"), .. Source.Files("tests", "*.csproj")], f => Assert.Contains($"\"{f}\"", solution, StringComparison.Ordinal));
    }

    [Fact]
    public void The_libraries_need_no_package()
    {
        Assert.All(Libraries, library => Assert.Empty(Items($"src/{library}/{library}.csproj", "PackageReference")));
    }

    [Fact]
    public void Versions_of_packages_stand_in_one_place()
    {
        string[] central = [.. Items("Directory.Packages.props", "PackageVersion")];
        Assert.Equal(central.Length, central.Distinct().Count());
        foreach (string file in (string[])[.. Source.Files("src", "*.csproj"), .. Source.Files("bench", "*.csproj"), .. Source.Files("tests", "*.csproj"), .. Source.Files("src", "*.props"), .. Source.Files("tests", "*.props")])
        {
            foreach (XElement package in Load(file).Descendants("PackageReference"))
            {
                Assert.Contains((string?)package.Attribute("Include"), central);
                Assert.True(package.Attribute("Version") is null && package.Attribute("VersionOverride") is null, $"{file}: {package}");
            }
        }
    }

    [Theory]
    [InlineData("Directory.Build.props", "Nullable", "enable")]
    [InlineData("Directory.Build.props", "TreatWarningsAsErrors", "true")]
    [InlineData("Directory.Build.props", "Deterministic", "true")]
    [InlineData("Directory.Build.props", "ManagePackageVersionsCentrally", "true")]
    [InlineData("Directory.Build.props", "EnforceCodeStyleInBuild", "true")]
    [InlineData("Directory.Build.props", "AnalysisLevel", "latest-recommended")]
    [InlineData("src/Directory.Build.props", "GenerateDocumentationFile", "true")]
    [InlineData("src/Directory.Build.props", "IsAotCompatible", "true")]
    [InlineData("src/Directory.Build.props", "IsTrimmable", "true")]
    public void All_projects_are_built_alike(string file, string property, string value)
    {
        Assert.Equal(value, Load(file).Descendants(property).Single().Value);
        IEnumerable<string> projects = [.. Source.Files("src", "*.csproj"), .. Source.Files("bench", "*.csproj")];
        Assert.All(projects, project => Assert.Empty(Load(project).Descendants(property)));
    }

    // An undocumented public member is a compiler warning, and a warning an error, as long as nobody silences it.
    [Fact]
    public void Nobody_silences_the_warning_about_undocumented_members() =>
        Assert.All([.. Source.Files("src", "*.csproj"), .. Source.Files("src", "*.props"), "Directory.Build.props", .. Source.Files("src")],
            file => Assert.DoesNotContain("1591", Source.Read(file), StringComparison.Ordinal));

    private static XDocument Load(string file) => XDocument.Parse(Source.Read(file));

    private static IEnumerable<string> Items(string file, string kind) =>
        Load(file).Descendants(kind).Select(item => (string)item.Attribute("Include")!);
}
