using Linker.Engine;
using Linker.Loader;
using Linker.Relocs;

namespace Linker.Llvm.Tests;

public class CompilerTests
{
    private const string Calls = """
        @counter = global i32 40
        @constant = private unnamed_addr constant [6 x i8] c"hello\00"
        declare i32 @puts(ptr)
        declare i32 @__gxx_personality_v0(...)
        define i32 @next() {
          %1 = load i32, ptr @counter
          %2 = add i32 %1, 1
          store i32 %2, ptr @counter
          ret i32 %2
        }
        define i32 @greet() {
          %1 = call i32 @puts(ptr @constant)
          %2 = call i32 @next()
          ret i32 %2
        }
        """;

    public CompilerTests() => Needs.Llvm();

    public static TheoryData<string, ObjectFormat, Machine, OptimizationLevel> Targets()
    {
        var rows = new TheoryData<string, ObjectFormat, Machine, OptimizationLevel>();
        foreach (OptimizationLevel level in Enum.GetValues<OptimizationLevel>())
        {
            rows.Add("x86_64-pc-linux-gnu", ObjectFormat.Elf, Machine.X64, level);
            rows.Add("aarch64-unknown-linux-gnu", ObjectFormat.Elf, Machine.Arm64, level);
            rows.Add("x86_64-apple-macos11", ObjectFormat.MachO, Machine.X64, level);
            rows.Add("arm64-apple-macos11", ObjectFormat.MachO, Machine.Arm64, level);
            rows.Add("x86_64-pc-windows-msvc", ObjectFormat.Coff, Machine.X64, level);
            rows.Add("aarch64-pc-windows-msvc", ObjectFormat.Coff, Machine.Arm64, level);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void An_object_has_the_format_and_the_machine_of_its_target(string triple, ObjectFormat format, Machine machine, OptimizationLevel level)
    {
        IrModule module = IrModule.Parse(Calls, "calls", new CompilerOptions { Triple = triple, Level = level });
        using LinkGraph graph = ObjectReader.Read(module.Compile(), module.Name);
        string prefix = format == ObjectFormat.MachO ? "_" : "";
        Assert.Equal((format, machine), (graph.Format, graph.Machine));
        string[] defined = ["next", "greet", "counter"];
        Assert.Equal(defined.Select(name => prefix + name).Order(), Names(graph, isDefined: true).Intersect(defined.Select(name => prefix + name)).Order());
        Assert.Contains(prefix + "puts", Names(graph, isDefined: false));
    }

    [Fact]
    public void The_target_is_said_by_the_options_then_by_the_module_then_by_the_system()
    {
        const string text = "target triple = \"aarch64-unknown-linux-gnu\"\ndefine void @f() { ret void }";
        Assert.Equal("aarch64-unknown-linux-gnu", IrModule.Parse(text).Triple);
        Assert.Equal("x86_64-apple-macos11", IrModule.Parse(text, options: new CompilerOptions { Triple = "x86_64-apple-macos11" }).Triple);
        Assert.Equal(Compiler.HostTriple, IrModule.Parse("define void @f() { ret void }").Triple);
    }

    [Theory]
    [InlineData("mips-unknown-linux-gnu")]
    [InlineData("i686-pc-linux-gnu")]
    [InlineData("nonsense")]
    public void A_target_that_is_not_ours_is_refused(string triple)
    {
        IrException error = Assert.Throws<IrException>(() => IrModule.Parse(Calls, "calls", new CompilerOptions { Triple = triple }).Compile());
        Assert.Equal((CompileStage.Target, "calls", false), (error.Stage, error.ModuleName, error.IsFatal));
        Assert.Contains(triple, error.Message, StringComparison.Ordinal);
    }

    // Near code and data are reached directly, which the way that images are placed makes safe.
    [Theory]
    [InlineData("OptimizationLevel", 4, 3, 2)]
    [InlineData("CodeModel", 2, 9, 2)]
    [InlineData("RelocationModel", 2, 3, 0)]
    public void A_number_that_no_option_has_is_refused(string option, int level, int code, int relocations)
    {
        var options = new CompilerOptions { Level = (OptimizationLevel)level, CodeModel = (CodeModel)code, RelocationModel = (RelocationModel)relocations, Triple = "aarch64-unknown-linux-gnu" };
        IrException error = Assert.Throws<IrException>(() => IrModule.Parse(Calls, "calls", options).Compile());
        Assert.Equal(CompileStage.Target, error.Stage);
        Assert.StartsWith($"there is no {option} ", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_is_of_the_small_model()
    {
        string small = IrModule.Parse(Calls, "calls", new CompilerOptions { Triple = "x86_64-pc-linux-gnu" }).ToAssembly();
        string large = IrModule.Parse(Calls, "calls", new CompilerOptions { Triple = "x86_64-pc-linux-gnu", CodeModel = CodeModel.Large }).ToAssembly();
        Assert.DoesNotContain("movabs", small, StringComparison.Ordinal);
        Assert.Contains("movabs", large, StringComparison.Ordinal);
    }

    [Fact]
    public void Assembly_is_text() => Assert.Matches("(?m)^next:", IrModule.Parse(Calls, "calls", new CompilerOptions { Triple = "x86_64-pc-linux-gnu" }).ToAssembly());

    [Fact]
    public void A_pass_that_does_not_exist_is_named()
    {
        IrException error = Assert.Throws<IrException>(() => IrModule.Parse(Calls, "calls", new CompilerOptions { Pipeline = "sroa,no-such-pass" }).Compile());
        Assert.Equal(CompileStage.Optimize, error.Stage);
        Assert.Contains("no-such-pass", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_is_shown_before_the_passes_and_after_each()
    {
        const string text = "define i32 @f() {\n  %p = alloca i32\n  store i32 20, ptr %p\n  %x = load i32, ptr %p\n  %y = add i32 %x, 22\n  ret i32 %y\n}";
        var seen = new List<PassSnapshot>();
        IrModule optimized = IrModule.Parse(text, options: new CompilerOptions { Pipeline = "function(sroa),instcombine<no-verify-fixpoint>,globaldce" }).Optimize(seen.Add);
        Assert.Equal(["", "function(sroa)", "instcombine<no-verify-fixpoint>", "globaldce"], seen.Select(s => s.Pass));
        Assert.Equal([true, false, false, false], seen.Select(s => s.Text.Contains("alloca", StringComparison.Ordinal)));
        Assert.Equal([false, false, true, true], seen.Select(s => s.Text.Contains("ret i32 42", StringComparison.Ordinal)));
        Assert.Contains("ret i32 42", optimized.ToText(), StringComparison.Ordinal);
        Assert.Equal("", optimized.Options.Pipeline);
        Assert.Contains("ret i32 42", optimized.Optimize().ToText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OptimizationLevel.O0, true)]
    [InlineData(OptimizationLevel.O2, false)]
    public void The_default_passes_are_those_of_the_level(OptimizationLevel level, bool keepsMemory)
    {
        const string text = "define i32 @f(i32 %a) {\n  %p = alloca i32\n  store i32 %a, ptr %p\n  %x = load i32, ptr %p\n  ret i32 %x\n}";
        var seen = new List<PassSnapshot>();
        _ = IrModule.Parse(text, options: new CompilerOptions { Level = level }).Optimize(seen.Add);
        Assert.Equal(["", $"default<{level}>"], seen.Select(s => s.Pass));
        Assert.Equal(keepsMemory, seen[1].Text.Contains("alloca", StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_of_a_source_says_what_its_object_depends_on()
    {
        CompilerOptions options = new();
        byte[] text = System.Text.Encoding.UTF8.GetBytes(Calls);
        Assert.Equal(Compiler.KeyOf(text, options), Compiler.KeyOf(text, options with { Verify = false }));
        Assert.Equal(
            6,
            ((Engine.ObjectKey[])
            [
                Compiler.KeyOf(text, options), Compiler.KeyOf(text.AsSpan(1), options), Compiler.KeyOf(text, options with { Level = OptimizationLevel.O0 }), Compiler.KeyOf(text, options with { Cpu = "x86-64" }),
                Compiler.KeyOf(text, options with { Triple = "x86_64-apple-macos11" }), Compiler.KeyOf(text, options with { Pipeline = "" }),
            ]).Distinct().Count());
    }

    private static List<string> Names(LinkGraph graph, bool isDefined)
    {
        var names = new List<string>();
        foreach (ref readonly Symbol symbol in graph.Symbols[graph.FirstGlobal..])
        {
            if (symbol.IsDefined == isDefined)
            {
                names.Add(graph.NameOf(symbol));
            }
        }

        return names;
    }
}
