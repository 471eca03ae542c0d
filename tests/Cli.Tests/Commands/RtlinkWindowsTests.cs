using Linker.Shared;

namespace Linker.Cli.Tests.Commands;

/// <summary><c>rtlink.exe</c> says, links and checks what <c>rtlink</c> does on this machine, byte for byte.</summary>
[Trait("System", "windows")]
public class RtlinkWindowsTests
{
    public static TheoryData<string> Objects =>
    [
        "coff-x64/bigobj.obj", "coff-x64/comdat_cpp.obj", "coff-x64/tls_clang.obj", "coff-x64/throwing.obj", "elf-x64/hello.o",
        "coff-arm64/function_table.obj", "coff-arm64/reloc_pageoffset_12l.obj", "coff-arm64/tls_clang.obj",
    ];

    [Theory]
    [MemberData(nameof(Objects))]
    public void What_is_in_a_file_is_shown_alike(string file) => Compare([file], 0, "inspect", "--json", Path.GetFileName(file));

    [Theory]
    [InlineData("coff-x64/import_mingw.lib")]
    [InlineData("coff-arm64/comdat_a.obj")]
    public void Tables_and_instructions_are_shown_alike(string file) => Compare([file], 0, "inspect", "--disassemble", Path.GetFileName(file));

    [Theory]
    [MemberData(nameof(Objects))]
    public void A_link_has_the_same_bytes_and_map(string file) =>
        Compare([file], 0, "link", "--base", "0x140000000", "--phony-externals", "--map", "--dump", "dumped", Path.GetFileName(file));

    [Theory]
    [InlineData("coff/x64/reloc_rel32.s", "--phony-externals")]
    [InlineData("coff/x64/edge_rel32_3.s", "")]
    [InlineData("coff/x64/edge_secrel.s", "")]
    [InlineData("coff/arm64/edge_branch26.s", "")]
    [InlineData("coff/arm64/edge_pageoffset_12l.s", "")]
    [InlineData("arm64/edge_condbr19.s", "")]
    public void Rules_hold_alike_and_what_is_out_of_reach_is_refused_alike(string source, string options)
    {
        string path = Repository.Fixture("sources/" + source), file = Repository.ObjectOf(path);
        string[] files = [Path.GetRelativePath(Repository.Fixture(""), file), Path.GetRelativePath(Repository.Fixture(""), path)];
        string[] Lines(string kind) => [.. File.ReadLines(path).Where(l => l.StartsWith("# " + kind, StringComparison.Ordinal)).Select(l => l[(kind.Length + 2)..])];
        foreach (string reached in options.Length != 0 ? [options] : Lines("links: ")[..2])
        {
            Compare(files, 0, ["check", "--rules", Path.GetFileName(path), .. reached.Split(' '), Path.GetFileName(file)]);
        }

        foreach (string beyond in Lines("refused: ").Take(1))
        {
            Compare(files, 1, ["check", "--rules", Path.GetFileName(path), .. beyond.Split(' '), Path.GetFileName(file)]);
        }
    }

    // Both in a folder with copies, so that no path of either system is in what they print.
    private static void Compare(string[] fixtures, int exitCode, params string[] arguments)
    {
        using TemporaryFolder here = new(), there = new();
        foreach (string fixture in fixtures)
        {
            File.Copy(Repository.Fixture(fixture), Path.Combine(here.Path, Path.GetFileName(fixture)));
            File.Copy(Repository.Fixture(fixture), Path.Combine(there.Path, Path.GetFileName(fixture)));
        }

        Ended ours = RtlinkProcess.RunOwn(here.Path, arguments), theirs = RtlinkProcess.Start([], there.Path, [], arguments);
        Assert.Equal((exitCode, Text(ours.Output), Text(ours.Error)), (theirs.ExitCode, Text(theirs.Output), Text(theirs.Error)));
        Assert.Equal(exitCode, ours.ExitCode);
        Assert.NotEqual("", ours.Output + ours.Error);
        string[] written = [.. Directory.GetFiles(here.Path).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];
        Assert.Equal(written, Directory.GetFiles(there.Path).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        Assert.Equal(fixtures.Length + (arguments.Contains("--dump") ? 1 : 0), written.Length);
        Assert.All(written, f => Assert.True(File.ReadAllBytes(Path.Combine(here.Path, f)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(there.Path, f))), f));
    }

    private static string Text(string output) => output.Replace("\r\n", "\n", StringComparison.Ordinal);
}
