using Linker.Engine;
using Linker.Llvm.Native;

namespace Linker.Llvm.Tests;

/// <summary>Modules and other modules.</summary>
public class IrModuleLinkingTests
{
    private const string Definitions = """
        @count = global i32 40, align 8
        @limit = constant i64 7
        @per_thread = thread_local global i32 3
        @"odd \22name" = global i8 1
        %pair = type { i32, i32 }
        %"nested" = type <{ [2 x %pair], {}, <2 x i32>, ptr }>
        %opaque = type opaque
        define i32 @add(i32 %a, i32 %b) {
          %1 = add i32 %a, %b
          ret i32 %1
        }
        define fastcc i32 @fast(i32 %a) {
          ret i32 %a
        }
        define i32 @named(%pair %p) {
          ret i32 0
        }
        define void @made(i32 signext %a, ptr sret(%nested) %r, ptr byval(%pair) align 8 %p) returns_twice {
          ret void
        }
        define zeroext i8 @small(i8 zeroext %a) {
          ret i8 %a
        }
        @place = global %nested zeroinitializer
        @unknown = external global %opaque
        @second_name = alias i8 (i8), ptr @small
        define internal void @private() {
          ret void
        }
        define i32 @several(ptr %format, ...) {
          ret i32 1
        }
        """;

    private delegate int Widening(int n);

    public IrModuleLinkingTests() => Needs.Llvm();

