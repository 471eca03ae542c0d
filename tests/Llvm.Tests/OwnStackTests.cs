using System.Runtime.InteropServices;
using System.Text;
using Linker.Engine;

namespace Linker.Llvm.Tests;

/// <summary>Stacks that native code can leave, with functions that were compiled here.</summary>
public sealed unsafe class OwnStackTests : IDisposable
{
    // "leave" calls a handler for fatal errors, deep down and with registers that belong to its caller in use.
    private const string Functions = """
        define i64 @mix(i64 %a, i64 %b, i64 %c, i64 %d, i64 %e, i64 %f, i64 %g, i64 %h) {
          %1 = shl i64 %a, 4
          %2 = or i64 %1, %b
          %3 = shl i64 %2, 4
          %4 = or i64 %3, %c
          %5 = shl i64 %4, 4
          %6 = or i64 %5, %d
          %7 = shl i64 %6, 4
          %8 = or i64 %7, %e
          %9 = shl i64 %8, 4
          %10 = or i64 %9, %f
          %11 = shl i64 %10, 4
          %12 = or i64 %11, %g
          %13 = shl i64 %12, 4
          %14 = or i64 %13, %h
          ret i64 %14
        }
        define i64 @leave(ptr %handler, ptr %text, i64 %depth) noinline {
          %isDeep = icmp eq i64 %depth, 0
          br i1 %isDeep, label %give, label %deeper
        give:
          call void %handler(ptr %text)
          ret i64 1
        deeper:
          %next = sub i64 %depth, 1
          %r = call i64 @leave(ptr %handler, ptr %text, i64 %next)
          %s = add i64 %r, %depth
          ret i64 %s
        }
        define ptr @place() {
          %1 = alloca i64
          ret ptr %1
        }
        """;

    private readonly ExecutionEngine _engine = new();

    public OwnStackTests()
    {
        Needs.Llvm();
        _engine.AddIr(Functions, "functions", new CompilerOptions { Level = OptimizationLevel.O0 });
    }

    public static TheoryData<bool> Both => OperatingSystem.IsLinux() ? [false, true] : [true];

    [Theory]
    [MemberData(nameof(Both))]
    public void A_function_gets_its_arguments_and_what_it_returns_comes_back(bool isThread) => With(isThread, stack =>
    {
        var errors = new StringBuilder();
        Assert.True(stack.TryCall(_engine.GetAddress("mix"), [1, 2, 3, 4, 5, 6, 7, 8], errors, out nint result));
        Assert.Equal(0x12345678, result);
        Assert.Equal("", errors.ToString());
    });

    [Theory]
    [MemberData(nameof(Both))]
    public void Work_on_it_may_go_deep(bool isThread) => With(isThread, stack =>
    {
        nint text = Marshal.StringToCoTaskMemUTF8("");
        Assert.True(stack.TryCall(_engine.GetAddress("leave"), [_engine.GetAddress("place"), text, 300_000], new StringBuilder(), out nint result));
        Assert.Equal(1 + (300_000L * 300_001 / 2), result);
    });

    [Theory]
    [MemberData(nameof(Both))]
    public void A_call_can_be_left_from_the_inside_with_what_is_said(bool isThread)
    {
        for (int i = 0; i < 20; i++)
        {
            using ILeavableStack stack = Create(isThread);
            nint text = Marshal.StringToCoTaskMemUTF8("the reason"), handler = isThread ? OwnThread.FatalHandler : Guard.FatalHandler;
            var errors = new StringBuilder("earlier");
            bool isReturned = true;
            bool isDone = stack.Do(() => isReturned = stack.TryCall(_engine.GetAddress("leave"), [handler, text, 100], errors, out _));
            Assert.Equal(isThread, !isDone);
            Assert.Equal(isThread, isReturned);
            Assert.Equal("earlier\nthe reason", errors.ToString());
            Marshal.FreeCoTaskMem(text);
        }
    }

    [Fact]
    [Trait("System", "linux")]
    public void What_is_said_has_an_end()
    {
        using var stack = new OwnStack();
        nint text = Marshal.StringToCoTaskMemUTF8(new string('x', 1_000_000));
        var errors = new StringBuilder();
        Assert.False(stack.TryCall(_engine.GetAddress("leave"), [Guard.FatalHandler, text, 0], errors, out _));
        Assert.Equal(new string('x', 64 << 10), errors.ToString());
        Marshal.FreeCoTaskMem(text);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Calls_run_on_another_stack_than_their_callers(bool isThread) => With(isThread, stack =>
    {
        nint here = 0;
        Assert.True(stack.TryCall(_engine.GetAddress("place"), [], new StringBuilder(), out nint place));
        Assert.Equal(isThread, Math.Abs(place - (nint)(&here)) < ILeavableStack.Size);
    });

    public void Dispose() => _engine.Dispose();

    private static ILeavableStack Create(bool isThread) => isThread ? new OwnThread() : new OwnStack();

    private static void With(bool isThread, Action<ILeavableStack> test)
    {
        using ILeavableStack stack = Create(isThread);
        Assert.True(stack.Do(() => test(stack)));
    }
}
