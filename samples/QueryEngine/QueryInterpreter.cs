namespace Linker.Samples.QueryEngine;

/// <summary>Computes a query without compiling it, to say what is right.</summary>
internal sealed unsafe class QueryInterpreter(Func<string, nint> addressOf)
{
    internal double Run(Query query, double[][] columns)
    {
        double total = query.Aggregate switch { "min" => double.PositiveInfinity, "max" => double.NegativeInfinity, _ => 0 };
        int hits = 0;
        for (int row = 0; row < columns[0].Length; row++)
        {
            if (query.Condition is null || ValueOf(query.Condition, columns, row) != 0)
            {
                hits++;
                double value = ValueOf(query.Value, columns, row);
                total = query.Aggregate switch
                {
                    "count" => total + 1,
                    "min" => value < total ? value : total,
                    "max" => value > total ? value : total,
                    _ => total + value,
                };
            }
        }

        return query.Aggregate == "avg" ? total / hits : total;
    }

    private double ValueOf(Expression expression, double[][] columns, int row)
    {
        switch (expression)
        {
            case Constant constant:
                return constant.Value;
            case Column column:
                return columns[column.Index][row];
            case Operation operation:
                double left = ValueOf(operation.Left, columns, row), right = ValueOf(operation.Right, columns, row);
                return operation.Operator switch
                {
                    "+" => left + right,
                    "-" => left - right,
                    "*" => left * right,
                    "/" => left / right,
                    "=" => left == right ? 1 : 0,
                    "<>" => left != right ? 1 : 0,
                    "<" => left < right ? 1 : 0,
                    "<=" => left <= right ? 1 : 0,
                    ">" => left > right ? 1 : 0,
                    ">=" => left >= right ? 1 : 0,
                    "and" => left != 0 && right != 0 ? 1 : 0,
                    _ => left != 0 || right != 0 ? 1 : 0,
                };
            case Call call:
                double[] a = [.. call.Arguments.Select(argument => ValueOf(argument, columns, row))];
                nint function = addressOf(call.Name);
                return a.Length == 1
                    ? ((delegate* unmanaged<double, double>)function)(a[0])
                    : ((delegate* unmanaged<double, double, double, double, double>)function)(a[0], a[1], a[2], a[3]);
            default:
                throw new InvalidOperationException($"{expression} has no value.");
        }
    }
}
