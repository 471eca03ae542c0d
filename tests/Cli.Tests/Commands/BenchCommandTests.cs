using System.Text.Json;
using Linker.Shared;

namespace Linker.Cli.Tests.Commands;

/// <summary>What <c>rtlink bench</c> measures; how long anything takes is not tested.</summary>
public class BenchCommandTests
{
    [Theory]
    [InlineData("hello.o")]
    [InlineData("ifunc.o", "--phony-externals")]
    [InlineData("models_gcc_O2_nopic.o", "--phony-externals")]
    [InlineData("models_clang_O2_large.o", "--phony-externals")]
    public void Json_has_numbers_that_agree_with_each_other(params string[] arguments)
    {
        Ended ended = RtlinkProcess.Run(["bench", "--json", "--iterations", "5", .. arguments]);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        using JsonDocument document = JsonDocument.Parse(ended.Output);
        JsonElement file = Assert.Single(document.RootElement.GetProperty("files").EnumerateArray());
        Assert.Equal(arguments[0], file.GetProperty("file").GetString());
        long Number(string name) => file.GetProperty(name).GetInt64();
        Assert.Equal(new FileInfo(Path.Combine(RtlinkProcess.Folder, arguments[0])).Length, Number("bytes"));
        Assert.True(Number("relocations") > 0);
        Assert.True(Number("allocatedBytes") > 0 && Number("mostAllocatedBytes") >= Number("allocatedBytes"));
        Assert.Equal(2048 + (24 * Number("relocations")) + (64 * Number("exportedSymbols")), Number("allocationBudget"));
        Assert.True(file.GetProperty("isVerified").GetBoolean());
        Assert.True(Number("readNs") > 0 && Number("linkNs") > 0 && Number("disposeNs") > 0);
        Assert.True(Number("totalNs") >= Math.Max(Number("readNs"), Number("linkNs")));
    }

    [Theory]
    [InlineData("coff-x64/function_table.obj")]
    [InlineData("coff-x64/reloc_secrel.obj")]
    [InlineData("coff-x64/import_slot.obj")]
    [InlineData("coff-arm64/function_table.obj")]
    [InlineData("coff-arm64/reloc_pageoffset_12l.obj")]
    [InlineData("coff-arm64/comdat_cpp.obj")]
    [InlineData("macho-x64/reloc_signed_4.o")]
    [InlineData("macho-x64/reloc_subtractor.o")]
    [InlineData("macho-x64/run.o", "--phony-externals")]
    [InlineData("macho-x64/catching.o", "--phony-externals")]
    [InlineData("macho-arm64/reloc_page.o")]
    [InlineData("macho-arm64/reloc_subtractor.o")]
    [InlineData("macho-arm64/run.o", "--phony-externals")]
    [InlineData("macho-arm64/catching.o", "--phony-externals")]
    public void Objects_for_another_system_are_measured_and_no_byte_is_wrong(string file, params string[] options)
    {
        Ended ended = RtlinkProcess.Run(["bench", "--json", "--iterations", "1", .. options, Repository.Fixture(file)]);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Contains("\"isVerified\":true", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_fits_a_terminal_and_has_the_budget_beside_what_was_allocated()
    {
        Ended ended = RtlinkProcess.Start([], null, [("COLUMNS", "80")], "bench", "--phony-externals", "--iterations", "1", "hello.o", "models_clang_O2_large.o");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        string[] lines = ended.Output.Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        Assert.Matches(@"\bAllocated +Budget\b", lines[2]);
    }

    [Fact]
    public void A_file_that_fails_is_an_error_and_the_others_are_measured()
    {
        Ended ended = RtlinkProcess.Run("bench", "nosuch.o", "gnu.a", "--phony-externals", "--iterations", "1", "--json");
        Assert.Equal((1, "rtlink: error: nosuch.o: no such file\n"), (ended.ExitCode, ended.Error));
        using JsonDocument document = JsonDocument.Parse(ended.Output);
        Assert.Equal(
            ["gnu.a(member_unused.o)", "gnu.a(member_answer.o)", "gnu.a(member_helper.o)"],
            document.RootElement.GetProperty("files").EnumerateArray().Select(f => f.GetProperty("file").GetString()));
    }
}