    [Fact]
    public void Modules_become_one()
    {
        IrModule whole = IrModule.Merge("whole", IrModule.Parse(Definitions, "a"), IrModule.Parse("declare i32 @add(i32, i32)\ndefine i32 @user() {\n  %1 = call i32 @add(i32 40, i32 2)\n  ret i32 %1\n}", "b"));
        Assert.Contains("user", whole.DefinedFunctions);
        Assert.Contains("add", whole.DefinedFunctions);
        Assert.Contains("ret i32 42", whole.Optimize().ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Modules_that_define_the_same_do_not_become_one()
    {
        IrModule module = IrModule.Parse(Definitions, "a");
        IrException error = Assert.Throws<IrException>(() => IrModule.Merge("whole", module, IrModule.Parse("define void @add() { ret void }", "b")));
        Assert.Equal((CompileStage.Link, "whole", false), (error.Stage, error.ModuleName, error.IsFatal));
        Assert.Contains("symbol multiply defined", error.Text, StringComparison.Ordinal);
        Assert.Contains("add", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_other_modules_need_no_declaration()
    {
        IrModule definitions = IrModule.Parse(Definitions, "definitions");
        const string text = """
            ; a comment about @several, and a string:
            @string = private constant [6 x i8] c"@limit"
            define i32 @user() {
              %1 = load i32, ptr @count
              %2 = call i32 @add(i32 %1, i32 2)
              %3 = call fastcc i32 @fast(i32 %2)
              %4 = load i8, ptr @"odd \22name"
              ret i32 %3
            }
            """;
        Assert.Contains("use of undefined value", Assert.Throws<IrException>(() => IrModule.Parse(text, "user")).Text, StringComparison.Ordinal);
        IrModule user = IrModule.Parse(text, "user", uses: [definitions]);
        string completed = user.ToText();
        Assert.Contains("declare i32 @add(i32, i32)", completed, StringComparison.Ordinal);
        Assert.Contains("declare fastcc i32 @fast(i32)", completed, StringComparison.Ordinal);
        Assert.Contains("@count = external global i32, align 8", completed, StringComparison.Ordinal);
        using var engine = new ExecutionEngine();
        engine.Add(definitions);
        engine.Add(user);
        Assert.Equal(42, engine.GetDelegate<Function>("user")());
    }

    [Theory]
    [InlineData(OptimizationLevel.O0)]
    [InlineData(OptimizationLevel.O2)]
    public void Declarations_pass_values_as_the_definitions_take_them(OptimizationLevel level)
    {
        // The user calls the same type otherwise, and another one so; and it says nothing of how small numbers are passed.
        const string definitions = """
            %pair = type { i32, i64 }
            @place = global %pair { i32 3, i64 4 }
            define %pair @swap(%pair %p) noinline {
              %1 = extractvalue %pair %p, 0
              %2 = extractvalue %pair %p, 1
              %3 = trunc i64 %2 to i32
              %4 = sext i32 %1 to i64
              %5 = insertvalue %pair undef, i32 %3, 0
              %6 = insertvalue %pair %5, i64 %4, 1
              ret %pair %6
            }
            define i32 @widen(i8 signext %a) noinline {
              %1 = sext i8 %a to i32
              ret i32 %1
            }
            """;
        const string text = """
            %two = type { i32, i64 }
            %pair = type { i8 }
            define i32 @user(i32 %n) {
              %1 = load %two, ptr @place
              %2 = call %two @swap(%two %1)
              %3 = extractvalue %two %2, 0
              %4 = extractvalue %two %2, 1
              %5 = trunc i64 %4 to i32
              %6 = trunc i32 %n to i8
              %7 = call i32 @widen(i8 %6)
              %8 = mul i32 %3, 100
              %9 = mul i32 %5, 10
              %10 = add i32 %8, %9
              %11 = add i32 %10, %7
              ret i32 %11
            }
            """;
        var options = new CompilerOptions { Level = level };
        using var engine = new ExecutionEngine();
        engine.AddIr(definitions, "definitions", options);
        engine.AddIr(text, "user", options);
        Assert.Equal(430 - 3, engine.GetDelegate<Widening>("user")(0x1234_5600 + 0xFD));
    }

    [Theory]
    [InlineData("add", "declare i32 @\"add\"(i32, i32)")]
    [InlineData("fast", "declare cc 8 i32 @\"fast\"(i32)")]
    [InlineData("several", "declare i32 @\"several\"(ptr, ...)")]
    [InlineData("count", "@\"count\" = external global i32, align 8")]
    [InlineData("limit", "@\"limit\" = external constant i64")]
    [InlineData("per_thread", "@\"per_thread\" = external thread_local global i32")]
    [InlineData("odd \"name", "@\"odd \\22name\" = external global i8")]
    [InlineData("named", "declare i32 @\"named\"({ i32, i32 })")]
    [InlineData("made", "declare void @\"made\"(i32 signext, ptr sret(<{ [2 x { i32, i32 }], {}, <2 x i32>, ptr }>), ptr byval({ i32, i32 }) align 8) returns_twice")]
    [InlineData("small", "declare zeroext i8 @\"small\"(i8 zeroext)")]
    [InlineData("second_name", "declare zeroext i8 @\"second_name\"(i8 zeroext)")]
    [InlineData("place", "@\"place\" = external global <{ [2 x { i32, i32 }], {}, <2 x i32>, ptr }>")]
    [InlineData("unknown", null)]
    [InlineData("private", null)]
    public void A_declaration_says_what_a_user_must_know(string name, string? expected) => Assert.Equal(expected, IrModule.Parse(Definitions).Declarations.GetValueOrDefault(name));

    [Fact]
    public void An_error_that_declarations_do_not_mend_has_the_lines_of_the_text()
    {
        IrModule definitions = IrModule.Parse(Definitions, "definitions");
        IrException error = Assert.Throws<IrException>(() => IrModule.Parse("define i32 @user() {\n  %1 = call i32 @add(i32 1, i32 2)\n  %2 = call i32 @nowhere()\n  ret i32 %1\n}", "user", uses: [definitions]));
        Assert.Equal(3, error.Line);
        Assert.Contains("'@nowhere'", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_of_another_binding_is_taken_by_its_handle_and_stays_as_it_was() => Build("theirs", workspace =>
    {
        using IrHandle theirs = workspace.Parse("define i32 @f() {\n  ret i32 42\n}"u8);
        IrModule module = IrModule.FromHandle(theirs.Pointer, "mine");
        Assert.Equal("mine", module.Name);
        Assert.Equal("theirs", IrModule.FromHandle(theirs.Pointer).Name);
        Text.SetName(Globals.Functions(theirs.Pointer)[0], "renamed");
        using var engine = new ExecutionEngine();
        engine.Add(module);
        Assert.Equal(42, engine.GetDelegate<Function>("f")());
        Assert.Equal(["renamed"], IrModule.FromHandle(theirs.Pointer).DefinedNames);
    });

    [Fact]
    public void Modules_that_were_built_to_refer_to_each_other_get_declarations() => Build("w", workspace =>
    {
        using IrHandle first = workspace.Parse("@count = global i32 40\ndefine i32 @add(i32 signext %a, i32 %b) returns_twice {\n  %1 = add i32 %a, %b\n  ret i32 %1\n}"u8);
        using IrHandle second = workspace.Parse("@other = external global i32\ndeclare i32 @stand_in(i32, i32)\ndefine i32 @user() {\n  %1 = load i32, ptr @other\n  %2 = call i32 @stand_in(i32 %1, i32 2)\n  ret i32 %2\n}"u8);
        Code.ReplaceAllUses(Globals.Functions(second.Pointer)[0], Globals.Functions(first.Pointer)[0]);
        Code.ReplaceAllUses(Globals.Variables(second.Pointer)[0], Globals.Variables(first.Pointer)[0]);

        IrModule user = IrModule.FromHandle(second.Pointer, "user"), definitions = IrModule.FromHandle(first.Pointer, "definitions");
        Assert.Matches(@"declare i32 @add\(i32 signext, i32\) #\d[\s\S]*attributes #\d = \{ returns_twice \}", user.ToText());
        Assert.Contains("@count = external global i32", user.ToText(), StringComparison.Ordinal);
        using var engine = new ExecutionEngine();
        engine.Add(user);
        engine.Add(definitions);
        Assert.Equal(42, engine.GetDelegate<Function>("user")());

        // The caller's modules still refer to each other, and are undone together.
        Code.ReplaceAllUses(Globals.Functions(first.Pointer)[0], Globals.Functions(second.Pointer)[0]);
        Code.ReplaceAllUses(Globals.Variables(first.Pointer)[0], Globals.Variables(second.Pointer)[0]);
    });

    [Fact]
    public void A_broken_module_is_refused_by_its_handle_too() => Build("w", workspace =>
    {
        using IrHandle theirs = workspace.Parse("define i32 @f() {\na:\n  br label %c\nb:\n  %x = add i32 1, 1\n  br label %c\nc:\n  ret i32 %x\n}"u8);
        Assert.Equal(CompileStage.Verify, Assert.Throws<IrException>(() => IrModule.FromHandle(theirs.Pointer)).Stage);
        Assert.Throws<ArgumentOutOfRangeException>(() => IrModule.FromHandle(0));
    });

    // As another binding would.
    private static void Build(string name, Action<Workspace> test) => Worker.Run(name, () =>
    {
        using var workspace = new Workspace(name);
        test(workspace);
        return true;
    });

    private delegate int Function();
}
