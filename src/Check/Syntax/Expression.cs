namespace Linker.Check;

/// <summary>A part of a rule, and where it stands in the rule's text. One of the records below.</summary>
internal interface IExpression
{
    /// <summary>Index of the first character.</summary>
    int Start { get; }

    /// <summary>Index after the last character.</summary>
    int End { get; }
}

/// <summary>What joins two values: 64 bits, wrapping around.</summary>
internal enum Operator
{
    Add,
    Subtract,
    And,
    Or,
    ShiftLeft,
    ShiftRight,
}

/// <summary>A number.</summary>
internal sealed record NumberExpression(int Start, int End, ulong Value) : IExpression;

/// <summary>A name that stands for its address.</summary>
internal sealed record SymbolExpression(int Start, int End, string Name) : IExpression;

/// <summary>Values joined from left to right, whatever the operators.</summary>
/// <param name="Start">As everywhere.</param>
/// <param name="End">As everywhere.</param>
/// <param name="First">The first value.</param>
/// <param name="Rest">The others, each with the operator before it; at least one.</param>
internal sealed record ChainExpression(int Start, int End, IExpression First, IReadOnlyList<(Operator Operator, IExpression Operand)> Rest) : IExpression;

/// <summary>Something in parentheses.</summary>
internal sealed record ParenthesizedExpression(int Start, int End, IExpression Inner) : IExpression;

/// <summary><c>*{N}address</c>.</summary>
internal sealed record LoadExpression(int Start, int End, int Size, IExpression Address) : IExpression;

/// <summary><c>value[high:low]</c>.</summary>
internal sealed record SliceExpression(int Start, int End, IExpression Value, int High, int Low) : IExpression;

/// <summary><c>decode_operand(symbol + offset, index)</c>.</summary>
internal sealed record DecodeOperandExpression(int Start, int End, string Symbol, ulong Offset, ulong Index) : IExpression;

/// <summary><c>next_pc(symbol)</c>.</summary>
internal sealed record NextPcExpression(int Start, int End, string Symbol) : IExpression;

/// <summary><c>stub_addr(file/section, symbol)</c>, <c>stub_addr(file, section, symbol)</c>, <c>stub_addr(file, symbol)</c>, and the same of <c>got_addr</c>.</summary>
/// <param name="Start">As everywhere.</param>
/// <param name="End">As everywhere.</param>
/// <param name="IsSlot">Whether the slot is meant whatever there is.</param>
/// <param name="Container">The first argument.</param>
/// <param name="Section">The second of three; <see langword="null"/> where there are two.</param>
/// <param name="Symbol">The last argument.</param>
internal sealed record StubExpression(int Start, int End, bool IsSlot, string Container, string? Section, string Symbol) : IExpression;

/// <summary><c>section_addr(file, section)</c>.</summary>
internal sealed record SectionExpression(int Start, int End, string File, string Section) : IExpression;
