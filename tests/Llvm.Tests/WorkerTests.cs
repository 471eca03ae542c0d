namespace Linker.Llvm.Tests;

public class WorkerTests
{
    public WorkerTests() => Needs.Llvm();

    [Fact]
    public void Work_has_a_thread_of_its_own_and_its_result_comes_back() =>
        Assert.NotEqual(Environment.CurrentManagedThreadId, Worker.Run("m", () => Environment.CurrentManagedThreadId));

    [Fact]
    public void Work_that_needs_more_work_stays_on_its_thread() =>
        Assert.True(Worker.Run("m", () => Environment.CurrentManagedThreadId == Worker.Run("n", () => Environment.CurrentManagedThreadId)));

    [Fact]
    public void What_work_throws_is_thrown_where_it_was_asked_for()
    {
        var thrown = new InvalidOperationException("mine");
        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(() => Worker.Run<int>("m", () => throw thrown)));
        Assert.Equal(1, Worker.Run("m", () => 1));
    }

    [Fact]
    public void Threads_are_used_again_and_not_collected_without_end()
    {
        var threads = new System.Collections.Concurrent.ConcurrentDictionary<int, bool>();
        for (int i = 0; i < 100; i++)
        {
            _ = threads.TryAdd(Worker.Run("m", () => Environment.CurrentManagedThreadId), true);
        }

        // Other tests take turns with these threads.
        Assert.InRange(threads.Count, 1, 60);
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
