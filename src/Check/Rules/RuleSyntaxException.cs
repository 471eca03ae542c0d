namespace Linker.Check;

/// <summary>A text that is not a rule: where it stops being one, and what was expected there.</summary>
public sealed class RuleSyntaxException : FormatException
{
    internal RuleSyntaxException(Rule rule, int index, string problem)
        : base($"{rule.PlaceOf(index)}: {problem}\n  {rule.Text}\n  {new string(' ', index)}^")
    {
        Rule = rule;
        Index = index;
        Problem = problem;
    }

    /// <summary>The rule.</summary>
    public Rule Rule { get; }

    /// <summary>Of the first character in <see cref="Rule.Text"/> that does not fit, from 0; the text's length where something is missing at its end.</summary>
    public int Index { get; }

    /// <summary>What is wrong there.</summary>
    public string Problem { get; }
}
