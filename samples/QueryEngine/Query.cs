namespace Linker.Samples.QueryEngine;

/// <summary>What to compute of the rows for which a condition holds.</summary>
/// <param name="Aggregate">count, sum, min, max or avg.</param>
/// <param name="Value">Of each row.</param>
/// <param name="Condition">Not zero for the rows that count; <see langword="null"/> takes all.</param>
internal sealed record Query(string Aggregate, Expression Value, Expression? Condition);

/// <summary>An expression over the columns of a row. Everything is a number; what is true is 1.</summary>
internal abstract record Expression;

internal sealed record Constant(double Value) : Expression;

internal sealed record Column(int Index) : Expression;

internal sealed record Operation(string Operator, Expression Left, Expression Right) : Expression;

internal sealed record Call(string Name, IReadOnlyList<Expression> Arguments) : Expression;
