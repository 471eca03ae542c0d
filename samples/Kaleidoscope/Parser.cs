namespace Linker.Samples.Kaleidoscope;

/// <summary>Reads the language. Operators that a program defines are known from then on.</summary>
internal sealed class Parser
{
    private const int Unary = 100;

    private const string Signs = "!$%&*+-./:<=>?@^|~", OwnSigns = "=<>+-*/";

    private readonly Dictionary<char, int> _precedences = new() { ['='] = 2, ['<'] = 10, ['>'] = 10, ['+'] = 20, ['-'] = 20, ['*'] = 40, ['/'] = 40 };

    /// <summary>The inputs of a text.</summary>
    /// <exception cref="SyntaxException">The text breaks the rules.</exception>
    internal List<Input> Read(string text)
    {
        var tokens = new Tokens(text);
        var inputs = new List<Input>();
        while (!tokens.IsAtEnd)
        {
            if (!tokens.TakeIf(";"))
            {
                inputs.Add(
                    tokens.TakeIf("def") ? new Definition(ReadPrototype(tokens), ReadExpression(tokens))
                    : tokens.TakeIf("extern") ? new External(ReadPrototype(tokens))
                    : new Evaluation(ReadExpression(tokens)));
            }
        }

        return inputs;
    }

    private Prototype ReadPrototype(Tokens tokens)
    {
        string name = tokens.TakeName();
        if (name is "unary" or "binary")
        {
            string token = tokens.Take();
            char sign = token is [var c] && Signs.Contains(c) && (name == "unary" || !OwnSigns.Contains(c)) ? c : throw new SyntaxException($"'{token}' cannot be {name}; {Signs} can, but {OwnSigns} only unary");
            int precedence = Tokens.IsNumber(tokens.Next, out double value) ? (int)value : 30;
            _ = precedence == (int)value && tokens.TakeIf(tokens.Next);
            _precedences[sign] = name == "binary" ? precedence : _precedences.GetValueOrDefault(sign, -1);
            name += sign;
        }

        tokens.Expect("(");
        var parameters = new List<string>();
        while (!tokens.TakeIf(")"))
        {
            parameters.Add(tokens.TakeName());
            _ = tokens.TakeIf(",");
        }

        return new Prototype(name, parameters);
    }

    private Expression ReadExpression(Tokens tokens, int atLeast = 0)
    {
        Expression left = ReadUnary(tokens);
        while (tokens.Next is [var sign] && _precedences.TryGetValue(sign, out int precedence) && precedence >= atLeast)
        {
            _ = tokens.Take();

            // Assignment goes from right to left, everything else from left to right.
            Expression right = ReadExpression(tokens, sign == '=' ? precedence : precedence + 1);
            left = sign != '=' ? new Operation(sign, left, right)
                : left is Variable variable ? new Assignment(variable.Name, right)
                : throw new SyntaxException("only a variable can be assigned to");
        }

        return left;
    }

    private Expression ReadUnary(Tokens tokens)
    {
        Expression.ThrowIfTooDeep();
        string token = tokens.Take();
        if (Tokens.IsNumber(token, out double number))
        {
            return new Number(number);
        }

        switch (token)
        {
            case "(":
                Expression inner = ReadExpression(tokens);
                tokens.Expect(")");
                return inner;
            case "if":
                Expression condition = ReadExpression(tokens);
                tokens.Expect("then");
                Expression then = ReadExpression(tokens);
                tokens.Expect("else");
                return new Choice(condition, then, ReadExpression(tokens));
            case "for":
                return ReadLoop(tokens);
            case "var":
                return ReadLet(tokens);
            case [var first, ..] when char.IsAsciiLetter(first):
                return tokens.TakeIf("(") ? new Call(token, ReadArguments(tokens)) : new Variable(token);
            case ")" or "," or ";":
                throw new SyntaxException($"an expression is missing before '{token}'");
            case [var sign] when Signs.Contains(sign):
                return new Call("unary" + token, [ReadExpression(tokens, Unary)]);
            default:
                throw new SyntaxException($"'{token}' means nothing");
        }
    }

    private List<Expression> ReadArguments(Tokens tokens)
    {
        var arguments = new List<Expression>();
        while (!tokens.TakeIf(")"))
        {
            if (arguments.Count > 0)
            {
                tokens.Expect(",");
            }

            arguments.Add(ReadExpression(tokens));
        }

        return arguments;
    }

    private Loop ReadLoop(Tokens tokens)
    {
        string name = tokens.TakeName();
        tokens.Expect("=");
        Expression first = ReadExpression(tokens);
        tokens.Expect(",");
        Expression condition = ReadExpression(tokens);
        Expression step = tokens.TakeIf(",") ? ReadExpression(tokens) : new Number(1);
        tokens.Expect("in");
        return new Loop(name, first, condition, step, ReadExpression(tokens));
    }

    private Let ReadLet(Tokens tokens)
    {
        var variables = new List<(string, Expression)>();
        do
        {
            variables.Add((tokens.TakeName(), tokens.TakeIf("=") ? ReadExpression(tokens) : new Number(0)));
        }
        while (tokens.TakeIf(","));
        tokens.Expect("in");
        return new Let(variables, ReadExpression(tokens));
    }
}
