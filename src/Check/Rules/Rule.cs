namespace Linker.Check;

/// <summary>One sentence about a link: two expressions that have the same value.</summary>
/// <example>
/// <code>
/// var rule = new Rule("decode_operand(answer, 4) = value + 4 - next_pc(answer)");
/// </code>
/// </example>
public sealed class Rule
{
    private readonly IReadOnlyList<RulePiece> _pieces;

    /// <summary>A rule that stands in no file.</summary>
    /// <param name="text">The rule without a prefix.</param>
    public Rule(string text)
        : this(text, "", [])
    {
    }

    internal Rule(string text, string fileName, IReadOnlyList<RulePiece> pieces)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
        FileName = fileName;
        _pieces = pieces;
    }

    /// <summary>The rule without its prefix, continued lines joined.</summary>
    public string Text { get; }

    /// <summary>The file it stands in; empty where there is none.</summary>
    public string FileName { get; }

    /// <summary>The line it begins in, from 1; 0 where there is no file.</summary>
    public int Line => _pieces.Count == 0 ? 0 : _pieces[0].Line;

    /// <summary>Where a character of <see cref="Text"/> stands.</summary>
    /// <param name="index">From 0; the text's length stands for its end.</param>
    /// <returns>Line and column in the file, both from 1; line 0 and the column in the text where there is no file.</returns>
    public (int Line, int Column) PositionOf(int index)
    {
        (int line, int column) = (0, index + 1);
        foreach (RulePiece piece in _pieces)
        {
            if (piece.Start <= index)
            {
                (line, column) = (piece.Line, index - piece.Start + piece.Column);
            }
        }

        return (line, column);
    }

    /// <summary>The file and the line, and a column: <c>calls.s:3:27</c>.</summary>
    internal string PlaceOf(int index)
    {
        (int line, int column) = PositionOf(index);
        return line == 0 ? $"column {column}" : $"{FileName}:{line}:{column}";
    }

    /// <summary>The text, after the file and the line where there are any.</summary>
    public override string ToString() => Line == 0 ? Text : $"{FileName}:{Line}: {Text}";
}

/// <summary>What one line of a file contributes to a rule.</summary>
/// <param name="Start">Of its first character in the rule's text.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">Of that character in the line, from 1.</param>
internal readonly record struct RulePiece(int Start, int Line, int Column);
