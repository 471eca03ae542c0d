using System.Globalization;
using System.Text.Json;
using Linker.Shared;

namespace Linker.Cli.Tests.Commands;

/// <summary>What <c>rtlink link</c> puts where.</summary>
public class LinkCommandTests
{
    [Theory]
    [InlineData("ld", "data.o")]
    [InlineData("ld.lld-22", "data.o")]
    [InlineData("ld", "function_sections.o")]
    [InlineData("ld.lld-22", "function_sections.o")]
    [InlineData("ld", "models_clang_O2_large.o")]
    [InlineData("ld.lld-22", "models_clang_O2_large.o")]
    public void Bytes_are_those_that_other_linkers_put_at_the_same_addresses(string linker, string file)
    {
        using var folder = new TemporaryFolder();
        var script = new List<string>();
        var arguments = new List<string> { "link", file, "--dump", folder.File("dump") };
        ulong address = 0x400000;
        foreach (string section in SectionsOf(file))
        {
            script.Add($"{section} 0x{address:x} : {{ *({section}) }}");
            arguments.AddRange(["--section-address", $"{file},{section}=0x{address:x}"]);
            address += 0x10000;
        }

        foreach (string name in UndefinedOf(file))
        {
            script.Add($"{name} = 0x{address:x};");
            arguments.AddRange(["--define", $"{name}=0x{address:x}"]);
            address += 0x10000;
        }

        File.WriteAllText(folder.File("script"), $"SECTIONS {{\n{string.Join('\n', script)}\n}}\n");
        Tool.Run(linker == "ld" ? Tool.OfMachine("ld") : linker, folder.Path, "-T", "script", "--no-relax", "-e", "0", "-O0", "-o", "theirs", Path.Combine(RtlinkProcess.Folder, file));
        Ended ended = RtlinkProcess.Run([.. arguments]);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));

        int compared = 0;
        string[] sections = SectionsOf(file);
        foreach (string[] line in File.ReadLines(folder.File("dump")).Select(l => l.Split(' ')))
        {
            if (sections.Contains(line[1]) && line[3].Trim('0').Length > 0)
            {
                Tool.Run(Tool.OfMachine("objcopy"), folder.Path, "-O", "binary", $"--only-section={line[1]}", "theirs", "bytes");
                Assert.Equal((line[1], Convert.ToHexStringLower(File.ReadAllBytes(folder.File("bytes")))), (line[1], line[3]));
                compared++;
            }
        }

        Assert.True(compared >= 3);
    }

    [Fact]
    public void Sections_lie_where_they_are_told_by_name_and_by_index()
    {
        Ended ended = RtlinkProcess.Run("link", "calls_host.o", "--phony-externals", "--section-address", "calls_host.o,.text=0x1234560", "--section-address", "calls_host.o,#6=5000", "--dump", "-");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Dictionary<string, string[]> lines = Dump(ended.Output);
        Assert.Equal("1234560", lines[".text"][2]);
        Assert.Equal(("6", 5000UL), (lines[".eh_frame"][0], Address(lines[".eh_frame"])));
    }

    [Fact]
    public void Sections_of_several_objects_lie_where_they_are_told()
    {
        Ended ended = RtlinkProcess.Run(
            "link", "comdat_a.o", "comdat_b.o", "--phony-externals", "--section-address", "comdat_a.o,.text=0x401000", "--section-address", "comdat_b.o,.text=0x501000", "--dump", "-");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Equal(["401000", "501000"], ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')).Where(l => l[1] == ".text").Select(l => l[2]));
    }

    [Theory]
    [InlineData("other.o,.text=0x1000")]
    [InlineData("hello.o,.nosuch=0x1000")]
    [InlineData("hello.o,#99=0x1000")]
    [InlineData("hello.o,.symtab=0x1000")]
    public void A_section_address_that_no_section_gets_is_an_error(string address)
    {
        Ended ended = RtlinkProcess.Run("link", "hello.o", "--phony-externals", "--section-address", address);
        Assert.Equal((2, $"rtlink: error: --section-address {address}: no object of the link has such a section with an address\n"), (ended.ExitCode, ended.Error));
    }

    [Fact]
    public void A_member_of_an_archive_is_found_by_its_name()
    {
        Ended ended = RtlinkProcess.Run("link", "member_answer.o", "gnu.a", "--section-address", "member_helper.o,.text=0x10010000", "--dump", "-");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Contains(" .text 10010000 ", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_kept_name_leads_to_is_left_out()
    {
        Ended all = RtlinkProcess.Run("link", "dead_code.o", "--phony-externals", "--map"), kept = RtlinkProcess.Run("link", "dead_code.o", "--phony-externals", "--keep", "answer", "--map");
        Assert.Equal((0, 0), (all.ExitCode, kept.ExitCode));
        Assert.Contains("unused_helper", all.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("unused_helper", kept.Output, StringComparison.Ordinal);
        Assert.Contains("used_table", kept.Output, StringComparison.Ordinal);
        Ended missing = RtlinkProcess.Run("link", "dead_code.o", "--phony-externals", "--keep", "nobody");
        Assert.Equal((2, "rtlink: error: --keep: No object of the link defines 'nobody', from which everything in the image is to be reached.\n"), (missing.ExitCode, missing.Error));
    }

    [Theory]
    [InlineData("macho-x64", "x86_64")]
    [InlineData("macho-arm64", "arm64")]
    public void Of_an_archive_s_members_too_what_no_kept_name_leads_to_is_left_out(string fixtures, string machine)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("main.c"), "int answer(void); int main(void) { return answer(); }");
        Tool.Run("clang-22", folder.Path, $"--target={machine}-apple-macos11", "-c", "main.c", "-o", "main.o");
        Tool.Run("llvm-ar-22", folder.Path, "rcs", "dead.a", Path.Combine(Repository.Fixture(fixtures), "dead_code.o"));
        string[] arguments = ["link", folder.File("main.o"), folder.File("dead.a"), "--phony-externals", "--map"];
        Ended all = RtlinkProcess.Run(arguments), kept = RtlinkProcess.Run([.. arguments, "--keep", "main"]);
        Assert.Equal((0, ""), (all.ExitCode, all.Error));
        Assert.Equal((0, ""), (kept.ExitCode, kept.Error));
        Assert.Contains("_unused_helper", all.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("_unused", kept.Output, StringComparison.Ordinal);
        Assert.Contains("_used_table", kept.Output, StringComparison.Ordinal);
    }

    // With .subsections_via_symbols and without: what a program says must stay stays.
    [Theory]
    [InlineData("x86_64", "")]
    [InlineData("x86_64", ".subsections_via_symbols")]
    [InlineData("arm64", "")]
    [InlineData("arm64", ".subsections_via_symbols")]
    public void What_the_program_says_must_stay_stays(string machine, string last)
    {
        using var folder = new TemporaryFolder();
        string[] lines = [".globl _main", "_main: ret", ".section __DATA,__kept", ".no_dead_strip _kept", "_kept: .quad _main", ".section __DATA,__dropped", "_dropped: .quad _main", last, ""];
        File.WriteAllText(folder.File("a.s"), string.Join('\n', lines));
        Tool.Run("clang-22", folder.Path, $"--target={machine}-apple-macos11", "-c", "a.s", "-o", "a.o");
        Ended kept = RtlinkProcess.Run("link", folder.File("a.o"), "--keep", "main", "--map");
        Assert.Equal((0, ""), (kept.ExitCode, kept.Error));
        Assert.Contains("__kept", kept.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("__dropped", kept.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("macho-x64/reloc_signed.o", "X86_64_RELOC_SIGNED")]
    [InlineData("macho-x64/reloc_subtractor.o", "X86_64_RELOC_SUBTRACTOR")]
    [InlineData("macho-x64/reloc_got.o", "X86_64_RELOC_GOT_LOAD")]
    [InlineData("macho-arm64/reloc_page.o", "ARM64_RELOC_PAGE21")]
    [InlineData("macho-arm64/reloc_subtractor.o", "ARM64_RELOC_SUBTRACTOR")]
    [InlineData("macho-arm64/reloc_got.o", "ARM64_RELOC_GOT_LOAD_PAGEOFF12")]
    public void The_map_of_Mach_O_lists_every_fixup_under_its_own_name(string file, string type)
    {
        string[] arguments = ["link", Repository.Fixture(file), "--phony-externals", "--base", "0x400000"];
        Ended ended = RtlinkProcess.Run([.. arguments, "--json"]), map = RtlinkProcess.Run([.. arguments, "--map"]);
        Assert.Equal((0, "", 0, ""), (ended.ExitCode, ended.Error, map.ExitCode, map.Error));
        using JsonDocument document = JsonDocument.Parse(ended.Output);

        // Slots lie below the sections.
        Assert.InRange(document.RootElement.GetProperty("sections").EnumerateArray().Min(s => Hex(s.GetProperty("address"))), 0x400000UL, 0x401000UL);
        JsonElement[] fixups = [.. document.RootElement.GetProperty("fixups").EnumerateArray()];
        Assert.Contains(fixups, f => f.GetProperty("type").GetString() == type);
        Assert.All(
            fixups.Where(f => !f.GetProperty("kind").GetString()!.Contains("Page", StringComparison.Ordinal)),
            f => Assert.Equal(Hex(f.GetProperty("x")), unchecked(Hex(f.GetProperty("s")) + (ulong)f.GetProperty("a").GetInt64() - Hex(f.GetProperty("o")))));
        Assert.Contains(type, map.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_base_is_the_lowest_address_and_the_map_lists_every_fixup()
    {
        Ended ended = RtlinkProcess.Run("link", "hello.o", "--define", "printf=0x500000", "--define", "putchar=0x500010", "--base", "0x400000", "--json");
        using JsonDocument document = JsonDocument.Parse(ended.Output);
        Assert.Equal(0x400000UL, document.RootElement.GetProperty("sections").EnumerateArray().Min(s => Hex(s.GetProperty("address"))));
        JsonElement[] fixups = [.. document.RootElement.GetProperty("fixups").EnumerateArray()];
        Assert.Equal(RtlinkProcess.IsArm64 ? 8 : 6, fixups.Length);
        JsonElement[] relative = [.. fixups.Where(f => !f.GetProperty("kind").GetString()!.StartsWith("A64Page", StringComparison.Ordinal))];
        Assert.True(relative.Length >= 6);
        Assert.All(relative, f => Assert.Equal(Hex(f.GetProperty("x")), unchecked(Hex(f.GetProperty("s")) + (ulong)f.GetProperty("a").GetInt64() - Hex(f.GetProperty("o")))));
        Assert.Contains(fixups, f => f.GetProperty("symbol").GetString() == "putchar" && f.GetProperty("s").GetString() == "0x500010");
    }

    [Fact]
    public void The_map_shows_each_instruction_of_arm64_as_it_is_after_the_link()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.s"), ".text\nf: adrp x0, data\nldr x0, [x0, :lo12:data]\nbl g\ntbz w0, #3, f2\n.section .text.f2, \"ax\"\nf2: ret\n.data\n.quad f\n");
        Tool.Run("clang-22", folder.Path, "--target=aarch64-linux-gnu", "-c", "a.s", "-o", "a.o");
        string[] arguments =
        [
            "link", folder.File("a.o"), "--define", "data=0x12345678", "--define", "g=0x500000", "--section-address", "a.o,.text=0x400000", "--section-address", "a.o,.text.f2=0x401000",
            "--section-address", "a.o,.data=0x402000",
        ];
        Ended ended = RtlinkProcess.Run([.. arguments, "--json"]);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        using JsonDocument document = JsonDocument.Parse(ended.Output);
        string?[] instructions = [.. document.RootElement.GetProperty("fixups").EnumerateArray().OrderBy(f => Hex(f.GetProperty("p"))).Select(f => f.TryGetProperty("instruction", out JsonElement i) ? i.GetString() : null)];
        Assert.Equal(["adrp x0, 0x12345000", "ldr x0, [x0, #0x678]", "bl 0x500000", "tbz w0, #0x3, 0x401000", null], instructions);
        Ended map = RtlinkProcess.Start([], null, [("COLUMNS", "300")], [.. arguments, "--map"]);
        Assert.All(instructions.OfType<string>(), instruction => Assert.Contains($"  {instruction}  ", map.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_taken_from_this_process()
    {
        Ended ended = RtlinkProcess.Run("link", "hello.o");
        Assert.Equal((1, 2), (ended.ExitCode, ended.ErrorLines.Length));
        Assert.Contains("'printf' is not defined", ended.Error, StringComparison.Ordinal);
        Assert.Contains("'putchar' is not defined", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Phony_externals_stand_sixteen_bytes_apart_above_the_image()
    {
        Ended ended = RtlinkProcess.Run("link", "hello.o", "--phony-externals", "--base", "0x400000", "--json");
        using JsonDocument document = JsonDocument.Parse(ended.Output);
        ulong[] addresses = [.. document.RootElement.GetProperty("symbols").EnumerateArray().Where(s => s.GetProperty("binding").GetString() == "external").Select(s => Hex(s.GetProperty("address")))];
        Assert.Equal([0x40400000UL, 0x40400010UL], addresses);
    }

    [Fact]
    public void Archives_give_members_by_need_or_all_of_them()
    {
        Assert.Equal(2, Dump(RtlinkProcess.Run("link", "member_answer.o", "gnu.a", "--json").Output, "file"));
        Assert.Equal(3, Dump(RtlinkProcess.Run("link", "gnu.a", "--whole-archive", "--phony-externals", "--json").Output, "file"));
        Ended ended = RtlinkProcess.Run("link", "gnu.a");
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("--whole-archive", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Zero_fill_is_dumped_as_zeros_without_being_kept()
    {
        Ended ended = RtlinkProcess.Run("link", "data.o", "--dump", "-");
        string[] bss = Dump(ended.Output)[".bss"];
        Assert.Equal(new string('0', 2 * 0x198), bss[3]);
    }

    // Not call frame records, which the others rewrite, and not thread-local data, whose offsets do not depend on where the template is.
    private static string[] SectionsOf(string file) =>
        [.. Inspect(file).GetProperty("sections").EnumerateArray()
            .Where(s => s.GetProperty("isLoaded").GetBoolean() && s.GetProperty("size").GetInt64() > 0 && s.GetProperty("role").GetString() != "Unwind" && !s.GetProperty("flags").GetString()!.Contains('T'))
            .Select(s => s.GetProperty("name").GetString()!)];

    private static string[] UndefinedOf(string file) =>
        [.. Inspect(file).GetProperty("symbols").EnumerateArray().Where(s => s.GetProperty("place").GetString() == "Undefined").Select(s => s.GetProperty("name").GetString()!).Where(n => n.Length > 0 && n[0] != '_')];

    private static JsonElement Inspect(string file)
    {
        using JsonDocument document = JsonDocument.Parse(RtlinkProcess.Run("inspect", file, "--json").Output);
        return document.RootElement.Clone();
    }

    private static Dictionary<string, string[]> Dump(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')).ToDictionary(l => l[1]);

    private static int Dump(string json, string property)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("sections").EnumerateArray().Select(s => s.GetProperty(property).GetString()).Distinct().Count();
    }

    private static ulong Address(string[] line) => ulong.Parse(line[2], NumberStyles.AllowHexSpecifier);

    private static ulong Hex(JsonElement value) => ulong.Parse(value.GetString().AsSpan(2), NumberStyles.AllowHexSpecifier);
}
