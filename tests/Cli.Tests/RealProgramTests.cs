using Linker.Shared;

namespace Linker.Cli.Tests;

/// <summary>Whole programs over real libraries, built by <c>tests/Real/build.sh</c>: they print and return what they do when the system's linker has made them.</summary>
public class RealProgramTests
{
    private static readonly string Folder = RtlinkProcess.Machine == "x64" ? "artifacts/real" : "artifacts/real-" + RtlinkProcess.Machine;
    private static readonly string Missing = $"{Folder}/manifest.tsv is missing";
    private static readonly string Manifest = Path.Combine(Repository.Root, Folder, "manifest.tsv");

    private static readonly Dictionary<string, string[]> Rows =
        File.Exists(Manifest) ? File.ReadLines(Manifest).Where(l => l.Length > 0).Select(l => l.Split('\t')).ToDictionary(r => r[0]) : [];

    public static TheoryData<string> Names => Rows.Count == 0 ? [Missing] : [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_real_program_prints_and_returns_what_it_should(string name)
    {
        if (name == Missing)
        {
            Needed.Missing($"{Missing}: run tests/Real/build.sh {Folder}");
        }

        string[] row = Rows[name];
        byte[] input = row[4] == "-" ? [] : File.ReadAllBytes(row[4]);
        using var folder = new TemporaryFolder();
        Ended ended = RtlinkProcess.Start(input, folder.Path, [], ["run", .. List(row[2]), .. List(row[1]), "--", .. List(row[3])]);
        ended = ended with { OutputBytes = LinesOfText(ended.OutputBytes) };
        Assert.Equal((File.ReadAllText(row[5]), int.Parse(row[6])), (ended.Output, ended.ExitCode));
        Assert.True(File.ReadAllBytes(row[5]).AsSpan().SequenceEqual(ended.OutputBytes), ended.Error);
    }

    [Theory]
    [Trait("System", "linux")] // a library of it
    [InlineData("cxx_exceptions_shared-gcc-O2")]
    [InlineData("cxx_exceptions_shared-clang-O0")]
    [InlineData("cxx_threads_shared-gcc-O2")]
    public void Exceptions_are_caught_where_the_unwinder_of_the_process_is_that_of_llvm(string name)
    {
        // It registers single records under the function name by which libgcc registers whole sections.
        const string Library = "/usr/lib/llvm-14/lib/libunwind.so.1";
        string file = RtlinkProcess.IsArm64 ? Path.Combine(Repository.Root, "artifacts", "arm64", "sysroot", Library[1..]) : Library;
        if (!File.Exists(file) || !Rows.TryGetValue(name, out string[]? row))
        {
            Needed.Missing(File.Exists(file) ? Missing : $"{file} is missing: install libunwind-14");
            return;
        }

        Ended ended = RtlinkProcess.Start([], null, [(Emulation.IsOn ? "QEMU_SET_ENV" : "LD_PRELOAD", Emulation.IsOn ? $"LD_PRELOAD={Library}" : Library)], ["run", .. List(row[2]), .. List(row[1])]);
        Assert.Equal((File.ReadAllText(row[5]), 0), (ended.Output, ended.ExitCode));
    }

    // The C run time of Windows ends lines with two characters, to a pipe as to a terminal: standard output is text unless a program asks for bytes.
    private static byte[] LinesOfText(byte[] output) =>
        RtlinkProcess.IsWindows ? [.. output.Where((b, i) => b != '\r' || i + 1 == output.Length || output[i + 1] != '\n')] : output;

    private static string[] List(string column) => column == "-" ? [] : column.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
