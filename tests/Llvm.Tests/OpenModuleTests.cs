namespace Linker.Llvm.Tests;

public class OpenModuleTests
{
    private const string Code = "define i32 @f(i32 %x) {\n  %y = add i32 %x, 1\n  ret i32 %y\n}\n";

    public OpenModuleTests() => Needs.Llvm();

    [Fact]
    public void A_module_that_was_just_read_is_not_read_again() => OnOneWorker(() =>
    {
        IrModule module = IrModule.Parse(Code);
        OpenModule? kept = Worker.Current.Kept;
        Assert.NotNull(kept);
        using OpenModule open = OpenModule.Of(module.Source, "module");
        Assert.Same(kept, open);
        Assert.Null(Worker.Current.Kept);
    });

    [Fact]
    public void It_is_used_once() => OnOneWorker(() =>
    {
        IrModule module = IrModule.Parse(Code);
        OpenModule first = OpenModule.Of(module.Source, "module");
        first.Dispose();
        using OpenModule second = OpenModule.Of(module.Source, "module");
        Assert.NotSame(first, second);
        Assert.True(first.Code.IsClosed);
        Assert.Null(Worker.Current.Kept);
    });

    [Fact]
    public void It_makes_room_for_any_other() => OnOneWorker(() =>
    {
        IrModule module = IrModule.Parse(Code), other = IrModule.Parse(Code).With(new CompilerOptions { Level = OptimizationLevel.O0 });
        OpenModule kept = Worker.Current.Kept!;
        using (OpenModule open = OpenModule.Of(module.Source, "module"))
        {
            Assert.NotSame(kept, open);
            Assert.True(kept.Code.IsClosed);
        }

        Assert.Null(Worker.Current.Kept);
        Assert.NotEqual(0, other.Compile().Length);
    });

    [Fact]
    public void Once_there_is_bitcode_that_is_what_is_read() => OnOneWorker(() =>
    {
        IrModule module = IrModule.Parse(Code);
        _ = module.Bitcode;
        Assert.Null(Worker.Current.Kept);
        IrModule again = IrModule.Parse(Code);
        OpenModule kept = Worker.Current.Kept!;
        _ = again.Key;
        using OpenModule open = OpenModule.Of(again.Source, "module");
        Assert.NotSame(kept, open);
    });

    [Fact]
    public void Large_modules_and_broken_ones_are_not_kept() => OnOneWorker(() =>
    {
        _ = IrModule.Parse(Code + new string(';', 64 << 10));
        Assert.Null(Worker.Current.Kept);
        Assert.Throws<IrException>(() => IrModule.Parse("define i32 @f() {\na:\n  br label %c\nb:\n  %x = add i32 1, 1\n  br label %c\nc:\n  ret i32 %x\n}"));
        Assert.Null(Worker.Current.Kept);
    });

    [Fact]
    public void The_object_is_the_same_either_way() => OnOneWorker(() =>
    {
        IrModule module = IrModule.Parse(Code);
        ReadOnlyMemory<byte> first = module.Compile(), second = module.Compile();
        _ = module.Bitcode;
        Assert.Equal(first.ToArray(), second.ToArray());
        Assert.Equal(first.ToArray(), module.Compile().ToArray());
    });

    private static void OnOneWorker(Action test) => Worker.Run("test", () =>
    {
        test();
        return true;
    });
}
