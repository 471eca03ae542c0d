using System.Globalization;
using System.Text.RegularExpressions;

namespace Linker.Samples.QueryEngine;

/// <summary>Reads <c>sum(price * quantity) where year(day) = 2024 and quantity > 10</c>.</summary>
internal sealed partial class QueryParser
{
    private static readonly string[][] Levels = [["or"], ["and"], ["=", "<>", "<", "<=", ">", ">="], ["+", "-"], ["*", "/"]];

    private readonly IReadOnlyList<string> _columns;
    private readonly IReadOnlyDictionary<string, int> _functions;
    private readonly List<string> _tokens;
    private int _next;

    private QueryParser(string text, IReadOnlyList<string> columns, IReadOnlyDictionary<string, int> functions)
    {
        _columns = columns;
        _functions = functions;
        _tokens = [.. Token().Matches(text).Select(m => m.Value), ""];
    }

    /// <summary>Reads a query.</summary>
    /// <param name="text">The query.</param>
    /// <param name="columns">The names that stand for columns.</param>
    /// <param name="functions">How many arguments each function takes.</param>
    /// <exception cref="FormatException">The text is no query.</exception>
    internal static Query Read(string text, IReadOnlyList<string> columns, IReadOnlyDictionary<string, int> functions)
    {
        var parser = new QueryParser(text, columns, functions);
        string aggregate = parser.Take() is "count" or "sum" or "min" or "max" or "avg" ? parser._tokens[0] : throw new FormatException($"'{parser._tokens[0]}' is no aggregate");
        parser.Expect("(");
        Expression value = parser.ReadExpression(0);
        parser.Expect(")");
        Expression? condition = parser.TakeIf("where") ? parser.ReadExpression(0) : null;
        return parser._tokens[parser._next].Length == 0 ? new Query(aggregate, value, condition) : throw new FormatException($"'{parser._tokens[parser._next]}' is one too many");
    }

    [GeneratedRegex(@"\w+(?:\.\d+)?|<=|>=|<>|\S")]
    private static partial Regex Token();

    private Expression ReadExpression(int level)
    {
        if (level == Levels.Length)
        {
            return ReadPrimary();
        }

        Expression left = ReadExpression(level + 1);
        while (Levels[level].Contains(_tokens[_next]))
        {
            left = new Operation(Take(), left, ReadExpression(level + 1));
        }

        return left;
    }

    private Expression ReadPrimary()
    {
        string token = Take();
        if (double.TryParse(token, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value))
        {
            return new Constant(value);
        }

        if (token == "-")
        {
            return new Operation("-", new Constant(0), ReadPrimary());
        }

        if (token == "(")
        {
            Expression inner = ReadExpression(0);
            Expect(")");
            return inner;
        }

        if (!TakeIf("("))
        {
            int column = _columns.Count - 1;
            while (column >= 0 && _columns[column] != token)
            {
                column--;
            }

            return column >= 0 ? new Column(column) : throw new FormatException($"there is no column '{token}'");
        }

        var arguments = new List<Expression>();
        do
        {
            arguments.Add(ReadExpression(0));
        }
        while (TakeIf(","));
        Expect(")");
        return _functions.TryGetValue(token, out int count) && count == arguments.Count ? new Call(token, arguments) : throw new FormatException($"there is no function '{token}' of {arguments.Count}");
    }

    private string Take() => _tokens[_next].Length != 0 ? _tokens[_next++] : throw new FormatException("the query ends too early");

    private bool TakeIf(string token)
    {
        bool isIt = _tokens[_next] == token;
        _next += isIt ? 1 : 0;
        return isIt;
    }

    private void Expect(string token)
    {
        if (!TakeIf(token))
        {
            throw new FormatException($"'{token}' is missing");
        }
    }
}
