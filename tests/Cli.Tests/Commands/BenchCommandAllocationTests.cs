using System.Text.Json;
using Linker.Shared;

namespace Linker.Cli.Tests.Commands;

/// <summary>What linking allocates, which is exact, and whether the bytes of what was linked are right: over every checked-in object that can be linked alone.</summary>
public class BenchCommandAllocationTests
{
    private static readonly string[] Refused = ["big_endian.o", "bitcode.o", "elf32.o", "executable", "riscv64.o", "shared.so"];

    // Longer than an arena: its mapping is its own, made and unmade by each link, and where others are is read from the system, as text. It needs a process to itself.
    private const string Huge = "bss_800mb.o";
    private const long HugeAllowance = 256 << 10;

    // Beginnings of names. Each link makes and loads a shared library, which alone can bring a block to every thread.
    private static readonly string[] ThreadLocal =
    [
        "models_", "reloc_code_4_gotpc32_tlsdesc", "reloc_code_4_gottpoff", "reloc_code_5_gotpc32_tlsdesc", "reloc_code_5_gottpoff", "reloc_code_6_gotpc32_tlsdesc", "reloc_code_6_gottpoff",
        "reloc_dtpoff", "reloc_gotpc32_tlsdesc", "reloc_gottpoff", "reloc_tls", "reloc_tpoff", "tls_desc", "tls_gd", "tls_ie", "tls_l",
    ];

    private const long ThreadLocalAllowance = 4 << 10;

    // Sections whose start somebody asks for are sorted by name.
    private const string SortedByName = "start_stop_a.o";
    private const long SortedByNameAllowance = 3 << 10;

    // What is refused, and what reaches its places only from addresses that rules name.
    private static bool IsForRefusalOrRules(string name) => name.StartsWith("refused_", StringComparison.Ordinal) || name.StartsWith("edge_", StringComparison.Ordinal);

    [Fact]
    public void Every_fixture_is_linked_right_and_within_its_budget()
    {
        string[] files = [.. Directory.EnumerateFiles(RtlinkProcess.Folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal).Where(f => f != Huge && !Refused.Contains(f) && !IsForRefusalOrRules(f))];
        JsonElement[] measured = Measure([], files);
        Assert.Equal(files.Where(f => f != "empty.a"), measured.Select(m => NameOf(m).Split('(')[0]).Distinct());
        Assert.All(measured, Check);
    }

    [Fact]
    public void An_object_that_is_larger_than_an_arena_is_linked_right() => Check(Assert.Single(Measure([], Huge)));

    /// <summary>Nothing is allocated per relocation and nothing per local symbol.</summary>
    [Fact]
    public void A_thousand_times_the_relocations_or_local_symbols_allocate_no_byte_more()
    {
        using var folder = new TemporaryFolder();
        (int Relocations, int Locals)[] counts = [(10, 10), (10_000, 10), (10, 10_000), (10_000, 10_000)];
        string[] files = [.. counts.Select(c => folder.File($"{c.Relocations}_{c.Locals}.o"))];
        for (int i = 0; i < files.Length; i++)
        {
            File.WriteAllBytes(files[i], Make(counts[i].Relocations, counts[i].Locals));
        }

        // Code that is compiled anew in the middle may keep on the stack what it allocated before.
        JsonElement[] measured = Measure([("DOTNET_TieredCompilation", "0")], files);
        Assert.Equal([30, 30_000, 30, 30_000], measured.Select(m => Number(m, "relocations")));
        long least = Number(measured[0], "allocatedBytes");
        Assert.All(measured, m => Assert.Equal((least, least), (Number(m, "allocatedBytes"), Number(m, "mostAllocatedBytes"))));
    }

    /// <summary>Most of what these export are names, of a hundred bytes on average.</summary>
    [Theory]
    [InlineData("program-x64.obj")]
    [InlineData("program-arm64.obj")]
    public void A_program_of_a_hundred_thousand_relocations_is_linked_right_and_within_its_budget(string name)
    {
        string path = Path.Combine(Repository.Root, "artifacts", "nativeaot", name);
        if (!File.Exists(path))
        {
            Needed.Missing($"{path} is missing: run tests/Real/nativeaot.sh artifacts/nativeaot");
        }

        JsonElement program = Assert.Single(Measure([], path));
        Assert.InRange(Number(program, "relocations"), 90_000, 200_000);
        Check(program);
    }

    private static void Check(JsonElement file)
    {
        string name = NameOf(file);
        Assert.True(file.GetProperty("isVerified").GetBoolean(), name);
        long excess = Number(file, "allocatedBytes") - Number(file, "allocationBudget");
        long allowance = name == Huge ? HugeAllowance
            : name == SortedByName ? SortedByNameAllowance
            : ThreadLocal.Any(t => name.StartsWith(t, StringComparison.Ordinal)) ? ThreadLocalAllowance
            : 0;
        Assert.True(excess <= allowance, $"{name} allocates {excess} bytes more than its budget, {allowance} are allowed");
        Assert.True(allowance == 0 || excess > 0, $"{name} keeps its budget now: it needs no allowance");
    }

    private static JsonElement[] Measure((string Name, string Value)[] environment, params string[] files)
    {
        Ended ended = RtlinkProcess.Start([], null, environment, ["bench", "--phony-externals", "--iterations", "20", "--json", .. files]);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        using JsonDocument document = JsonDocument.Parse(ended.Output);
        return [.. document.RootElement.GetProperty("files").EnumerateArray().Select(f => f.Clone())];
    }

    private static string NameOf(JsonElement file) => file.GetProperty("file").GetString()!;

    private static long Number(JsonElement file, string name) => file.GetProperty(name).GetInt64();

    /// <summary>An object with relocations of three kinds, as many of each, that go through its local symbols in turn.</summary>
    private static byte[] Make(int relocationCount, int localCount)
    {
        var elf = new ElfBuilder();
        int text = elf.Text(8 * relocationCount);
        int data = elf.Section(".data", ElfBuilder.Progbits, ElfBuilder.Alloc | ElfBuilder.Write, new byte[8 * relocationCount], 8);
        uint[] locals = [.. Enumerable.Range(0, localCount).Select(i => (uint)elf.Symbol($"local_{i}", (uint)text, (ulong)(i % relocationCount), 1, ElfBuilder.Local, ElfBuilder.Func))];
        uint external = (uint)elf.Symbol("external", ElfBuilder.Undefined);
        elf.Symbol("defined", (uint)text, 0, 1, ElfBuilder.Global, ElfBuilder.Func);
        elf.AddRela(text, [.. Enumerable.Range(0, relocationCount).SelectMany(i => new (ulong, uint, uint, long)[]
        {
            ((ulong)(i * 8), 2 /* R_X86_64_PC32 */, locals[i % localCount], -4),
            ((ulong)(i * 8) + 4, 4 /* R_X86_64_PLT32 */, external, -4),
        })]);
        elf.AddRela(data, [.. Enumerable.Range(0, relocationCount).Select(i => ((ulong)(i * 8), 1u /* R_X86_64_64 */, locals[i % localCount], (long)i))]);
        return elf.Build();
    }
}
