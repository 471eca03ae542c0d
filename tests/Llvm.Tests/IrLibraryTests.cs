using Linker.Engine;

namespace Linker.Llvm.Tests;

public class IrLibraryTests
{
    private const string Library = """
        @state = internal global i32 0
        @unnamed = internal unnamed_addr global i32 0
        @shared = global i32 100
        @table = internal unnamed_addr constant [4 x i32] [i32 10, i32 20, i32 30, i32 40]
        @identity = internal constant i32 5
        @second = alias i32 (i32), ptr @twice
        @llvm.used = appending global [1 x ptr] [ptr @twice], section "llvm.metadata"
        define i32 @twice(i32 %x) {
          %1 = call i32 @double(i32 %x)
          ret i32 %1
        }
        define internal i32 @double(i32 %x) noinline {
          %1 = shl i32 %x, 1
          ret i32 %1
        }
        define i32 @count() {
          %1 = load i32, ptr @state
          %2 = add i32 %1, 1
          store i32 %2, ptr @state
          ret i32 %2
        }
        define i32 @count_unnamed() {
          %1 = load i32, ptr @unnamed
          %2 = add i32 %1, 1
          store i32 %2, ptr @unnamed
          ret i32 %2
        }
        define internal i32 @count_inside() {
          %1 = call i32 @count_deeper()
          ret i32 %1
        }
        define internal i32 @count_deeper() {
          %1 = load i32, ptr @state
          ret i32 %1
        }
        define i32 @counted() {
          %1 = call i32 @count_inside()
          ret i32 %1
        }
        define i32 @looked_up(i32 %i) {
          %1 = getelementptr [4 x i32], ptr @table, i32 0, i32 %i
          %2 = load i32, ptr %1
          ret i32 %2
        }
        define ptr @identity_of() {
          ret ptr @identity
        }
        define ptr @code_of() {
          ret ptr @compared
        }
        define internal void @compared() {
          ret void
        }
        define i32 @from_shared() {
          %1 = load i32, ptr @shared
          ret i32 %1
        }
        define weak i32 @replaceable() {
          ret i32 1
        }
        define linkonce_odr i32 @once() {
          ret i32 7
        }
        """;

    public IrLibraryTests() => Needs.Llvm();

    [Theory]
    [InlineData("i32 @twice(i32)", "i32 21", true)]
    [InlineData("i32 @looked_up(i32)", "i32 2", true)]
    [InlineData("i32 @from_shared()", "", true)]
    [InlineData("i32 @once()", "", true)]
    [InlineData("i32 @count()", "", false)]
    [InlineData("i32 @count_unnamed()", "", false)]
    [InlineData("i32 @counted()", "", false)]
    [InlineData("ptr @identity_of()", "", false)]
    [InlineData("ptr @code_of()", "", false)]
    [InlineData("i32 @replaceable()", "", false)]
    [InlineData("i32 @second(i32)", "i32 21", false)]
    public void What_may_be_there_twice_is_inlined_and_the_rest_is_called(string declaration, string arguments, bool isInlined)
    {
        string[] parts = declaration.Split(' ', '(');
        string type = parts[0], name = parts[1];
        IrModule user = IrModule.Parse($"declare {declaration}\ndefine {type} @user() {{\n  %1 = call {type} {name}({arguments})\n  ret {type} %1\n}}", "user");
        string optimized = user.With(new IrLibrary(IrModule.Parse(Library, "library"))).Optimize().ToText();
        Assert.Equal(!isInlined, optimized.Contains($"call {type} {name}(", StringComparison.Ordinal));
        Assert.Equal(!isInlined, optimized.Contains($"declare {type} {name}(", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(OptimizationLevel.O0)]
    [InlineData(OptimizationLevel.O2)]
    public void Inlined_code_and_called_code_share_the_librarys_variables(OptimizationLevel level)
    {
        IrModule library = IrModule.Parse(Library, "library");
        const string text = """
            declare i32 @count()
            declare i32 @counted()
            declare i32 @from_shared()
            declare i32 @twice(i32)
            @shared = external global i32
            define i32 @user() {
              %1 = call i32 @count()
              %2 = call i32 @count()
              store i32 1000, ptr @shared
              %3 = call i32 @from_shared()
              %4 = call i32 @counted()
              %5 = call i32 @twice(i32 %4)
              %6 = add i32 %5, %3
              ret i32 %6
            }
            """;
        IrModule user = IrModule.Parse(text, "user", new CompilerOptions { Level = level }).With(new IrLibrary(library));
        Assert.Equal(["user"], user.DefinedNames);
        using var engine = new ExecutionEngine();
        engine.Add(library);
        engine.Add(user);
        Assert.Equal(1004, engine.GetDelegate<Function>("user")());
    }

    [Fact]
    public void A_library_for_another_machine_is_refused()
    {
        var library = new IrLibrary(IrModule.Parse(Library.Replace("@llvm.used", ";", StringComparison.Ordinal), "library", new CompilerOptions { Triple = "aarch64-unknown-linux-gnu" }));
        IrModule user = IrModule.Parse("define void @f() { ret void }", "user", new CompilerOptions { Triple = "x86_64-pc-linux-gnu" });
        IrException error = Assert.Throws<IrException>(() => user.With(library));
        Assert.Equal("user: a library cannot join it: library is for aarch64-unknown-linux-gnu, and user for x86_64-pc-linux-gnu", error.Message);
    }

    private delegate int Function();
}
