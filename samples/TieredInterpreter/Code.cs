namespace Linker.Samples.TieredInterpreter;

internal enum Op
{
    /// <summary>Pushes the operand.</summary>
    Constant,

    /// <summary>Pushes the local variable that the operand numbers; arguments come first.</summary>
    Get,

    /// <summary>Pops into a local variable.</summary>
    Set,

    /// <summary>Pushes the program's option, which a user may change while the program runs.</summary>
    Option,

    Add,
    Subtract,
    Multiply,
    Remainder,
    Less,

    /// <summary>Pops, and goes to the operand if it was 0.</summary>
    JumpIfZero,

    Jump,

    /// <summary>Calls the function that the operand numbers.</summary>
    Call,

    Return,
}

internal readonly record struct Instruction(Op Op, long Operand = 0);

/// <summary>A function of a stack machine with numbers of 64 bits.</summary>
internal sealed record Function(string Name, int Parameters, int Locals, Instruction[] Code);
