using System.Text;
using Linker.Engine;
using Linker.Loader;

namespace Linker.Llvm.Tests;

public class IrModuleTests
{
    private const string Twice = "define i32 @twice(i32 %x) {\n  %y = shl i32 %x, 1\n  ret i32 %y\n}\n";

    private const string AllSorts = """
        $group = comdat any
        @variable = global i32 7
        @common = common global i32 0
        @weak = weak global i32 1
        @once = linkonce_odr global i32 1
        @external = external global i32
        @elsewhere = available_externally constant i32 1
        @private = private constant i32 1
        @alias = alias i32, ptr @variable
        @ifunc = ifunc i32 (), ptr @resolver
        @llvm.compiler.used = appending global [1 x ptr] [ptr @once], section "llvm.metadata"
        declare void @declared()
        define void @function() { ret void }
        define weak void @weak_function() { ret void }
        define linkonce_odr void @once_function() { ret void }
        define internal void @hidden_away() { ret void }
        define hidden void @of_this_image() { ret void }
        define ptr @resolver() { ret ptr @function }
        define void @"a b"() { ret void }
        define void @"\01as is"() { ret void }
        """;

    public IrModuleTests() => Needs.Llvm();

    [Theory]
    [InlineData(OptimizationLevel.O0)]
    [InlineData(OptimizationLevel.O1)]
    [InlineData(OptimizationLevel.O2)]
    [InlineData(OptimizationLevel.O3)]
    public void Text_is_compiled_linked_and_called(OptimizationLevel level) =>
        Assert.Equal(42, Call(IrModule.Parse(Twice, "twice", new CompilerOptions { Level = level }), "twice", 21));

