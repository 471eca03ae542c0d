using System.Runtime.InteropServices;
using Linker.Engine;

namespace Linker.Llvm.Tests;

/// <summary>The native code that changes stacks, called by assembly that looks at its registers.</summary>
[Trait("System", "linux")]
public sealed unsafe class GuardTests : IDisposable
{
    // probe(call, record, function, arguments): calls the guard with a pattern in each register that is the caller's, and returns a bit for each that came back with something else.
    // spoil(handler, text): changes all of them and gives up; with a handler of 0 it puts back what has to be put back, and returns 42.
    private const string X64 = """
        module asm ".globl probe"
        module asm "probe: push %rbx; push %rbp; push %r12; push %r13; push %r14; push %r15; sub $24, %rsp"
        module asm "  movl $0x3f80, (%rsp); ldmxcsr (%rsp); movw $0x0f7f, (%rsp); fldcw (%rsp)"
        module asm "  mov %rdi, %rax; mov %rsi, %rdi; mov %rdx, %rsi; mov %rcx, %rdx"
        module asm "  mov $1, %rbx; mov $2, %rbp; mov $3, %r12; mov $4, %r13; mov $5, %r14; mov $6, %r15; mov %rsp, 8(%rsp); call *%rax"
        module asm "  xor %eax, %eax"
        module asm "  cmp $1, %rbx; je 1f; or $1, %eax; 1: cmp $2, %rbp; je 1f; or $2, %eax; 1: cmp $3, %r12; je 1f; or $4, %eax; 1: cmp $4, %r13; je 1f; or $8, %eax"
        module asm "  1: cmp $5, %r14; je 1f; or $16, %eax; 1: cmp $6, %r15; je 1f; or $32, %eax; 1: cmp 8(%rsp), %rsp; je 1f; or $64, %eax"
        module asm "  1: stmxcsr (%rsp); cmpl $0x3f80, (%rsp); je 1f; or $128, %eax; 1: fnstcw (%rsp); cmpw $0x0f7f, (%rsp); je 1f; or $256, %eax"
        module asm "  1: pushf; pop %rcx; test $0x400, %ecx; je 1f; or $512, %eax; cld"
        module asm "  1: movl $0x1f80, (%rsp); ldmxcsr (%rsp); fninit; add $24, %rsp; pop %r15; pop %r14; pop %r13; pop %r12; pop %rbp; pop %rbx; ret"
        module asm ".globl spoil"
        module asm "spoil: test %rdi, %rdi; je 2f; sub $8, %rsp; movl $0x1f80, (%rsp); ldmxcsr (%rsp); fninit; fld1; mov %rdi, %rax; mov %rsi, %rdi; mov $-1, %rbx; mov %rbx, %rbp; mov %rbx, %r12; mov %rbx, %r13; mov %rbx, %r14; mov %rbx, %r15"
        module asm "  call *%rax; 2: mov $42, %eax; ret"
        """;

