using System.Globalization;
using System.Text;

namespace Linker.Samples.TieredInterpreter;

/// <summary>Writes a function as LLVM's intermediate code. Each place of the machine's stack is a variable; LLVM makes registers of them.</summary>
internal static class CodeWriter
{
    /// <summary>A function that counts its calls, and says when they reach a number.</summary>
    internal static string Counting(Function[] functions, int index, int limit) => Write(functions, index, null, $"""
          %calls = load i64, ptr @calls
          %more = add i64 %calls, 1
          store i64 %more, ptr @calls
          %is.hot = icmp eq i64 %more, {limit}
          br i1 %is.hot, label %hot, label %cold
        hot:
          call void @vm_hot(i64 {index})
          br label %cold
        cold:

        """, "@calls = internal global i64 0\ndeclare void @vm_hot(i64)\n");

    /// <summary>A function that takes the program's option for a constant.</summary>
    internal static string Assuming(Function[] functions, int index, long option) => Write(functions, index, option, "", "");

    /// <summary>A function that hands its arguments to the interpreter.</summary>
    internal static string Interpreted(Function function, int index)
    {
        string second = function.Parameters > 1 ? "%a1" : "0";
        return $$"""
            define i64 @{{function.Name}}({{Parameters(function)}}) {
              %result = call i64 @vm_interpret(i64 {{index}}, i64 %a0, i64 {{second}})
              ret i64 %result
            }

            """;
    }

    private static string Write(Function[] functions, int index, long? option, string prologue, string declarations)
    {
        Function function = functions[index];
        int[] depths = Depths(functions, function);
        var text = new StringBuilder(declarations);
        text.Append(CultureInfo.InvariantCulture, $"define i64 @{function.Name}({Parameters(function)}) {{\n");
        for (int i = 0; i < function.Locals; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  %l{i} = alloca i64\n  store i64 {(i < function.Parameters ? $"%a{i}" : "0")}, ptr %l{i}\n");
        }

        for (int i = 0; i <= depths.Max(); i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  %s{i} = alloca i64\n");
        }

        text.Append(prologue).Append("  br label %i0\n");
        for (int i = 0; i < function.Code.Length; i++)
        {
            Write(text, functions, function.Code[i], i, depths[i], option);
        }

        text.Append("}\n");
        foreach (Function called in function.Code.Where(c => c.Op == Op.Call).Select(c => functions[c.Operand]).Where(f => f != function).Distinct())
        {
            text.Append(CultureInfo.InvariantCulture, $"declare i64 @{called.Name}({string.Join(", ", Enumerable.Repeat("i64", called.Parameters))})\n");
        }

        return text.Append(option is null && function.Code.Any(c => c.Op == Op.Option) ? "@vm_option = external global i64\n" : "").ToString();
    }

    private static void Write(StringBuilder text, Function[] functions, Instruction instruction, int i, int depth, long? option)
    {
        text.Append(CultureInfo.InvariantCulture, $"i{i}:\n");
        string next = $"  br label %i{i + 1}\n";
        text.Append(instruction.Op switch
        {
            Op.Constant => Push($"{instruction.Operand}", depth) + next,
            Op.Get => $"  %v{i} = load i64, ptr %l{instruction.Operand}\n{Push($"%v{i}", depth)}{next}",
            Op.Set => $"{Pop($"%v{i}", depth - 1)}  store i64 %v{i}, ptr %l{instruction.Operand}\n{next}",
            Op.Option => option is { } known ? Push($"{known}", depth) + next : $"  %v{i} = load i64, ptr @vm_option\n{Push($"%v{i}", depth)}{next}",
            Op.Add => Two("add"),
            Op.Subtract => Two("sub"),
            Op.Multiply => Two("mul"),
            Op.Remainder => Two("srem"),
            Op.Less => $"{Pop($"%x{i}", depth - 2)}{Pop($"%y{i}", depth - 1)}  %c{i} = icmp slt i64 %x{i}, %y{i}\n  %v{i} = zext i1 %c{i} to i64\n{Push($"%v{i}", depth - 2)}{next}",
            Op.JumpIfZero => $"{Pop($"%v{i}", depth - 1)}  %c{i} = icmp eq i64 %v{i}, 0\n  br i1 %c{i}, label %i{instruction.Operand}, label %i{i + 1}\n",
            Op.Jump => $"  br label %i{instruction.Operand}\n",
            Op.Call => Call(functions[instruction.Operand]),
            _ => $"{Pop($"%v{i}", depth - 1)}  ret i64 %v{i}\n",
        });

        string Two(string operation) => $"{Pop($"%x{i}", depth - 2)}{Pop($"%y{i}", depth - 1)}  %v{i} = {operation} i64 %x{i}, %y{i}\n{Push($"%v{i}", depth - 2)}{next}";

        string Call(Function called)
        {
            int first = depth - called.Parameters;
            string arguments = string.Join(", ", Enumerable.Range(0, called.Parameters).Select(a => $"i64 %p{i}.{a}"));
            string loads = string.Concat(Enumerable.Range(0, called.Parameters).Select(a => Pop($"%p{i}.{a}", first + a)));
            return $"{loads}  %v{i} = call i64 @{called.Name}({arguments})\n{Push($"%v{i}", first)}{next}";
        }
    }

    private static string Push(string value, int depth) => $"  store i64 {value}, ptr %s{depth}\n";

    private static string Pop(string name, int depth) => $"  {name} = load i64, ptr %s{depth}\n";

    private static string Parameters(Function function) => string.Join(", ", Enumerable.Range(0, function.Parameters).Select(i => $"i64 %a{i}"));

    // How many values are on the stack before each instruction; the same on all ways to it.
    private static int[] Depths(Function[] functions, Function function)
    {
        int[] depths = new int[function.Code.Length];
        for (int i = 0; i + 1 < depths.Length; i++)
        {
            (Op op, long operand) = function.Code[i];
            int after = depths[i] + op switch
            {
                Op.Constant or Op.Get or Op.Option => 1,
                Op.Jump => 0,
                Op.Call => 1 - functions[operand].Parameters,
                _ => -1,
            };
            if (op is Op.Jump or Op.JumpIfZero)
            {
                depths[operand] = after;
            }

            if (op is not (Op.Jump or Op.Return))
            {
                depths[i + 1] = after;
            }
        }

        return depths;
    }
}
