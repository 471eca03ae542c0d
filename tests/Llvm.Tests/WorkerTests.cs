namespace Linker.Llvm.Tests;

public class WorkerTests
{
    public WorkerTests() => Needs.Llvm();

    [Fact]
    public void Work_is_done_on_the_callers_thread_where_stacks_can_be_changed() =>
        Assert.Equal(OperatingSystem.IsLinux(), Environment.CurrentManagedThreadId == Worker.Run("m", () => Environment.CurrentManagedThreadId));

    [Fact]
    public void Work_that_needs_more_work_stays_with_its_worker() =>
        Assert.True(Worker.Run("m", () => Worker.Run("n", () => Worker.Current) == Worker.Current));

    [Fact]
    public void LLVM_is_called_by_workers_only()
    {
        _ = Worker.Run("m", () => 1);
        Assert.Throws<InvalidOperationException>(() => Worker.Current);
        Assert.Throws<InvalidOperationException>(() => Worker.Call(Library.Export("LLVMContextCreate")));
    }

    [Fact]
    public void What_work_throws_is_thrown_where_it_was_asked_for()
    {
        var thrown = new InvalidOperationException("mine");
        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(() => Worker.Run<int>("m", () => throw thrown)));
        Assert.Equal(1, Worker.Run("m", () => 1));
    }

    [Fact]
    public void Workers_are_used_again_and_not_collected_without_end()
    {
        var workers = new HashSet<Worker>();
        for (int i = 0; i < 100; i++)
        {
            workers.Add(Worker.Run("m", () => Worker.Current));
        }

        // Other tests take turns with them.
        Assert.InRange(workers.Count, 1, 60);
    }

    [Fact]
    public void A_worker_that_LLVM_gave_up_with_is_not_used_again()
    {
        var options = new CompilerOptions { Triple = "x86_64-pc-linux-gnu" };
        IrModule module = IrModule.Parse("define void @f() gc \"nosuchgc\" {\n  ret void\n}", "m", options);
        Worker? lost = null;
        Assert.Throws<IrException>(() => Worker.Run("m", () =>
        {
            lost = Worker.Current;
            return module.Compile();
        }));
        for (int i = 0; i < 100; i++)
        {
            Assert.NotSame(lost, Worker.Run("m", () => Worker.Current));
        }
    }

    [Fact]
    public void Threads_of_small_stacks_compile_at_the_same_time()
    {
        var options = new CompilerOptions { Triple = "x86_64-pc-linux-gnu" };
        var objects = new byte[8][];
        Thread[] threads = [.. objects.Select((_, i) => new Thread(() =>
        {
            for (int round = 0; round < 20; round++)
            {
                objects[i] = IrModule.Parse("define i32 @f(i32 %x) { %y = mul i32 %x, 3 ret i32 %y }", "m", options).Compile().ToArray();
            }
        }, 256 << 10))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(objects, bytes => Assert.Equal(objects[0], bytes));
    }

    [Fact]
    public void Code_that_calls_itself_a_thousand_times_compiles()
    {
        // Deep nesting of expressions takes a stack that callers need not have.
        string text = $"@v = global i64 ptrtoint (ptr getelementptr (i8, ptr @v, i64 1) to i64)\ndefine i32 @f(i32 %x0) {{\n{string.Concat(Enumerable.Range(0, 20000).Select(i => $"  %x{i + 1} = add i32 %x{i}, {i % 7}\n"))}  ret i32 %x20000\n}}";
        var options = new CompilerOptions { Triple = "x86_64-pc-linux-gnu", Level = OptimizationLevel.O1 };
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    _ = IrModule.Parse(text, "deep", options).Compile();
                }
                catch (IrException e)
                {
                    failure = e;
                }
            },
            256 << 10);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}
