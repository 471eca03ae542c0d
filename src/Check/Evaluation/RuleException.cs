namespace Linker.Check;

/// <summary>Rules that do not hold: all of them, each with both sides' values and how these were computed.</summary>
public sealed class RuleException : Exception
{
    internal RuleException(IReadOnlyList<RuleResult> failures)
        : base(string.Join('\n', failures)) => Failures = failures;

    internal RuleException(string message)
        : base(message) => Failures = [];

    /// <summary>The rules that do not hold; empty when there was no rule at all.</summary>
    public IReadOnlyList<RuleResult> Failures { get; }
}
