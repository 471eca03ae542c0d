using System.Text;

namespace Linker.Samples.QueryEngine;

/// <summary>Writes a query as a function in LLVM's intermediate code: one loop over the rows.</summary>
internal sealed class QueryWriter
{
    private readonly StringBuilder _code = new();
    private readonly SortedDictionary<string, int> _called = new(StringComparer.Ordinal);
    private int _count;

    /// <summary><c>double query(double **columns, int64_t rows)</c>.</summary>
    internal static string Write(Query query)
    {
        var writer = new QueryWriter();
        string condition = query.Condition is null ? "true" : writer.IsTrue(query.Condition);
        string conditionCode = writer.TakeCode();
        string value = writer.Write(query.Value);
        string join = query.Aggregate switch
        {
            "min" => writer.Select("olt", value, "%total"),
            "max" => writer.Select("ogt", value, "%total"),
            "count" => writer.Add("fadd double %total, 1.0"),
            _ => writer.Add($"fadd double %total, {value}"),
        };
        string first = query.Aggregate switch { "min" => "0x7FF0000000000000", "max" => "0xFFF0000000000000", _ => "0.0" };
        var text = new StringBuilder($$"""
            define double @query(ptr %columns, i64 %rows) {
            entry:
              %any = icmp sgt i64 %rows, 0
              br i1 %any, label %row, label %end
            row:
              %i = phi i64 [ 0, %entry ], [ %i.next, %next ]
              %total = phi double [ {{first}}, %entry ], [ %total.next, %next ]
              %hits = phi double [ 0.0, %entry ], [ %hits.next, %next ]
            {{conditionCode}}  br i1 {{condition}}, label %hit, label %next
            hit:
            {{writer.TakeCode()}}  %hits.more = fadd double %hits, 1.0
              br label %next
            next:
              %total.next = phi double [ %total, %row ], [ {{join}}, %hit ]
              %hits.next = phi double [ %hits, %row ], [ %hits.more, %hit ]
              %i.next = add i64 %i, 1
              %more = icmp slt i64 %i.next, %rows
              br i1 %more, label %row, label %end
            end:
              %all = phi double [ {{first}}, %entry ], [ %total.next, %next ]
              %all.hits = phi double [ 0.0, %entry ], [ %hits.next, %next ]
              %average = fdiv double %all, %all.hits
              ret double {{(query.Aggregate == "avg" ? "%average" : "%all")}}
            }

            """);
        foreach ((string name, int count) in writer._called)
        {
            text.Append($"declare double @{name}({string.Join(", ", Enumerable.Repeat("double", count))})\n");
        }

        return text.ToString();
    }

    private string Write(Expression expression) => expression switch
    {
        Constant constant => $"0x{BitConverter.DoubleToUInt64Bits(constant.Value):X16}",
        Column column => Load(column.Index),
        Call call => Write(call),
        Operation { Operator: "+" or "-" or "*" or "/" } operation => Arithmetic(operation),
        _ => Add($"uitofp i1 {IsTrue(expression)} to double"),
    };

    private string IsTrue(Expression expression)
    {
        if (expression is not Operation operation || operation.Operator is "+" or "-" or "*" or "/")
        {
            return Add($"fcmp une double {Write(expression)}, 0.0");
        }

        if (operation.Operator is "and" or "or")
        {
            return Add($"{operation.Operator} i1 {IsTrue(operation.Left)}, {IsTrue(operation.Right)}");
        }

        string comparison = operation.Operator switch { "=" => "oeq", "<>" => "une", "<" => "olt", "<=" => "ole", ">" => "ogt", _ => "oge" };
        return Add($"fcmp {comparison} double {Write(operation.Left)}, {Write(operation.Right)}");
    }

    private string Arithmetic(Operation operation)
    {
        string instruction = operation.Operator switch { "+" => "fadd", "-" => "fsub", "*" => "fmul", _ => "fdiv" };
        return Add($"{instruction} double {Write(operation.Left)}, {Write(operation.Right)}");
    }

    private string Write(Call call)
    {
        _called[call.Name] = call.Arguments.Count;
        return Add($"call double @{call.Name}({string.Join(", ", call.Arguments.Select(a => "double " + Write(a)).ToArray())})");
    }

    private string Load(int column)
    {
        string place = Add($"getelementptr ptr, ptr %columns, i64 {column}");
        string values = Add($"load ptr, ptr {place}");
        return Add($"load double, ptr {Add($"getelementptr double, ptr {values}, i64 %i")}");
    }

    private string Select(string comparison, string value, string other) => Add($"select i1 {Add($"fcmp {comparison} double {value}, {other}")}, double {value}, double {other}");

    private string Add(string instruction)
    {
        _code.Append(System.Globalization.CultureInfo.InvariantCulture, $"  %v{_count} = ").Append(instruction).Append('\n');
        return $"%v{_count++}";
    }

    private string TakeCode()
    {
        string code = _code.ToString();
        _code.Clear();
        return code;
    }
}
