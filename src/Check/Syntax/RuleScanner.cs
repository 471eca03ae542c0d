namespace Linker.Check;

/// <summary>Words, numbers and marks of a rule's text.</summary>
/// <param name="rule">The rule.</param>
internal sealed class RuleScanner(Rule rule)
{
    private readonly string _text = rule.Text;

    /// <summary>Index of the next character that was not taken.</summary>
    internal int Position { get; private set; }

    /// <summary>Index after the last character that was taken.</summary>
    internal int Taken { get; private set; }

    internal bool IsAtEnd
    {
        get
        {
            SkipBlanks();
            return Position == _text.Length;
        }
    }

    /// <summary>The next character that is not blank, 0 at the end.</summary>
    internal char Peek() => IsAtEnd ? '\0' : _text[Position];

    /// <summary>Takes a mark, or nothing.</summary>
    internal bool TryTake(string mark)
    {
        if (IsAtEnd || !_text.AsSpan(Position).StartsWith(mark, StringComparison.Ordinal))
        {
            return false;
        }

        Advance(mark.Length);
        return true;
    }

    /// <summary>Takes a mark that has to be there.</summary>
    internal void Take(string mark)
    {
        if (!TryTake(mark))
        {
            throw Expected($"'{mark}'");
        }
    }

    /// <summary>Whether a symbol may begin so.</summary>
    internal static bool BeginsSymbol(char first) => char.IsAsciiLetter(first) || first == '_';

    /// <summary>Takes a symbol, or nothing.</summary>
    internal bool TryTakeSymbol(out string symbol)
    {
        symbol = "";
        if (!BeginsSymbol(Peek()))
        {
            return false;
        }

        int end = Position;
        while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] is ':' or '_' or '.' or '$'))
        {
            end++;
        }

        symbol = _text[Position..end];
        Advance(symbol.Length);
        return true;
    }

    internal string TakeSymbol() => TryTakeSymbol(out string symbol) ? symbol : throw Expected("a symbol, which begins with a letter or '_'");

    /// <summary>Takes a number: hexadecimal after <c>0x</c>, octal after <c>0</c>, otherwise decimal.</summary>
    internal ulong TakeNumber()
    {
        if (!char.IsAsciiDigit(Peek()))
        {
            throw Expected("a number");
        }

        int start = Position;
        int end = start;
        while (end < _text.Length && char.IsAsciiLetterOrDigit(_text[end]))
        {
            end++;
        }

        ReadOnlySpan<char> digits = _text.AsSpan(start, end - start);
        (uint radix, int first, string kind) = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? (16u, 2, "a hexadecimal")
            : digits.Length > 1 && digits[0] == '0' ? (8u, 1, "an octal")
            : (10u, 0, "a decimal");
        if (first == digits.Length)
        {
            throw Wrong(end, "expected a hexadecimal digit");
        }

        UInt128 value = 0;
        for (int i = first; i < digits.Length; i++)
        {
            uint digit = char.IsAsciiHexDigit(digits[i]) ? Convert.ToUInt32(digits[i].ToString(), 16) : radix;
            if (digit >= radix)
            {
                throw Wrong(start + i, $"'{digits[i]}' is not {kind} digit");
            }

            value = (value * radix) + digit;
            if (value > ulong.MaxValue)
            {
                throw Wrong(start, "the number has more than 64 bits");
            }
        }

        Advance(digits.Length);
        return (ulong)value;
    }

    /// <summary>Takes everything before one of the marks, without the blanks around it; the name of a file or a section may hold nearly anything.</summary>
    internal string TakeName(string what, params ReadOnlySpan<char> ends)
    {
        _ = IsAtEnd;
        int size = _text.AsSpan(Position).IndexOfAny(ends);
        if (size < 0)
        {
            throw Wrong(_text.Length, $"expected '{ends[0]}' after the name of {what}");
        }

        string name = _text.Substring(Position, size).TrimEnd();
        if (name.Length == 0)
        {
            throw Expected($"the name of {what}");
        }

        Advance(size);
        return name;
    }

    /// <summary>Goes back to where the scanner was.</summary>
    internal void Return(int position) => Position = Taken = position;

    internal RuleSyntaxException Expected(string what) =>
        IsAtEnd ? Wrong(Position, $"expected {what}, the rule ends here") : Wrong(Position, $"expected {what}");

    internal RuleSyntaxException Wrong(int index, string problem) => new(rule, index, problem);

    private void Advance(int count) => Taken = Position += count;

    private void SkipBlanks()
    {
        while (Position < _text.Length && char.IsWhiteSpace(_text[Position]))
        {
            Position++;
        }
    }
}
