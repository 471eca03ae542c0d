using System.Diagnostics;
using System.Text;
using Linker.Shared;

namespace Linker.Loader.Tests;

/// <summary>The compiler's compact unwind information, turned into call frame records, says what the records that the same compiler writes of the same code say for debuggers.</summary>
[Trait("System", "linux")] // The tools run on the building machine.
[Trait("Machine", "x64")] // Of both machines' code, and the same whatever machine does it.
public class CompactUnwindTests
{
    private static readonly string[] Registers = ["rbx", "r12", "r13", "r14", "r15", "rbp"];

    [Fact]
    public void Frames_that_rbp_points_to_are_what_the_compiler_says_whatever_registers_they_save_in_whatever_order()
    {
        var code = new StringBuilder();
        int count = 0;
        foreach (string[] order in OrdersOf(Registers[..5]))
        {
            Function(code, count++);
            code.Append("pushq %rbp\n.cfi_def_cfa_offset 16\n.cfi_offset %rbp, -16\nmovq %rsp, %rbp\n.cfi_def_cfa_register %rbp\n");
            code.Append(string.Concat(order.Select(r => $"pushq %{r}\n")));
            SaidFromBelow(code, order, 24);
            code.Append("callq _outside\nretq\n.cfi_endproc\n");
        }

        Assert.Equal(326, Compare("x86_64", "s", code.ToString(), ""));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(1920)]      // the last sizes that the encoding holds
    [InlineData(4000)]      // the size is in the code
    [InlineData(1 << 20)]
    public void Frames_of_a_fixed_size_are_what_the_compiler_says_whatever_registers_they_save_in_whatever_order(int size)
    {
        var code = new StringBuilder();
        int count = 0;
        foreach (string[] order in OrdersOf(Registers))
        {
            Function(code, count++);
            for (int i = 0; i < order.Length; i++)
            {
                code.Append($"pushq %{order[i]}\n.cfi_def_cfa_offset {16 + (8 * i)}\n");
            }

            if (size != 0)
            {
                code.Append($"subq ${size}, %rsp\n.cfi_def_cfa_offset {8 + (8 * order.Length) + size}\n");
            }

            SaidFromBelow(code, order, 16);
            code.Append("callq _outside\nretq\n.cfi_endproc\n");
        }

        Assert.InRange(Compare("x86_64", "s", code.ToString(), ""), 1900, 1957);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 1024)]
    [InlineData(false, 0)]
    [InlineData(false, 160)]
    public void Frames_of_arm64_are_what_the_compiler_says_whatever_pairs_they_save(bool hasPointer, int locals)
    {
        string[] pairs = ["w20 w19", "w22 w21", "w24 w23", "w26 w25", "w28 w27", "b9 b8", "b11 b10", "b13 b12", "b15 b14"];
        var code = new StringBuilder();
        for (int set = 1; set < 512; set++)
        {
            string[] saved = [.. pairs.Where((_, i) => (set & (1 << i)) != 0)];
            int size = (16 * saved.Length) + (hasPointer ? 16 : 0) + locals;
            Function(code, set);
            code.Append($"sub sp, sp, #{size}\n.cfi_def_cfa_offset {size}\n");
            code.Append(hasPointer ? ".cfi_def_cfa w29, 16\n.cfi_offset w30, -8\n.cfi_offset w29, -16\n" : "");
            int at = hasPointer ? 24 : 8;
            foreach (string register in saved.SelectMany(p => p.Split(' ').Reverse()))
            {
                code.Append($".cfi_offset {register}, -{at}\n");
                at += 8;
            }

            code.Append("ret\n.cfi_endproc\n");
        }

        Assert.Equal(511, Compare("arm64", "s", code.ToString(), ""));
    }

    // Every set of registers that are clobbered, with and without a call, with locals and without.
    [Theory]
    [InlineData("x86_64", "-O2", 150)]
    [InlineData("x86_64", "-O2 -fomit-frame-pointer", 150)]
    [InlineData("x86_64", "-O0", 150)]
    [InlineData("arm64", "-O2", 150)]
    [InlineData("arm64", "-O2 -momit-leaf-frame-pointer", 150)]
    [InlineData("arm64", "-O0", 150)]
    public void What_the_compiler_s_own_frames_look_like_is_what_it_says(string machine, string options, int least)
    {
        string[] registers = machine == "arm64" ? ["x19", "x20", "x21", "x25", "d8", "d9", "d12"] : ["rbx", "r12", "r13", "r14", "r15"];
        var code = new StringBuilder("void outside(void *); int read(void);\n");
        for (int set = 0; set < 1 << registers.Length; set++)
        {
            string clobbers = string.Join(", ", registers.Where((_, i) => (set & (1 << i)) != 0).Select(r => $"\"{r}\"").DefaultIfEmpty("\"memory\""));
            code.Append($"void leaf{set}(void) {{ __asm__ volatile(\"\" ::: {clobbers}); }}\n");
            code.Append($"int room{set}(int x) {{ volatile char room[24]; room[x] = 1; __asm__ volatile(\"\" ::: {clobbers}); return room[3]; }}\n");
            if (set < 32)
            {
                code.Append($"void calls{set}(void) {{ char room[24]; outside(room); __asm__ volatile(\"\" ::: {clobbers}); outside(room); }}\n");
                code.Append($"void large{set}(void) {{ char room[5000]; outside(room); __asm__ volatile(\"\" ::: {clobbers}); outside(room); }}\n");
                code.Append($"int aligned{set}(void) {{ _Alignas(64) char room[200]; outside(room); __asm__ volatile(\"\" ::: {clobbers}); return read(); }}\n");
                code.Append($"void dynamic{set}(int n) {{ char room[n]; outside(room); __asm__ volatile(\"\" ::: {clobbers}); outside(room); }}\n");
            }
        }

        Assert.InRange(Compare(machine, "c", code.ToString(), options), least, 100_000);
    }

    private static void Function(StringBuilder code, int number) => code.Append($".globl _f{number}\n.p2align 2\n_f{number}:\n.cfi_startproc\n");

    // The assembler takes the register that is said first for the lowest, wherever it is said to be.
    private static void SaidFromBelow(StringBuilder code, string[] order, int first)
    {
        for (int i = order.Length - 1; i >= 0; i--)
        {
            code.Append($".cfi_offset %{order[i]}, -{first + (8 * i)}\n");
        }
    }

    /// <summary>All ordered choices of some of the registers.</summary>
    private static IEnumerable<string[]> OrdersOf(string[] registers)
    {
        yield return [];
        foreach (string register in registers)
        {
            foreach (string[] rest in OrdersOf([.. registers.Where(r => r != register)]))
            {
                yield return [register, .. rest];
            }
        }
    }

    /// <returns>How many functions that only compact unwind information describes were compared.</returns>
    private static int Compare(string machine, string language, string source, string options)
    {
        LinkGraph graph = Compile(machine, language, source, options);
        SortedDictionary<long, string> theirs = FrameRules.OfDebugFrame(graph), ours = FrameRules.OfAdded(graph);
        foreach ((long function, string rules) in ours)
        {
            Assert.True(theirs.TryGetValue(function, out string? right), $"no function begins at 0x{function:x}: {string.Join(", ", theirs.Keys.Take(9))}");
            Assert.Equal((function, right), (function, rules));
        }

        return ours.Count;
    }

    // Beside what unwinders read, the assembler writes what debuggers do: there it says all in DWARF.
    private static LinkGraph Compile(string machine, string language, string source, string options)
    {
        Needed.Program("clang-22");
        string folder = Directory.CreateTempSubdirectory("linker-macho").FullName;
        try
        {
            string text = Path.Combine(folder, "in." + language), assembly = Path.Combine(folder, "out.s"), file = Path.Combine(folder, "in.o"), target = $"--target={machine}-apple-macos11";
            File.WriteAllText(text, source);
            if (language == "c")
            {
                Run([target, .. options.Split(' '), "-w", "-S", text, "-o", assembly]);
                source = File.ReadAllText(assembly);
            }

            File.WriteAllText(assembly, ".cfi_sections .eh_frame, .debug_frame\n" + source);
            Run([target, "-femit-dwarf-unwind=no-compact-unwind", "-c", assembly, "-o", file]);
            return ObjectReader.Read(File.ReadAllBytes(file), "in.o", includeUnloaded: true);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static void Run(string[] arguments)
    {
        using Process process = Process.Start("clang-22", arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
