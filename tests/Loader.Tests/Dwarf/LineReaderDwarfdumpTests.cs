using System.Globalization;
using System.Text.RegularExpressions;
using Linker.Shared;

namespace Linker.Loader.Tests;

/// <summary>An independent reader of the same sections: <c>llvm-dwarfdump --debug-line</c>.</summary>
public partial class LineReaderDwarfdumpTests
{
    // What is compressed with zstd is refused.
    public static TheoryData<string> Objects() =>
    [
        .. Repository.FixtureObjects.Where(f => Path.GetFileNameWithoutExtension(f) is var name && (name == "compressed_debug" || name.StartsWith("lines", StringComparison.Ordinal)) && name != "lines_zstd")
            .Select(f => Path.GetRelativePath(Repository.Fixture(""), f)),
    ];

    [Fact]
    public void All_formats_are_compared() => Assert.Equal(19, Objects().Count);

    [Theory]
    [MemberData(nameof(Objects))]
    [Trait("System", "linux")]
    public void Lines_are_those_that_llvm_dwarfdump_sees(string name)
    {
        string path = Repository.Fixture(name);
        LinkGraph graph = ObjectReader.Read(File.ReadAllBytes(path), name);
        List<string> theirs = Rows(Readobj.Run(Readobj.Tool("llvm-22", "llvm-dwarfdump-22"), ["--debug-line", path]));
        Assert.NotEmpty(theirs);
        Assert.Equal(theirs, SoundLines.Print(LineReader.Read(graph, new ulong[graph.Sections.Length])));
    }

    /// <summary>The rows that the tool prints, in this reader's words: of those at one address the last, sequences in the order of their starts.</summary>
    private static List<string> Rows(string output)
    {
        List<(ulong Start, List<string> Lines)> sequences = [];
        Dictionary<int, string> folders = [];
        Dictionary<int, (string Name, int Folder)> files = [];
        int version = 0, file = 0;
        List<(ulong Address, string Text)> rows = [];
        foreach (string line in output.Split('\n'))
        {
            if (Version().Match(line) is { Success: true } header)
            {
                (version, folders, files) = (Number(header.Groups[1]), [], []);
            }
            else if (Folder().Match(line) is { Success: true } folder)
            {
                folders[Number(folder.Groups[1])] = folder.Groups[2].Value;
            }
            else if (FileNumber().Match(line) is { Success: true } number)
            {
                file = Number(number.Groups[1]);
            }
            else if (Name().Match(line) is { Success: true } name)
            {
                files[file] = (name.Groups[1].Value, 0);
            }
            else if (FolderOfFile().Match(line) is { Success: true } of)
            {
                files[file] = files[file] with { Folder = Number(of.Groups[1]) };
            }
            else if (Row().Match(line) is { Success: true } row)
            {
                ulong address = ulong.Parse(row.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                bool isEnd = row.Groups[4].Value.Contains("end_sequence", StringComparison.Ordinal);
                rows.RemoveAll(earlier => earlier.Address == address);
                rows.Add((address, isEnd ? $"0x{address:x} end" : $"0x{address:x} {PathOf(Number(row.Groups[3]))}:{row.Groups[2].Value}"));
                if (isEnd)
                {
                    sequences.Add((rows[0].Address, [.. rows.Select(r => r.Text)]));
                    rows = [];
                }
            }
        }

        return [.. sequences.OrderBy(s => s.Start).SelectMany(s => s.Lines)];

        string PathOf(int number)
        {
            (string name, int folder) = files[number];
            string path = folder == 0 ? name : $"{folders[folder]}/{name}";
            return path.StartsWith('/') || version < 5 ? path : $"{folders[0]}/{path}";
        }
    }

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s+version: (\d+)")]
    private static partial Regex Version();

    [GeneratedRegex(@"^include_directories\[ *(\d+)\] = ""(.*)""")]
    private static partial Regex Folder();

    [GeneratedRegex(@"^file_names\[ *(\d+)\]:")]
    private static partial Regex FileNumber();

    [GeneratedRegex(@"^\s+name: ""(.*)""")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\s+dir_index: (\d+)")]
    private static partial Regex FolderOfFile();

    [GeneratedRegex(@"^0x([0-9a-f]+)\s+(\d+)\s+\d+\s+(\d+)\s+\d+\s+\d+\s+\d+\s+(.*)$")]
    private static partial Regex Row();
}
