using System.Runtime.CompilerServices;

namespace Linker.Samples.Kaleidoscope;

/// <summary>What a function is called and takes. Everything is a number.</summary>
internal sealed record Prototype(string Name, IReadOnlyList<string> Parameters);

/// <summary>What stands at the top: a definition, a function of others, or an expression to be evaluated.</summary>
internal abstract record Input;

internal sealed record Definition(Prototype Prototype, Expression Body) : Input;

internal sealed record External(Prototype Prototype) : Input;

internal sealed record Evaluation(Expression Expression) : Input;

internal abstract record Expression
{
    /// <summary>What reads and writes expressions calls itself for each that is inside another one.</summary>
    internal static void ThrowIfTooDeep()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new SyntaxException("too much is inside of each other");
        }
    }
}

internal sealed record Number(double Value) : Expression;

internal sealed record Variable(string Name) : Expression;

internal sealed record Assignment(string Name, Expression Value) : Expression;

internal sealed record Operation(char Operator, Expression Left, Expression Right) : Expression;

internal sealed record Call(string Name, IReadOnlyList<Expression> Arguments) : Expression;

internal sealed record Choice(Expression Condition, Expression Then, Expression Else) : Expression;

internal sealed record Loop(string Variable, Expression First, Expression While, Expression Step, Expression Body) : Expression;

internal sealed record Let(IReadOnlyList<(string Name, Expression Value)> Variables, Expression Body) : Expression;

/// <summary>The text breaks the language's rules, or ends too early.</summary>
internal sealed class SyntaxException(string message, bool isIncomplete = false) : Exception(message)
{
    /// <summary>Whether more text may make it right.</summary>
    internal bool IsIncomplete { get; } = isIncomplete;
}
