using Linker.Engine;

namespace Linker.Check;

/// <summary>Sentences about a link that a test insists on. Whatever the test framework: a sentence that does not hold is an exception whose message says how every part of it was computed.</summary>
/// <example>
/// <code>
/// using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(0x400000), Scopes = [] });
/// linker.Definitions.Add("external", 0x500000);
/// using LoadedImage image = linker.Link(LinkRequest.ForCheck, ObjectReader.Read(File.ReadAllBytes("calls.o"), "calls.o"));
/// LinkAssert.Holds(image, "decode_operand(call, 0) = external - next_pc(call)");
/// LinkAssert.AllHold(image, RuleReader.Read(File.ReadAllText("calls.s"), "calls.s"));
/// </code>
/// </example>
public static class LinkAssert
{
    /// <summary>Insists on one rule.</summary>
    /// <param name="image">What was linked, with <see cref="LinkRequest.ForCheck"/>.</param>
    /// <param name="rule">The rule without a prefix.</param>
    /// <param name="definitions">Names that the rule may use besides those of the link.</param>
    /// <exception cref="RuleException">It does not hold, or cannot be computed.</exception>
    /// <exception cref="RuleSyntaxException">It is not a rule.</exception>
    public static void Holds(LoadedImage image, string rule, SymbolDefinitions? definitions = null) => AllHold(image, [new Rule(rule)], definitions);

    /// <summary>Insists on every rule of a list that is not empty.</summary>
    /// <param name="image">What was linked, with <see cref="LinkRequest.ForCheck"/>.</param>
    /// <param name="rules">As <see cref="RuleReader"/> finds them in a file.</param>
    /// <param name="definitions">Names that the rules may use besides those of the link.</param>
    /// <exception cref="RuleException">Some do not hold or cannot be computed, all of which are named; or there is no rule.</exception>
    /// <exception cref="RuleSyntaxException">One is not a rule.</exception>
    public static void AllHold(LoadedImage image, IReadOnlyList<Rule> rules, SymbolDefinitions? definitions = null)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var checker = new LinkChecker(image, definitions);
        if (rules.Count == 0)
        {
            throw new RuleException("There is no rule to check.");
        }

        RuleResult[] failures = [.. rules.Select(checker.Evaluate).Where(r => !r.Holds)];
        if (failures.Length > 0)
        {
            throw new RuleException(failures);
        }
    }
}
