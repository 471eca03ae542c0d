namespace Linker.Llvm.Tests;

/// <summary>Whatever LLVM cannot do is an exception, and the process goes on.</summary>
public class CompilerFailureTests
{
    private static readonly CompilerOptions Options = new() { Triple = "x86_64-pc-linux-gnu", Level = OptimizationLevel.O0 };

    public CompilerFailureTests() => Needs.Llvm();

    [Theory]
    [InlineData("define void @f() {\n  call void asm \"nosuchinstruction\", \"\"()\n  ret void\n}", "invalid instruction mnemonic 'nosuchinstruction'")]
    [InlineData("define void @f() {\n  call void asm \"\", \"{nosuchreg}\"(i32 1)\n  ret void\n}", "couldn't allocate input reg for constraint '{nosuchreg}'")]
    [InlineData("module asm \"ret\"\nmodule asm \"garbage here\"", "invalid instruction mnemonic 'garbage'")]
    public void What_no_machine_code_can_be_made_of_is_refused_with_the_reason(string text, string reason) => IsRefused(text, reason);

    [Fact]
    [Trait("Llvm", "22")] // older ones give up over it, and do not name it
    public void A_register_that_does_not_exist_is_named() => IsRefused(
        "declare i64 @llvm.read_register.i64(metadata)\ndefine i64 @f() {\n  %1 = call i64 @llvm.read_register.i64(metadata !0)\n  ret i64 %1\n}\n!0 = !{!\"nosuch\"}", "nosuch");

    [Theory]
    [InlineData("declare i32 @llvm.aarch64.crc32b(i32, i32)\ndefine i32 @f(i32 %a) {\n  %1 = call i32 @llvm.aarch64.crc32b(i32 %a, i32 %a)\n  ret i32 %1\n}", "Cannot select: intrinsic %llvm.aarch64.crc32b")]
    [InlineData("define <vscale x 4 x i32> @f(<vscale x 4 x i32> %a) {\n  %1 = add <vscale x 4 x i32> %a, %a\n  ret <vscale x 4 x i32> %1\n}", "scalable vector")]
    [InlineData("define void @f() gc \"nosuchgc\" {\n  ret void\n}", "unsupported GC: nosuchgc")]
    [InlineData("define double @f(double %a) \"target-features\"=\"-sse2\" {\n  ret double %a\n}", "SSE2 register return with SSE2 disabled")]
    public void What_ends_LLVMs_own_programs_is_refused_and_all_goes_on(string text, string reason)
    {
        int lost = Worker.LostCount;
        IrModule module = IrModule.Parse(text, "fatal.ll", Options);
        for (int i = 0; i < 3; i++)
        {
            IrException error = Assert.Throws<IrException>(() => module.Compile());
            Assert.Equal((CompileStage.Emit, "fatal.ll", true), (error.Stage, error.ModuleName, error.IsFatal));
            Assert.Contains(reason, error.Text, StringComparison.Ordinal);
            Assert.NotEqual(0, IrModule.Parse("define i32 @f() { ret i32 1 }", "fine.ll", Options).Compile().Length);
        }

        Assert.True(Worker.LostCount >= lost + 3);
    }

    [Fact]
    public void A_rule_that_a_pass_would_break_over_is_found_before()
    {
        const string text = "define i32 @f() {\n  %x = add i32 %y, 1\n  %y = add i32 %x, 1\n  ret i32 %y\n}";
        IrModule broken = IrModule.Parse(text, "rule.ll", Options with { Verify = false }).With(Options);
        IrException error = Assert.Throws<IrException>(() => broken.Compile());
        Assert.Equal(CompileStage.Verify, error.Stage);
        Assert.Contains("Instruction does not dominate all uses!", error.Text, StringComparison.Ordinal);
    }

    private static void IsRefused(string text, string reason)
    {
        IrException error = Assert.Throws<IrException>(() => IrModule.Parse(text, "bad.ll", Options).Compile());
        Assert.Equal((CompileStage.Emit, "bad.ll", false), (error.Stage, error.ModuleName, error.IsFatal));
        Assert.StartsWith("bad.ll: no machine code can be made: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Text, StringComparison.Ordinal);
    }
}
