namespace Linker.Llvm.Tests;

/// <summary>Threads share no state of LLVM's and no lock.</summary>
public class CompilerThreadTests
{
    private static readonly CompilerOptions Options = new() { Triple = "x86_64-pc-linux-gnu" };

    public CompilerThreadTests() => Needs.Llvm();

    [Fact]
    public void Modules_compile_on_many_threads_to_what_they_compile_to_on_one()
    {
        IrModule[] modules = [.. Enumerable.Range(0, 16).Select(Sum)];
        byte[][] expected = [.. modules.Select(m => m.Compile().ToArray())];
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            Assert.Equal(expected[i % 16], modules[i % 16].Compile().ToArray());
            Assert.Equal(expected[i % 16], Sum(i % 16).Compile().ToArray());
        });
    }

    [Fact]
    public void One_thread_compiles_while_others_stand_still_in_the_middle()
    {
        using var arrived = new CountdownEvent(3);
        using var go = new ManualResetEventSlim();
        byte[] expected = Sum(5).Compile().ToArray(), optimized = Sum(5).Optimize().Compile().ToArray();
        Task<IrModule>[] others =
        [
            .. Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
                () => Sum(5).Optimize(snapshot =>
                {
                    if (snapshot.Pass.Length != 0)
                    {
                        arrived.Signal();
                        go.Wait();
                    }
                }),
                TaskCreationOptions.LongRunning)),
        ];
        arrived.Wait(TestContext.Current.CancellationToken);
        Assert.Equal(expected, Sum(5).Compile().ToArray());
        go.Set();
        Assert.All(others, other => Assert.Equal(optimized, other.GetAwaiter().GetResult().Compile().ToArray()));
    }

    [Fact]
    public void What_LLVM_says_goes_to_the_thread_that_asked() => Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
    {
        string wrong = $"wrong{i}";
        IrException error = Assert.Throws<IrException>(() => IrModule.Parse($"define void @f() {{ call void asm \"{wrong}\", \"\"() ret void }}", $"m{i}", Options).Compile());
        Assert.Equal($"m{i}", error.ModuleName);
        Assert.Contains($"'{wrong}'", error.Text, StringComparison.Ordinal);
        Assert.Single(error.Text.Split("invalid instruction mnemonic")[1..]);
    });

    private static IrModule Sum(int number) => IrModule.Parse(
        $"define i32 @f{number}(i32 %n) {{\nentry:\n  br label %loop\nloop:\n  %i = phi i32 [ 0, %entry ], [ %j, %loop ]\n  %s = phi i32 [ {number}, %entry ], [ %t, %loop ]\n"
        + "  %j = add i32 %i, 1\n  %q = mul i32 %i, %s\n  %t = xor i32 %s, %q\n  %c = icmp ult i32 %j, %n\n  br i1 %c, label %loop, label %end\nend:\n  ret i32 %t\n}",
        $"sum{number}",
        Options);
}
