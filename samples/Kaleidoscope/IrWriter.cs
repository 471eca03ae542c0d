using System.Text;

namespace Linker.Samples.Kaleidoscope;

/// <summary>Writes a function as LLVM's intermediate code. Every variable has a place on the stack; making registers of them is LLVM's work.</summary>
internal sealed class IrWriter
{
    private readonly Func<string, Prototype?> _find;
    private readonly StringBuilder _places = new();
    private readonly StringBuilder _code = new();
    private readonly Dictionary<string, string> _variables = [];
    private readonly SortedDictionary<string, int> _called = new(StringComparer.Ordinal);
    private int _count;

    private IrWriter(Func<string, Prototype?> find) => _find = find;

    /// <summary>A module with one function.</summary>
    /// <param name="prototype">What it is called and takes.</param>
    /// <param name="body">What it computes.</param>
    /// <param name="find">Knows all functions, this one too.</param>
    internal static string Write(Prototype prototype, Expression body, Func<string, Prototype?> find)
    {
        var writer = new IrWriter(find);
        for (int i = 0; i < prototype.Parameters.Count; i++)
        {
            writer.Store($"%a{i}", writer.Declare(prototype.Parameters[i]));
        }

        string result = writer.Write(body);
        string parameters = string.Join(", ", prototype.Parameters.Select((_, i) => $"double %a{i}"));
        var text = new StringBuilder($"define double @\"{prototype.Name}\"({parameters}) {{\n{writer._places}{writer._code}  ret double {result}\n}}\n");
        foreach ((string name, int count) in writer._called.Where(c => c.Key != prototype.Name))
        {
            text.Append($"declare double @\"{name}\"({string.Join(", ", Enumerable.Repeat("double", count))})\n");
        }

        return text.ToString();
    }

    private string Write(Expression expression)
    {
        Expression.ThrowIfTooDeep();
        switch (expression)
        {
            case Number number:
                return $"0x{BitConverter.DoubleToUInt64Bits(number.Value):X16}";
            case Variable variable:
                return Add($"load double, ptr {PlaceOf(variable.Name)}");
            case Assignment assignment:
                string value = Write(assignment.Value);
                Store(value, PlaceOf(assignment.Name));
                return value;
            case Operation operation:
                return Write(operation);
            case Call call:
                return Write(call.Name, [.. call.Arguments.Select(Write)]);
            case Choice choice:
                return Write(choice);
            case Loop loop:
                return Write(loop);
            case Let let:
                return Write(let);
            default:
                throw new InvalidOperationException($"There is no code for {expression}.");
        }
    }

    private string Write(Operation operation)
    {
        string left = Write(operation.Left), right = Write(operation.Right);
        return operation.Operator switch
        {
            '+' => Add($"fadd double {left}, {right}"),
            '-' => Add($"fsub double {left}, {right}"),
            '*' => Add($"fmul double {left}, {right}"),
            '/' => Add($"fdiv double {left}, {right}"),
            '<' => Add($"uitofp i1 {Add($"fcmp olt double {left}, {right}")} to double"),
            '>' => Add($"uitofp i1 {Add($"fcmp ogt double {left}, {right}")} to double"),
            char other => Write($"binary{other}", [left, right]),
        };
    }

    private string Write(string name, string[] arguments)
    {
        Prototype prototype = _find(name) ?? throw new SyntaxException($"there is no function '{name}'");
        if (prototype.Parameters.Count != arguments.Length)
        {
            throw new SyntaxException($"'{name}' takes {prototype.Parameters.Count} arguments, not {arguments.Length}");
        }

        _called[name] = arguments.Length;
        return Add($"call double @\"{name}\"({string.Join(", ", arguments.Select(a => $"double {a}"))})");
    }

    private string Write(Choice choice)
    {
        string place = Declare(null), then = Label(), otherwise = Label(), end = Label();
        Branch(choice.Condition, then, otherwise);
        foreach ((string label, Expression value) in ((string, Expression)[])[(then, choice.Then), (otherwise, choice.Else)])
        {
            Line($"{label}:");
            Store(Write(value), place);
            Line($"  br label %{end}");
        }

        Line($"{end}:");
        return Add($"load double, ptr {place}");
    }

    private string Write(Loop loop)
    {
        string first = Write(loop.First);
        string? hidden = _variables.GetValueOrDefault(loop.Variable);
        string place = Declare(loop.Variable), test = Label(), body = Label(), end = Label();
        Store(first, place);
        Line($"  br label %{test}\n{test}:");
        Branch(loop.While, body, end);
        Line($"{body}:");
        _ = Write(loop.Body);
        Store(Add($"fadd double {Add($"load double, ptr {place}")}, {Write(loop.Step)}"), place);
        Line($"  br label %{test}\n{end}:");
        Restore(loop.Variable, hidden);
        return "0.0";
    }

    private string Write(Let let)
    {
        var hidden = new Stack<(string Name, string? Place)>();
        foreach ((string name, Expression value) in let.Variables)
        {
            string first = Write(value);
            hidden.Push((name, _variables.GetValueOrDefault(name)));
            Store(first, Declare(name));
        }

        string result = Write(let.Body);
        foreach ((string name, string? place) in hidden)
        {
            Restore(name, place);
        }

        return result;
    }

    private void Branch(Expression condition, string then, string otherwise) =>
        Line($"  br i1 {Add($"fcmp one double {Write(condition)}, 0.0")}, label %{then}, label %{otherwise}");

    private string Declare(string? variable)
    {
        string place = $"%p{_count++}";
        _places.Append($"  {place} = alloca double\n");
        if (variable is not null)
        {
            _variables[variable] = place;
        }

        return place;
    }

    private void Restore(string variable, string? place)
    {
        _ = _variables.Remove(variable);
        if (place is not null)
        {
            _variables.Add(variable, place);
        }
    }

    private string PlaceOf(string variable) => _variables.GetValueOrDefault(variable) ?? throw new SyntaxException($"there is no variable '{variable}'");

    private void Store(string value, string place) => Line($"  store double {value}, ptr {place}");

    private string Label() => $"l{_count++}";

    private string Add(string instruction)
    {
        Line($"  %v{_count} = {instruction}");
        return $"%v{_count++}";
    }

    // A string first: writing its parts may write other lines.
    private void Line(string line) => _code.Append(line).Append('\n');
}
