namespace Linker.Llvm.Tests;

/// <summary>What <see cref="OwnStackTests"/> does not say of both sorts of stacks: LLVM itself on a thread of its own, on systems where it has another place too.</summary>
public class OwnThreadTests
{
    public OwnThreadTests() => Needs.Llvm();

    [Theory]
    [InlineData("define void @f() gc \"nosuchgc\" {\n  ret void\n}", "unsupported GC: nosuchgc")]
    [InlineData("declare i32 @llvm.aarch64.crc32b(i32, i32)\ndefine i32 @f(i32 %a) {\n  %1 = call i32 @llvm.aarch64.crc32b(i32 %a, i32 %a)\n  ret i32 %1\n}", "Cannot select: intrinsic %llvm.aarch64.crc32b")]
    [InlineData("define double @f(double %a) \"target-features\"=\"-sse2\" {\n  ret double %a\n}", "SSE2 register return with SSE2 disabled")]
    public void LLVM_gives_up_on_a_thread_of_its_own_as_well(string text, string reason)
    {
        IrModule module = IrModule.Parse(text, "fatal.ll", new CompilerOptions { Triple = "x86_64-pc-linux-gnu", Level = OptimizationLevel.O0 });
        using var worker = new Worker(new OwnThread());
        IrException error = Assert.Throws<IrException>(() => worker.Do("fatal.ll", module.Compile));
        Assert.Equal((CompileStage.Emit, "fatal.ll", true), (error.Stage, error.ModuleName, error.IsFatal));
        Assert.Contains(reason, error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void LLVM_complains_on_a_thread_of_its_own_as_well()
    {
        using var worker = new Worker(new OwnThread());
        IrException error = Assert.Throws<IrException>(() => worker.Do("bad", () => IrModule.FromBitcode("BCnot bitcode"u8.ToArray(), "bad")));
        Assert.Equal(CompileStage.Read, error.Stage);
        Assert.NotEqual("LLVM gives no reason", error.Text);
        Assert.NotEqual(0, worker.Do("good", () => IrModule.Parse("define i32 @f() { ret i32 1 }")).Compile().Length);
    }
}
