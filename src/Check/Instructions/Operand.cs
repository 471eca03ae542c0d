namespace Linker.Check;

/// <summary>One operand of an instruction as LLVM numbers them.</summary>
/// <param name="What">What it is, for messages: <c>register rax</c>, <c>displacement</c>.</param>
/// <param name="IsImmediate">Whether it is a number; otherwise it is a register or none.</param>
/// <param name="Value">The number, sign-extended.</param>
internal readonly record struct Operand(string What, bool IsImmediate, long Value)
{
    internal static Operand Register(string name) => new($"register {name}", false, 0);

    /// <summary>An operand that is a register where there is one.</summary>
    internal static Operand None(string what) => new(what, false, 0);

    internal static Operand Immediate(long value, string what = "immediate") => new(what, true, value);
}