    [Fact]
    public void Bitcode_is_compiled_linked_and_called() => Assert.Equal(42, Call(IrModule.FromBitcode(IrModule.Parse(Twice).Bitcode, "twice"), "twice", 21));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_has_text_or_bitcode(bool isBitcode)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, isBitcode ? IrModule.Parse(Twice).Bitcode.ToArray() : Encoding.UTF8.GetBytes(Twice));
            IrModule module = IrModule.FromFile(path);
            Assert.Equal(path, module.Name);
            Assert.Equal(42, Call(module, "twice", 21));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void What_is_no_module_is_refused_with_line_and_column()
    {
        IrException error = Assert.Throws<IrException>(() => IrModule.Parse("define i32 @f() {\n  ret i64 %x\n}\n", "broken.ll"));
        Assert.Equal((CompileStage.Read, "broken.ll", 2, 7, false), (error.Stage, error.ModuleName, error.Line, error.Column, error.IsFatal));
        Assert.Equal("broken.ll: cannot be read: broken.ll:2:7: error: value doesn't match function result type 'i32'\n  ret i64 %x\n      ^", error.Message);
    }

    [Fact]
    public void What_breaks_a_rule_is_refused_when_it_is_read()
    {
        const string text = "define i32 @f() {\na:\n  br label %c\nb:\n  %x = add i32 1, 1\n  br label %c\nc:\n  ret i32 %x\n}\n";
        IrException error = Assert.Throws<IrException>(() => IrModule.Parse(text, "rule.ll"));
        Assert.Equal(CompileStage.Verify, error.Stage);
        Assert.Contains("Instruction does not dominate all uses!", error.Text, StringComparison.Ordinal);
        IrModule broken = IrModule.Parse(text, "rule.ll", new CompilerOptions { Verify = false });
        Assert.Equal(error.Text, Assert.Throws<IrException>(() => IrModule.FromBitcode(broken.Bitcode, "rule.ll").Compile()).Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("BC")]
    [InlineData("BC\u00C0\u00DE")]
    [InlineData("this is none")]
    public void What_is_no_bitcode_is_refused(string bytes)
    {
        IrException error = Assert.Throws<IrException>(() => IrModule.FromBitcode(Encoding.Latin1.GetBytes(bytes), "none.bc"));
        Assert.Equal((CompileStage.Read, "none.bc"), (error.Stage, error.ModuleName));
        Assert.NotEqual("", error.Text);
    }

    [Fact]
    public void Bitcode_that_was_cut_is_refused()
    {
        ReadOnlyMemory<byte> whole = IrModule.Parse(AllSorts).Bitcode;
        for (int size = 0; size < whole.Length; size += 4)
        {
            Assert.Throws<IrException>(() => IrModule.FromBitcode(whole[..size], "cut.bc").Compile());
        }
    }

    [Theory]
    [InlineData("x86_64-pc-linux-gnu", "")]
    [InlineData("x86_64-pc-windows-msvc", "")]
    [InlineData("aarch64-apple-macos11", "_")]
    public void The_names_are_those_that_stand_in_the_object(string triple, string prefix)
    {
        bool hasIndirect = prefix.Length == 0 && triple.Contains("linux", StringComparison.Ordinal);
        string text = hasIndirect ? AllSorts : AllSorts.Replace("@ifunc = ifunc", ";", StringComparison.Ordinal);
        text = prefix.Length == 0 ? text : text.Replace("$group", ";", StringComparison.Ordinal);
        IrModule module = IrModule.Parse(text, "sorts", new CompilerOptions { Triple = triple });
        string[] functions = [.. ((string[])["function", "weak_function", "of_this_image", "resolver", "a b"]).Select(n => prefix + n), "as is"];
        string[] others = [.. ((string[])["variable", "common", "weak", "alias", .. hasIndirect ? ["ifunc"] : (string[])[]]).Select(n => prefix + n)];
        Assert.Equal(functions.Order(), module.DefinedFunctions.Order());
        Assert.Equal(functions.Concat(others).Order(), module.DefinedNames!.Order());

        using LinkGraph graph = ObjectReader.Read(module.Compile(), module.Name);
        HashSet<string> inObject = [];
        foreach (ref readonly Symbol symbol in graph.Symbols[graph.FirstGlobal..])
        {
            if (symbol.IsDefined || symbol.Place == SymbolPlace.Common || symbol.Alternate != default)
            {
                inObject.Add(graph.NameOf(symbol));
            }
        }

        Assert.Empty(module.DefinedNames!.Except(inObject));
    }

    [Fact]
    public void Names_are_not_promised_where_assembly_may_define_them() =>
        Assert.Null(IrModule.Parse("module asm \".globl by_hand\"\nmodule asm \"by_hand: ret\"\n").DefinedNames);

    [Fact]
    public void A_key_says_what_the_object_depends_on_and_not_how_the_module_is_called()
    {
        IrModule module = IrModule.Parse(Twice, "one");
        Assert.Equal(module.Key, IrModule.Parse(Twice, "two").Key);
        Assert.Equal(module.Key, IrModule.FromBitcode(module.Bitcode, "three").Key);
        CompilerOptions options = new();
        IrModule[] others =
        [
            IrModule.Parse(Twice.Replace("1", "2", StringComparison.Ordinal)),
            module.With(options with { Level = OptimizationLevel.O3 }),
            module.With(options with { Pipeline = "default<O2>" }),
            module.With(options with { Cpu = "x86-64" }),
            module.With(options with { Features = "-avx" }),
            module.With(options with { Triple = "x86_64-apple-macos11" }),
            module.With(options with { CodeModel = CodeModel.Large }),
            module.With(options with { RelocationModel = RelocationModel.Static }),
        ];
        Assert.Equal(others.Length + 1, others.Append(module).Select(m => m.Key).Distinct().Count());
    }

    [Fact]
    public void Equal_keys_give_equal_objects() =>
        Assert.Equal(IrModule.Parse(Twice, "one").Compile().ToArray(), IrModule.FromBitcode(IrModule.Parse(Twice, "two").Bitcode, "three").Compile().ToArray());

    [Fact]
    public void A_module_is_printed_as_text() => Assert.Contains("define i32 @twice(i32 %x)", IrModule.Parse(Twice).ToText(), StringComparison.Ordinal);

    private static unsafe int Call(IrModule module, string name, int argument)
    {
        using var linker = new RuntimeLinker();
        using LoadedImage image = linker.Link(ObjectReader.Read(module.Compile(), module.Name));
        return ((delegate* unmanaged<int, int>)image.GetAddress(name))(argument);
    }
}
