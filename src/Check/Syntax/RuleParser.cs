namespace Linker.Check;

/// <summary>From a rule's text to its two sides. Any text gives either these or a <see cref="RuleSyntaxException"/>.</summary>
internal sealed class RuleParser
{
    /// <summary>How deep parentheses and loads may be nested.</summary>
    internal const int MaximumDepth = 200;

    private static readonly (string Mark, Operator Operator)[] Operators =
    [
        ("<<", Operator.ShiftLeft), (">>", Operator.ShiftRight), ("+", Operator.Add), ("-", Operator.Subtract), ("&", Operator.And), ("|", Operator.Or),
    ];

    private readonly RuleScanner _scanner;
    private int _depth;

    private RuleParser(Rule rule) => _scanner = new RuleScanner(rule);

    /// <summary>How an operator is written.</summary>
    internal static string MarkOf(Operator value) => Operators.First(o => o.Operator == value).Mark;

    /// <exception cref="RuleSyntaxException">The text is not a rule.</exception>
    internal static (IExpression Left, IExpression Right) Parse(Rule rule)
    {
        var parser = new RuleParser(rule);
        IExpression left = parser.ParseComplex();
        if (!parser._scanner.TryTake("="))
        {
            throw parser._scanner.Expected("an operator or '='");
        }

        IExpression right = parser.ParseComplex();
        return !parser._scanner.IsAtEnd
            ? throw parser._scanner.Expected(parser._scanner.Peek() == '=' ? "the end of the rule, which has one '=' only" : "an operator or the end of the rule")
            : (left, right);
    }

    private IExpression ParseComplex()
    {
        IExpression first = ParseSimple();
        List<(Operator, IExpression)>? rest = null;
        while (TryTakeOperator(out Operator joined))
        {
            (rest ??= []).Add((joined, ParseSimple()));
        }

        return rest is null ? first : new ChainExpression(first.Start, _scanner.Taken, first, rest);
    }

    private bool TryTakeOperator(out Operator found)
    {
        foreach ((string mark, Operator joined) in Operators)
        {
            if (_scanner.TryTake(mark))
            {
                found = joined;
                return true;
            }
        }

        found = default;
        return false;
    }

    private IExpression ParseSimple()
    {
        IExpression value = ParseUnsliced();
        if (!_scanner.TryTake("["))
        {
            return value;
        }

        int high = TakeBit();
        _scanner.Take(":");
        int lowAt = _scanner.Position;
        int low = TakeBit();
        if (low > high)
        {
            throw _scanner.Wrong(lowAt, $"the lower bit {low} is above the higher bit {high}");
        }

        _scanner.Take("]");
        return new SliceExpression(value.Start, _scanner.Taken, value, high, low);
    }

    private int TakeBit()
    {
        char first = _scanner.Peek();
        int start = _scanner.Position;
        ulong bit = char.IsAsciiDigit(first) ? _scanner.TakeNumber() : throw _scanner.Expected("the number of a bit");
        return bit <= 63 ? (int)bit : throw _scanner.Wrong(start, $"there is no bit {bit}: values have bits 63 to 0");
    }

    private IExpression ParseUnsliced()
    {
        char first = _scanner.Peek();
        int start = _scanner.Position;
        if (char.IsAsciiDigit(first))
        {
            ulong number = _scanner.TakeNumber();
            return new NumberExpression(start, _scanner.Taken, number);
        }

        if (_scanner.TryTake("("))
        {
            IExpression inner = Nested(start);
            _scanner.Take(")");
            return new ParenthesizedExpression(start, _scanner.Taken, inner);
        }

        if (_scanner.TryTake("*"))
        {
            return ParseLoad(start);
        }

        if (!_scanner.TryTakeSymbol(out string symbol))
        {
            throw _scanner.Expected("a value: a number, a symbol, a call, '(' or '*{'");
        }

        int end = _scanner.Taken;
        return _scanner.TryTake("(") ? ParseCall(start, symbol) : new SymbolExpression(start, end, symbol);
    }

    private LoadExpression ParseLoad(int start)
    {
        _scanner.Take("{");
        char first = _scanner.Peek();
        int sizeAt = _scanner.Position;
        ulong size = char.IsAsciiDigit(first) ? _scanner.TakeNumber() : throw _scanner.Expected("the number of bytes to read");
        if (size is not (1 or 2 or 4 or 8))
        {
            throw _scanner.Wrong(sizeAt, $"{size} bytes cannot be read at once: 1, 2, 4 or 8 can");
        }

        _scanner.Take("}");
        IExpression address = Nested(start);
        return new LoadExpression(start, address.End, (int)size, address);
    }

    private IExpression Nested(int start)
    {
        if (++_depth > MaximumDepth)
        {
            throw _scanner.Wrong(start, $"more than {MaximumDepth} parentheses and loads are nested");
        }

        IExpression inner = ParseComplex();
        _depth--;
        return inner;
    }

    private IExpression ParseCall(int start, string function) => function switch
    {
        "decode_operand" => ParseDecodeOperand(start),
        "next_pc" => ParseNextPc(start),
        "stub_addr" => ParseStub(start, isSlot: false),
        "got_addr" => ParseStub(start, isSlot: true),
        "section_addr" => ParseSection(start),
        _ => throw _scanner.Wrong(start, $"there is no function '{function}': decode_operand, next_pc, stub_addr, got_addr and section_addr are"),
    };

    private DecodeOperandExpression ParseDecodeOperand(int start)
    {
        string symbol = _scanner.TakeSymbol();
        ulong offset = _scanner.TryTake("+") ? _scanner.TakeNumber() : 0;
        _scanner.Take(",");
        ulong index = _scanner.TakeNumber();
        _scanner.Take(")");
        return new DecodeOperandExpression(start, _scanner.Taken, symbol, offset, index);
    }

    private NextPcExpression ParseNextPc(int start)
    {
        string symbol = _scanner.TakeSymbol();
        _scanner.Take(")");
        return new NextPcExpression(start, _scanner.Taken, symbol);
    }

    private StubExpression ParseStub(int start, bool isSlot)
    {
        string container = _scanner.TakeName("a file", ',');
        _scanner.Take(",");
        int second = _scanner.Position;
        string? section = null;
        if (!(_scanner.TryTakeSymbol(out string symbol) && _scanner.TryTake(")")))
        {
            _scanner.Return(second);
            section = TakeMiddle();
            symbol = _scanner.TakeSymbol();
            _scanner.Take(")");
        }

        return new StubExpression(start, _scanner.Taken, isSlot, container, section, symbol);
    }

    // The second of three arguments, which may hold ')'; where there are two only, the second has to be a symbol.
    private string TakeMiddle()
    {
        int start = _scanner.Position;
        string section = _scanner.TakeName("a section or a symbol", ',', '=');
        if (_scanner.TryTake(","))
        {
            return section;
        }

        _scanner.Return(start);
        throw _scanner.Expected("a symbol, which begins with a letter or '_'");
    }

    private SectionExpression ParseSection(int start)
    {
        string file = _scanner.TakeName("a file", ',');
        _scanner.Take(",");
        string section = _scanner.TakeName("a section", ')');
        _scanner.Take(")");
        return new SectionExpression(start, _scanner.Taken, file, section);
    }
}
