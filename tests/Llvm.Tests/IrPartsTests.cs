using Linker.Engine;
using Linker.Loader;
using Linker.Shared;

namespace Linker.Llvm.Tests;

public class IrPartsTests
{
    private const string Program = """
        @state = internal global i32 5
        @text = private unnamed_addr constant [3 x i8] c"hi\00"
        @compared = internal constant i32 9
        @shown = global ptr @first
        @once = linkonce_odr global i32 11
        @second_name = alias i32 (), ptr @aliased
        @places = internal constant [1 x ptr] [ptr blockaddress(@jumping, %there)]
        @llvm.global_ctors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 65535, ptr @construct, ptr null }]
        declare i64 @strlen(ptr)
        define internal void @construct() {
          store i32 20, ptr @state
          ret void
        }
        define i32 @first() {
          %1 = call i32 @hidden_away()
          %2 = call fastcc i32 @fast(i32 %1)
          ret i32 %2
        }
        define internal i32 @hidden_away() {
          %1 = load i32, ptr @state
          ret i32 %1
        }
        define internal fastcc i32 @fast(i32 %a) {
          %1 = call i64 @strlen(ptr @text)
          %2 = trunc i64 %1 to i32
          %3 = add i32 %a, %2
          ret i32 %3
        }
        define i32 @through_pointer() {
          %1 = load ptr, ptr @shown
          %2 = call i32 %1()
          ret i32 %2
        }
        define ptr @address() {
          ret ptr @compared
        }
        define ptr @address_again() {
          ret ptr @compared
        }
        define i32 @aliased() {
          ret i32 1
        }
        define i32 @jumping() {
          %1 = load ptr, ptr @places
          indirectbr ptr %1, [label %there]
        there:
          ret i32 3
        }
        define linkonce_odr i32 @common_to_many() {
          %1 = load i32, ptr @once
          ret i32 %1
        }
        define i32 @recursive(i32 %n) {
          %1 = icmp eq i32 %n, 0
          br i1 %1, label %end, label %more
        more:
          %2 = sub i32 %n, 1
          %3 = call i32 @recursive(i32 %2)
          %4 = add i32 %3, %n
          ret i32 %4
        end:
          ret i32 0
        }
        """;

    private delegate int Function();

    private delegate int FunctionOfInt(int argument);

    private delegate nint Address();

    public IrPartsTests() => Needs.Llvm();

    [Fact]
    public void A_function_has_a_part_unless_something_ties_it_to_others()
    {
        IrParts parts = IrModule.Parse(Program, "program").Split();
        string[] cut = [.. parts.Functions.Select(f => f.Split('.')[0]).Order()];
        Assert.Equal(["address", "address_again", "common_to_many", "construct", "fast", "first", "hidden_away", "recursive", "through_pointer"], cut);
        Assert.Equal(["aliased", "jumping"], parts.Rest.DefinedFunctions.Order());
        Assert.All(parts.Functions, f => Assert.Equal([f], parts.Get(f).DefinedNames));
        Assert.Equal(parts.Functions.Count, parts.Functions.Select(f => parts.Get(f).Key).Distinct().Count());
        Assert.Throws<KeyNotFoundException>(() => parts.Get("aliased"));
    }

    [Theory]
    [InlineData(OptimizationLevel.O0)]
    [InlineData(OptimizationLevel.O2)]
    public void The_parts_linked_together_are_the_program(OptimizationLevel level)
    {
        IrParts parts = IrModule.Parse(Program, "program", new CompilerOptions { Level = level }).Split();
        using var engine = new ExecutionEngine();
        engine.Add(parts.Rest);
        foreach (string function in parts.Functions)
        {
            engine.Add(parts.Get(function));
        }

        Assert.Equal(22, engine.GetDelegate<Function>("first")());
        Assert.Equal(22, engine.GetDelegate<Function>("through_pointer")());
        Assert.Equal(11, engine.GetDelegate<Function>("common_to_many")());
        Assert.Equal(1, engine.GetDelegate<Function>("second_name")());
        Assert.Equal(3, engine.GetDelegate<Function>("jumping")());
        Assert.Equal(55, engine.GetDelegate<FunctionOfInt>("recursive")(10));
        Assert.Equal(engine.GetDelegate<Address>("address")(), engine.GetDelegate<Address>("address_again")());
    }

    [Fact]
    public void A_function_alone_brings_what_it_needs_and_constructors_run_before_it()
    {
        IrParts parts = IrModule.Parse(Program, "program").Split();
        using var engine = new ExecutionEngine();
        engine.Add(parts.Rest);
        ProgramModule[] modules = [.. parts.Functions.Select(f => engine.Add(parts.Get(f)))];
        Assert.Equal(10, engine.GetDelegate<FunctionOfInt>("recursive")(4));
        string[] linked = [.. modules.Where(m => m.IsLinked).Select(m => m.Name.Split('(')[1].Split('.', ')')[0]).Order()];
        Assert.Contains("construct", linked);
        Assert.DoesNotContain("address", linked);
    }

    [Fact]
    public void A_part_has_one_function_and_declarations()
    {
        IrParts parts = IrModule.Parse(Program, "program").Split();
        using LinkGraph graph = ObjectReader.Read(parts.Get("first").Compile(), "first");
        var defined = new List<string>();
        foreach (ref readonly Symbol symbol in graph.Symbols[graph.FirstGlobal..])
        {
            if (symbol.IsDefined)
            {
                defined.Add(graph.NameOf(symbol));
            }
        }

        Assert.Equal(["first"], defined);
    }

    [Fact]
    public void Private_names_of_different_modules_stay_apart()
    {
        const string other = "@state = internal global i32 1\ndefine i32 @other() {\n  %1 = load i32, ptr @state\n  ret i32 %1\n}";
        using var engine = new ExecutionEngine();
        foreach (IrParts parts in (IrParts[])[IrModule.Parse(Program, "program").Split(), IrModule.Parse(other, "other").Split()])
        {
            engine.Add(parts.Rest);
            foreach (string function in parts.Functions)
            {
                engine.Add(parts.Get(function));
            }
        }

        Assert.Equal((1, 22), (engine.GetDelegate<Function>("other")(), engine.GetDelegate<Function>("first")()));
    }

    [Fact]
    public void A_module_with_assembly_is_not_cut()
    {
        IrParts parts = IrModule.Parse("module asm \".globl x\"\nmodule asm \"x: ret\"\ndefine i32 @f() {\n  ret i32 1\n}").Split();
        Assert.Empty(parts.Functions);
        Assert.Equal(["f"], parts.Rest.DefinedFunctions);
    }

    [Fact]
    [Trait("Llvm", "22")] // the corpus is written in its language
    public void Every_module_of_the_corpus_is_cut_into_parts_that_compile() => Parallel.ForEach(Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "Ir"), "*.ll"), file =>
    {
        string text = File.ReadAllText(file);
        string machine = text.Contains("; only: arm64", StringComparison.Ordinal) ? "aarch64" : "x86_64";
        IrModule module = IrModule.Parse(text, file, new CompilerOptions { Level = OptimizationLevel.O0, Triple = $"{machine}-unknown-linux-gnu" });
        IrParts parts = module.Split();
        foreach (IModule part in parts.Functions.Select(parts.Get).Append(parts.Rest))
        {
            using LinkGraph graph = ObjectReader.Read(part.Compile(), part.Name);
            Assert.Equal(part == parts.Rest ? 0 : 1, (part.DefinedNames ?? []).Intersect(parts.Functions).Count());
        }
    });
}
