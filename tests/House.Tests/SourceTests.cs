using System.Text.RegularExpressions;

namespace Linker.House.Tests;

/// <summary>Rules about the text of the sources.</summary>
public partial class SourceTests
{
    private const int MaxLines = 300;

    private static readonly string[] NativeFolders =
        ["src/MemoryManager/Linux/", "src/MemoryManager/MacOS/", "src/MemoryManager/Windows/", "src/Engine/Host/Native/", "src/Llvm/Native/", "src/Cli/Native/", "bench/Native/"];

    private static readonly string[] FormatFolders = ["src/Loader/Elf/", "src/Loader/MachO/", "src/Loader/Coff/"];

    // What is shipped, and what measures it.
    private static IEnumerable<string> Code => [.. Source.Files("src"), .. Source.Files("bench")];

    [Fact]
    public void Names_of_the_formats_stay_in_their_maps_and_in_comments() =>
        None(Offences(file => !Under(file, FormatFolders), FormatName().IsMatch, keepStrings: true));

    [Fact]
    public void Native_functions_are_declared_in_the_folders_for_them_only() =>
        None(Offences(file => !Under(file, NativeFolders), NativeImport().IsMatch, keepStrings: false));

    // A library's own interface is declared as its headers are, one file for each; the functions of a system stand alone.
    [Fact]
    public void A_file_declares_at_most_one_native_function_or_those_of_a_header_of_LLVM() =>
        None(Code.Where(file => !file.StartsWith("src/Llvm/Native/", StringComparison.Ordinal) && NativeImport().Count(Source.CodeOf(Source.Read(file), keepStrings: false)) > 1));

    [Fact]
    public void Functions_of_LLVM_stand_in_a_file_named_after_their_header() =>
        Assert.All(
            Source.Files("src/Llvm/Native").Where(file => NativeImport().IsMatch(Source.CodeOf(Source.Read(file), keepStrings: false))),
            file => Assert.Matches($@"<summary>llvm-c/(Transforms/)?{Path.GetFileName(file).Split('.')[0]}\.h\b", Source.Read(file)));

    [Fact]
    public void Native_functions_are_imported_by_generated_code() =>
        None(Offences(_ => true, line => OldImport().IsMatch(line), keepStrings: false));

    [Fact]
    public void Files_have_at_most_300_lines_unless_they_are_tables()
    {
        string[] tables = ["RelocKind.cs", "RelocTable.cs"];
        IEnumerable<string> files = [.. Code, .. Source.Files("tests")];
        None(files
            .Where(file => !tables.Contains(Path.GetFileName(file)) && !file.EndsWith("Constants.cs", StringComparison.Ordinal))
            .Select(file => (File: file, Count: Source.Read(file).AsSpan().Count('\n')))
            .Where(f => f.Count > MaxLines)
            .Select(f => $"{f.File}: {f.Count} lines"));
    }

    [Fact]
    public void No_class_is_abstract() => None(Offences(_ => true, line => AbstractClass().IsMatch(line), keepStrings: false));

    [Fact]
    public void No_region_hides_code() => None(Offences(_ => true, line => line.Contains("#region", StringComparison.Ordinal), keepStrings: false));

    [Fact]
    public void Nothing_is_left_for_later()
    {
        IEnumerable<string> files = [.. Code, .. Source.Files("tests").Where(file => Path.GetFileName(file) != "SourceTests.cs")];
        None(files.SelectMany(file => Source.Lines(file, Source.Read(file), Unfinished().IsMatch)));
    }

    [Fact]
    public void No_file_speaks_of_one_machine()
    {
        IEnumerable<string> files =
        [
            .. Code, .. Source.Files("tests").Where(file => Path.GetFileName(file) != "SourceTests.cs"), .. Source.Files("tests", "*.sh"),
            .. Source.Files("bench", "*.sh"), .. Source.Files("bench", "*.md"), .. Source.Files("bench", "*.cpp"), .. Source.Files("bench", "*.h"), .. Source.Files("bench", "*.c"),
            .. Source.Files("fixtures", "*.md"), .. Source.Files("fixtures", "*.sh"), .. Source.Files("docs", "*.md"),
            .. (string[])["README.md", "Directory.Build.props"]
        ];
        None(files.Where(file => File.Exists(Path.Combine(Shared.Repository.Root, file))).SelectMany(file => Source.Lines(file, Source.Read(file), MachinePath().IsMatch)));
    }

    [Fact]
    public void Every_file_ends_with_a_line_break_and_has_no_trailing_blanks() =>
        None(Code.Where(file => Source.Read(file) is var text && (!text.EndsWith('\n') || text.Contains('\r', StringComparison.Ordinal) || TrailingBlank().IsMatch(text))));

    [Theory]
    [InlineData("int a; // R_X86_64_PC32", "int a; ")]
    [InlineData("/* R_X */ b();", "b();")]
    [InlineData("c(\"// no comment\");", "c(\"// no comment\");")]
    [InlineData("d('\"'); // e", "d('\"');")]
    [InlineData("f(\"a\\\"b\"); // g", "f(\"a\\\"b\");")]
    public void Comments_are_told_from_code(string text, string code) => Assert.Equal(code.Trim(), Source.CodeOf(text, keepStrings: true).Trim());

    private static IEnumerable<string> Offences(Func<string, bool> isSubject, Func<string, bool> offends, bool keepStrings) =>
        Code.Where(isSubject).SelectMany(file => Source.Lines(file, Source.CodeOf(Source.Read(file), keepStrings), offends));

    private static void None(IEnumerable<string> offences) => Assert.Equal([], offences);

    private static bool Under(string file, string[] folders) => folders.Any(folder => file.StartsWith(folder, StringComparison.Ordinal));

    [GeneratedRegex(@"\bR_[A-Z0-9]+_|_RELOC_|IMAGE_REL_")]
    private static partial Regex FormatName();

    [GeneratedRegex(@"\b(LibraryImport|DllImport)\b")]
    private static partial Regex NativeImport();

    [GeneratedRegex(@"\bDllImport(Attribute)?\b")]
    private static partial Regex OldImport();

    [GeneratedRegex(@"\babstract\s+(\w+\s+)*class\b")]
    private static partial Regex AbstractClass();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"/(work|root)/\w|/home/\w|[A-Z]:\\Users\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"[ \t]\n")]
    private static partial Regex TrailingBlank();
}