    private const string Arm64 = """
        module asm ".globl probe"
        module asm "probe: stp x29, x30, [sp, #-192]!; stp x19, x20, [sp, #16]; stp x21, x22, [sp, #32]; stp x23, x24, [sp, #48]; stp x25, x26, [sp, #64]; stp x27, x28, [sp, #80]"
        module asm "  stp d8, d9, [sp, #96]; stp d10, d11, [sp, #112]; stp d12, d13, [sp, #128]; stp d14, d15, [sp, #144]; mov x9, sp; str x9, [sp, #160]"
        module asm "  mov x9, #0x1000000; msr fpcr, x9; mov x9, x0; mov x0, x1; mov x1, x2; mov x2, x3"
        module asm "  mov x19, #1; mov x20, #2; mov x21, #3; mov x22, #4; mov x23, #5; mov x24, #6; mov x25, #7; mov x26, #8; mov x27, #9; mov x28, #10; mov x29, #11"
        module asm "  fmov d8, #1.0; fmov d9, #2.0; fmov d10, #3.0; fmov d11, #4.0; fmov d12, #5.0; fmov d13, #6.0; fmov d14, #7.0; fmov d15, #8.0; blr x9; mov x0, #0"
        module asm "  cmp x19, #1; b.eq 1f; orr x0, x0, #1; 1: cmp x20, #2; b.eq 1f; orr x0, x0, #2; 1: cmp x21, #3; b.eq 1f; orr x0, x0, #4; 1: cmp x22, #4; b.eq 1f; orr x0, x0, #8"
        module asm "  1: cmp x23, #5; b.eq 1f; orr x0, x0, #16; 1: cmp x24, #6; b.eq 1f; orr x0, x0, #32; 1: cmp x25, #7; b.eq 1f; orr x0, x0, #64; 1: cmp x26, #8; b.eq 1f; orr x0, x0, #128"
        module asm "  1: cmp x27, #9; b.eq 1f; orr x0, x0, #256; 1: cmp x28, #10; b.eq 1f; orr x0, x0, #512; 1: cmp x29, #11; b.eq 1f; orr x0, x0, #1024"
        module asm "  1: fadd d0, d8, d9; fadd d0, d0, d10; fadd d0, d0, d11; fadd d0, d0, d12; fadd d0, d0, d13; fadd d0, d0, d14; fadd d0, d0, d15; fcvtzs x9, d0; cmp x9, #36; b.eq 1f; orr x0, x0, #2048"
        module asm "  1: mrs x9, fpcr; cmp x9, #0x1000, lsl #12; b.eq 1f; orr x0, x0, #4096; 1: msr fpcr, xzr; mov x9, sp; ldr x10, [sp, #160]; cmp x9, x10; b.eq 1f; orr x0, x0, #8192"
        module asm "  1: ldp x19, x20, [sp, #16]; ldp x21, x22, [sp, #32]; ldp x23, x24, [sp, #48]; ldp x25, x26, [sp, #64]; ldp x27, x28, [sp, #80]"
        module asm "  ldp d8, d9, [sp, #96]; ldp d10, d11, [sp, #112]; ldp d12, d13, [sp, #128]; ldp d14, d15, [sp, #144]; ldp x29, x30, [sp], #192; ret"
        module asm ".globl spoil"
        module asm "spoil: cbz x0, 2f; msr fpcr, xzr; mov x9, x0; mov x0, x1; mov x19, #-1; mov x20, x19; mov x21, x19; mov x22, x19; mov x23, x19; mov x24, x19; mov x25, x19; mov x26, x19; mov x27, x19; mov x28, x19"
        module asm "  fmov d8, xzr; fmov d9, xzr; fmov d10, xzr; fmov d11, xzr; fmov d12, xzr; fmov d13, xzr; fmov d14, xzr; fmov d15, xzr; blr x9; 2: mov x0, #42; ret"
        """;

    private const int StackSize = 64 << 10;

    private readonly ExecutionEngine _engine = new();
    private readonly LoadedImage _guard;
    private readonly byte* _stack = (byte*)NativeMemory.AlignedAlloc(StackSize, 16);

    public GuardTests()
    {
        Needs.Llvm();
        _engine.AddIr(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Arm64 : X64, "probe");
        _guard = Guard.Link(Library.Handle);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_registers_of_the_caller_are_as_they_were_whether_a_call_returns_or_is_left(bool isLeft)
    {
        byte* text = stackalloc byte[16];
        "why\0"u8.CopyTo(new Span<byte>(text, 16));
        nint* arguments = stackalloc nint[ILeavableStack.MostArguments];
        arguments[0] = isLeft ? _guard.GetAddress("linker_guard_fatal") : 0;
        arguments[1] = (nint)text;
        byte* noted = stackalloc byte[8];
        var record = new Guard.Record { Top = (nint)(_stack + StackSize), Next = noted, First = noted, End = noted + 8 };
        var probe = (delegate* unmanaged<nint, Guard.Record*, nint, nint*, ulong>)_engine.GetAddress("probe");
        Assert.Equal(0UL, probe(_guard.GetAddress("linker_guard_call"), &record, _engine.GetAddress("spoil"), arguments));
        Assert.Equal(isLeft ? 1 : 0, record.IsLeft);
        Assert.Equal(isLeft ? "why" : "", Marshal.PtrToStringUTF8((nint)noted, (int)(record.Next - noted)));
    }

    [Fact]
    public void Outside_of_calls_an_error_goes_to_the_next_handler()
    {
        The_registers_of_the_caller_are_as_they_were_whether_a_call_returns_or_is_left(isLeft: true);
        TextWriter before = Console.Error;
        using var told = new StringWriter();
        Console.SetError(told);
        try
        {
            fixed (byte* text = "somebody else's\0"u8)
            {
                ((delegate* unmanaged<byte*, void>)_guard.GetAddress("linker_guard_fatal"))(text);
            }
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.Equal($"LLVM ERROR: somebody else's{Environment.NewLine}", told.ToString());
    }

    public void Dispose()
    {
        _guard.Dispose();
        _engine.Dispose();
        NativeMemory.AlignedFree(_stack);
    }
}
