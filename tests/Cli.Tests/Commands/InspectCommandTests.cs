using System.Buffers.Binary;
using System.Text.Json;
using Linker.Shared;

namespace Linker.Cli.Tests.Commands;

/// <summary>What <c>rtlink inspect</c> shows.</summary>
public class InspectCommandTests
{
    [Fact]
    public void An_object_is_shown_as_tables_and_instructions()
    {
        Ended ended = RtlinkProcess.Run("inspect", "member_answer.o", "--disassemble");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "tests", "Cli.Tests", "Commands", $"InspectCommandTests.member_answer.{RtlinkProcess.Machine}.txt")), ended.Output);
    }

    [Fact]
    public void Tables_are_no_wider_than_the_terminal()
    {
        foreach (string arguments in new[] { "inspect models_gcc_O2_nopic.o", "inspect catcher.o", "inspect long_names.a", "link hello.o --phony-externals --map --base 0x7fff00000000", "bench add.o --iterations 3" })
        {
            Ended ended = RtlinkProcess.Start([], null, [("COLUMNS", "80")], arguments.Split(' '));
            Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
            Assert.All(ended.Output.Split('\n').Where(l => !l.Contains(": ", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 80));
        }
    }

    [Fact]
    public void Json_has_the_same_facts()
    {
        Ended ended = RtlinkProcess.Run("inspect", "calls_host.o", "--json", "--disassemble");
        using JsonDocument document = JsonDocument.Parse(ended.Output);
        JsonElement text = document.RootElement.GetProperty("sections").EnumerateArray().Single(s => s.GetProperty("name").GetString() == ".text");
        JsonElement[] relocations = [.. text.GetProperty("relocations").EnumerateArray()];
        Assert.Equal(RtlinkProcess.IsArm64 ? 5 : 3, relocations.Length);
        Assert.Equal(RtlinkProcess.IsArm64 ? ("R_AARCH64_CALL26", "A64Branch26", "host_add", 0L, 8L) : ("R_X86_64_PLT32", "Branch32", "host_add", -4L, 5L), (
            relocations[0].GetProperty("type").GetString(), relocations[0].GetProperty("kind").GetString(), relocations[0].GetProperty("symbol").GetString(),
            relocations[0].GetProperty("addend").GetInt64(), relocations[0].GetProperty("offset").GetInt64()));
        Assert.Equal(RtlinkProcess.IsArm64 ? "stp x29, x30, [sp, #-0x10]!" : "sub rsp, 8", text.GetProperty("instructions")[0].GetProperty("text").GetString());
        Assert.Contains(document.RootElement.GetProperty("symbols").EnumerateArray(), s => s.GetProperty("name").GetString() == "host_value" && s.GetProperty("place").GetString() == "Undefined");
    }

    [Fact]
    public void Stack_maps_are_shown_with_the_names_of_functions_and_registers()
    {
        Ended ended = RtlinkProcess.Run("inspect", "statepoints.o");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        string[] lines = [.. ended.Output[ended.Output.IndexOf("Stack maps", StringComparison.Ordinal)..].Trim().Split('\n').Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
        Assert.Equal(["Stack maps of .llvm_stackmaps (4)", "Function Stack Id Offset Locations Live-outs"], lines[..2]);
        Assert.Equal(
            RtlinkProcess.IsArm64
            ?
            [
                "derived 48 100 0x18 0, 0, 4, [sp + 0x18], 42, -3, 81985529216486895, [sp + 0x8], [sp + 0x10], sp + 0x28", "base 16 101 0x8 0, 0, 0, [sp + 0x8], [sp + 0x8]",
                "none 16 102 0xc 0, 0, 0", "other_convention 16 103 0x8 14, 2, 1, x0",
            ]
            :
            [
                "derived 40 100 0x21 0, 0, 4, [rsp + 0x18], 42, -3, 81985529216486895, [rsp + 0x10], [rsp + 0x8], rsp + 0x20", "base 8 101 0xa 0, 0, 0, [rsp], [rsp]",
                "none 8 102 0x9 0, 0, 0", "other_convention 8 103 0x6 14, 2, 1, rdi",
            ],
            lines[2..]);
        Assert.Matches(@"any_register +8 +3 +0x4 +rax, rdi, rsi, rdx +rax rdx rbx rsp r12 r13 r14 r15\n", RtlinkProcess.Run("inspect", Repository.Fixture("elf-x64/patchpoints.o")).Output);
    }

    [Fact]
    public void Json_has_stack_maps_too()
    {
        using JsonDocument document = JsonDocument.Parse(RtlinkProcess.Run("inspect", Repository.Fixture("elf-x64/stackmaps.o"), "--json").Output);
        JsonElement[] functions = [.. document.RootElement.GetProperty("stackMaps")[0].GetProperty("functions").EnumerateArray()];
        Assert.Equal(["every_location", "twice", "dynamic", "at_call"], functions.Select(f => f.GetProperty("name").GetString()));
        Assert.False(functions[2].TryGetProperty("stackSize", out _));
        Assert.Equal(ulong.MaxValue, functions[1].GetProperty("records")[0].GetProperty("id").GetUInt64());
        string[] locations = [.. functions[3].GetProperty("records")[0].GetProperty("locations").EnumerateArray().Select(l => l.GetRawText())];
        Assert.Equal("""{"kind":"Direct","size":8,"register":"rbp","offset":-24}""", string.Concat(locations[0].Where(c => !char.IsWhiteSpace(c))));
        Assert.Equal(0, JsonDocument.Parse(RtlinkProcess.Run("inspect", "add.o", "--json").Output).RootElement.GetProperty("stackMaps").GetArrayLength());
    }

    [Fact]
    public void A_damaged_section_of_stack_maps_is_named_beside_the_rest()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = File.ReadAllBytes(Repository.Fixture("coff-x64/stackmaps.obj"));
        int table = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[3, 0, 0, 0, 4, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0]);
        bytes[table] = 9;
        File.WriteAllBytes(folder.File("damaged.obj"), bytes);
        Ended ended = RtlinkProcess.Run("inspect", folder.File("damaged.obj"));
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Contains("stack map header, version at offset", ended.Output, StringComparison.Ordinal);
        Assert.Contains("every_location", ended.Output, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(RtlinkProcess.Run("inspect", folder.File("damaged.obj"), "--json").Output);
        Assert.Contains("version 9", document.RootElement.GetProperty("stackMaps")[0].GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    // Types under Apple's names, a pair of records as one, and records of frames that the file has not.
    [Theory]
    [InlineData("macho-x64/reloc_subtractor.o", "X86_64_RELOC_SUBTRACTOR", "Diff64", "__data")]
    [InlineData("macho-x64/reloc_tlv.o", "X86_64_RELOC_TLV", "GotPc32", "__text")]
    [InlineData("macho-x64/catching.o", "X86_64_RELOC_BRANCH", "Branch32", "__unwind_dwarf")]
    [InlineData("macho-arm64/reloc_page.o", "ARM64_RELOC_PAGEOFF12", "A64LdSt128Offset12", "__text")]
    [InlineData("macho-arm64/reloc_tlvp.o", "ARM64_RELOC_TLVP_LOAD_PAGE21", "A64GotPage21", "__text")]
    [InlineData("macho-arm64/catching.o", "ARM64_RELOC_BRANCH26", "A64Branch26", "__unwind_dwarf")]
    public void Mach_O_is_shown_with_its_own_names(string file, string type, string kind, string section)
    {
        Ended ended = RtlinkProcess.Run("inspect", Repository.Fixture(file), "--json", "--disassemble");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        using JsonDocument document = JsonDocument.Parse(ended.Output);
        JsonElement[] sections = [.. document.RootElement.GetProperty("sections").EnumerateArray()];
        Assert.Contains(sections, s => s.GetProperty("name").GetString() == section);
        Assert.Contains(sections.SelectMany(s => s.GetProperty("relocations").EnumerateArray()), r => (r.GetProperty("type").GetString(), r.GetProperty("kind").GetString()) == (type, kind));
        Assert.Contains(sections, s => s.TryGetProperty("instructions", out JsonElement instructions) && instructions.GetArrayLength() > 0);
        Ended text = RtlinkProcess.Run("inspect", Repository.Fixture(file), "--disassemble");
        Assert.Equal((0, ""), (text.ExitCode, text.Error));
        Assert.Contains($"MachO {(file.Contains("x64", StringComparison.Ordinal) ? "X64" : "Arm64")}", text.Output, StringComparison.Ordinal);
        Assert.Contains(type, text.Output, StringComparison.Ordinal);

        // What the reader has made lies nowhere in the file.
        JsonElement[] made = [.. sections.Where(s => s.GetProperty("name").GetString() == "__unwind_dwarf")];
        Assert.Equal(section == "__unwind_dwarf" ? 1 : 0, made.Length);
        Assert.All(made, s => Assert.False(s.TryGetProperty("fileOffset", out _)));
        Assert.Equal(sections.Length - made.Length, sections.Count(s => s.TryGetProperty("fileOffset", out _)));
        Assert.All(made, _ => Assert.Matches("__unwind_dwarf +REGULAR +- +0x", text.Output));
        Assert.All(made.SelectMany(s => s.GetProperty("relocations").EnumerateArray()), r => Assert.Equal("(made by the reader)", r.GetProperty("type").GetString()));
    }

    [Fact]
    public void Of_a_universal_file_the_parts_are_shown_and_each_by_its_name()
    {
        using var folder = new TemporaryFolder();
        byte[] x64 = File.ReadAllBytes(Repository.Fixture("macho-x64/add.o")), arm64 = File.ReadAllBytes(Repository.Fixture("macho-arm64/add.o"));
        byte[] header = new byte[48];
        uint[] words = [0xcafebabe, 2, MachOBuilder.X64, 3, 48, (uint)x64.Length, 3, MachOBuilder.Arm64, 0, 48 + (uint)x64.Length, (uint)arm64.Length, 3];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4 * i), words[i]);
        }

        string file = folder.File("both.o");
        File.WriteAllBytes(file, [.. header, .. x64, .. arm64]);
        Ended ended = RtlinkProcess.Run("inspect", file);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Contains("universal file, 2 parts", ended.Output, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(RtlinkProcess.Run("inspect", file, "--json").Output);
        Assert.Equal(["x86_64", "arm64"], document.RootElement.GetProperty("parts").EnumerateArray().Select(p => p.GetProperty("machine").GetString()));
        Ended part = RtlinkProcess.Run("inspect", $"{file}(arm64)");
        Assert.Equal((0, ""), (part.ExitCode, part.Error));
        Assert.Contains("_add", part.Output, StringComparison.Ordinal);
        Assert.Equal(0, RtlinkProcess.Run("bench", file, "--iterations", "1").ExitCode);
        Ended missing = RtlinkProcess.Run("inspect", $"{file}(i386)");
        Assert.Equal((1, $"rtlink: error: {file}: has no part 'i386' that can be linked, but x86_64 and arm64\n"), (missing.ExitCode, missing.Error));
    }

    [Fact]
    public void Instructions_of_arm64_stand_beside_their_relocations()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.s"), ".text\n.globl f\nf: bti c\nagain: adrp x0, data\nldr x0, [x0, :lo12:data]\nbl g\nb again\n.word 7\n");
        Tool.Run("clang-22", folder.Path, "--target=aarch64-linux-gnu", "-c", "a.s", "-o", "a.o");
        Ended ended = RtlinkProcess.Run("inspect", folder.File("a.o"), "--disassemble");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.EndsWith(
            """
            Instructions of .text
            f:
                 0  5f2403d5  bti c
            again:
                 4  00000090  adrp x0, 0x0      ; R_AARCH64_ADR_PREL_PG_HI21 data
                 8  000040f9  ldr x0, [x0]      ; R_AARCH64_LDST64_ABS_LO12_NC data
                 c  00000094  bl 0xc            ; R_AARCH64_CALL26 g
                10  fdffff17  b 0x4 <again>
                14  07000000  .word 0x00000007

            """,
            ended.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_shows_members_and_index_and_each_member_by_name()
    {
        Ended ended = RtlinkProcess.Run("inspect", "gnu.a", "--json");
        using JsonDocument document = JsonDocument.Parse(ended.Output);
        Assert.Equal(["member_unused.o", "member_answer.o", "member_helper.o"], document.RootElement.GetProperty("members").EnumerateArray().Select(m => m.GetProperty("name").GetString()));
        Assert.Equal(["unused", "answer", "member_helper"], document.RootElement.GetProperty("index").EnumerateArray().Select(m => m.GetProperty("symbol").GetString()));
        Assert.StartsWith($"gnu.a(member_helper.o): Elf {(RtlinkProcess.IsArm64 ? "Arm64" : "X64")}", RtlinkProcess.Run("inspect", "gnu.a(member_helper.o)").Output, StringComparison.Ordinal);
        Ended missing = RtlinkProcess.Run("inspect", "gnu.a(nosuch.o)");
        Assert.Equal(("rtlink: error: gnu.a: has no member 'nosuch.o'\n", 1), (missing.Error, missing.ExitCode));
    }

    [Fact]
    public void Groups_and_their_sections_are_shown()
    {
        Ended ended = RtlinkProcess.Run("inspect", "comdat_a.o", "--json");
        using JsonDocument document = JsonDocument.Parse(ended.Output);
        JsonElement group = document.RootElement.GetProperty("groups")[0];
        Assert.NotEqual("", group.GetProperty("name").GetString());
        Assert.True(group.GetProperty("sections").GetArrayLength() >= 1);
    }
}
