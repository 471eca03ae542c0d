namespace Linker.Samples.TieredInterpreter;

/// <summary>A program: <c>main(n)</c> sums <c>digit(i, i)</c> below n, and <c>digit</c> scales by the program's option; <c>fib</c> calls itself.</summary>
internal static class Demo
{
    internal const int Fib = 0, Digit = 1, Main = 2;

    internal static readonly Function[] Functions =
    [
        new("fib", 1, 1,
        [
            new(Op.Get, 0), new(Op.Constant, 2), new(Op.Less), new(Op.JumpIfZero, 6), new(Op.Get, 0), new(Op.Return),
            new(Op.Get, 0), new(Op.Constant, 1), new(Op.Subtract), new(Op.Call, Fib),
            new(Op.Get, 0), new(Op.Constant, 2), new(Op.Subtract), new(Op.Call, Fib), new(Op.Add), new(Op.Return),
        ]),
        new("digit", 2, 2,
        [
            new(Op.Get, 0), new(Op.Get, 1), new(Op.Multiply), new(Op.Constant, 10), new(Op.Remainder), new(Op.Option), new(Op.Multiply), new(Op.Return),
        ]),
        new("main", 1, 3,
        [
            new(Op.Get, 1), new(Op.Get, 0), new(Op.Less), new(Op.JumpIfZero, 15),
            new(Op.Get, 2), new(Op.Get, 1), new(Op.Get, 1), new(Op.Call, Digit), new(Op.Add), new(Op.Set, 2),
            new(Op.Get, 1), new(Op.Constant, 1), new(Op.Add), new(Op.Set, 1), new(Op.Jump, 0),
            new(Op.Get, 2), new(Op.Return),
        ]),
    ];
}
