using System.Globalization;

namespace Linker.Samples.Kaleidoscope;

/// <summary>The words, numbers and signs of a text. Comments go from <c>#</c> to the end of the line.</summary>
internal sealed class Tokens
{
    private readonly List<string> _all = [];
    private int _next;

    internal Tokens(string text)
    {
        for (int i = 0; i < text.Length;)
        {
            int begin = i;
            if (text[i] == '#')
            {
                i = text.IndexOf('\n', i) is var end and >= 0 ? end : text.Length;
            }
            else if (char.IsWhiteSpace(text[i]))
            {
                i++;
            }
            else
            {
                i = char.IsAsciiLetter(text[i]) ? Skip(text, i, char.IsAsciiLetterOrDigit) : IsOfNumber(text[i]) ? Skip(text, i, IsOfNumber) : i + 1;
                _all.Add(text[begin..i]);
            }
        }
    }

    internal bool IsAtEnd => _next == _all.Count;

    /// <summary>The next one; nothing at the end.</summary>
    internal string Next => IsAtEnd ? "" : _all[_next];

    /// <summary>Takes the next one.</summary>
    internal string Take() => IsAtEnd ? throw new SyntaxException("there is more to come", isIncomplete: true) : _all[_next++];

    /// <summary>Takes the next one if it is a certain one.</summary>
    internal bool TakeIf(string token)
    {
        bool isIt = !IsAtEnd && Next == token;
        _next += isIt ? 1 : 0;
        return isIt;
    }

    internal void Expect(string token)
    {
        if (Take() is var other && other != token)
        {
            throw new SyntaxException($"'{token}' is missing before '{other}'");
        }
    }

    internal string TakeName() => Take() is { } name && char.IsAsciiLetter(name[0]) ? name : throw new SyntaxException("a name is missing");

    internal static bool IsNumber(string token, out double value) => double.TryParse(token, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);

    private static bool IsOfNumber(char c) => char.IsAsciiDigit(c) || c == '.';

    private static int Skip(string text, int i, Func<char, bool> isPart)
    {
        while (i < text.Length && isPart(text[i]))
        {
            i++;
        }

        return i;
    }
}
