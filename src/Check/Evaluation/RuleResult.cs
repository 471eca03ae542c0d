using System.Globalization;
using System.Text;

namespace Linker.Check;

/// <summary>What became of one rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Left">The part before the <c>=</c>.</param>
/// <param name="Right">The part after it.</param>
public sealed record RuleResult(Rule Rule, RulePart Left, RulePart Right)
{
    /// <summary>Whether both sides have the same value.</summary>
    public bool Holds => Left.Value is { } left && Right.Value is { } right && left == right;

    /// <summary>What could not be computed and why, one sentence each.</summary>
    public IReadOnlyList<string> Errors => [.. Left.Culprits.Concat(Right.Culprits).Select(c => $"{c.Text}: {c.Note}")];

    /// <summary>The rule, whether it holds, the values of both sides, and how every part of them was computed.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        string verdict = Holds ? $"holds: both sides are {ValueOf(Left)}"
            : Errors.Count > 0 ? "cannot be computed"
            : $"does not hold: {ValueOf(Left)} is not {ValueOf(Right)}";
        text.Append(CultureInfo.InvariantCulture, $"{Rule}\n  {verdict}");
        foreach (string error in Errors)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  {error}");
        }

        int width = Math.Min(60, Math.Max(WidthOf(Left, 2), WidthOf(Right, 2)));
        Write(text, Left, 2, width);
        Write(text, Right, 2, width);
        return text.ToString();
    }

    private static int WidthOf(RulePart part, int indent) => part.Parts.Aggregate(indent + part.Text.Length, (width, p) => Math.Max(width, WidthOf(p, indent + 2)));

    // A number says all there is to say where it stands.
    private static void Write(StringBuilder text, RulePart part, int indent, int width)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n{(new string(' ', indent) + part.Text).PadRight(width)} = {ValueOf(part)}");
        if (part.Note.Length > 0 && part.Value is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"   {part.Note}");
        }

        foreach (RulePart inner in part.Parts.Where(p => p is not { Note: "", Parts: [] }))
        {
            Write(text, inner, indent + 2, width);
        }
    }

    private static string ValueOf(RulePart part) => part.Value is { } value ? $"0x{value:x}" : "?";
}
