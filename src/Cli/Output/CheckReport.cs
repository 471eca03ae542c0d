using Linker.Check;

namespace Linker.Cli.Output;

/// <summary>What is said about rules: a line when all hold; every one that does not hold, with the way its values were computed.</summary>
/// <param name="prefixes">What rules begin with.</param>
internal sealed class CheckReport(IReadOnlyList<string> prefixes)
{
    private int _ruleCount;
    private int _failureCount;

    /// <summary>The rules of all files. A file without any, or with one that cannot be read, is a failure.</summary>
    internal List<Rule> Read(IEnumerable<string> paths, Func<string, IReadOnlyList<Rule>> read)
    {
        var all = new List<Rule>();
        foreach (string path in paths)
        {
            try
            {
                IReadOnlyList<Rule> rules = read(path);
                all.AddRange(rules);
                if (rules.Count == 0)
                {
                    Fail($"{path}: has no rule; no line begins with {string.Join(" or ", prefixes.Select(p => $"'{p}'"))}");
                }
            }
            catch (RuleSyntaxException e)
            {
                _ruleCount++;
                Fail(e.Message);
            }
            catch (IOException e)
            {
                Fail(e.Message);
            }
        }

        return all;
    }

    /// <summary>Evaluates all rules.</summary>
    internal void Evaluate(IEnumerable<Rule> rules, LinkChecker checker)
    {
        foreach (Rule rule in rules)
        {
            _ruleCount++;
            try
            {
                RuleResult result = checker.Evaluate(rule);
                if (!result.Holds)
                {
                    Fail(result.ToString());
                }
            }
            catch (RuleSyntaxException e)
            {
                Fail(e.Message);
            }
        }
    }

    /// <summary>Says how it went.</summary>
    /// <returns>Whether all rules hold, and there are some.</returns>
    internal bool Finish()
    {
        if (_failureCount == 0)
        {
            Report.Text(output => output.WriteLine(_ruleCount == 1 ? "1 rule holds" : $"{_ruleCount} rules hold"));
        }
        else if (_ruleCount > 1)
        {
            Messages.Note($"{_ruleCount} rules, {_failureCount} failures");
        }

        return _failureCount == 0;
    }

    private void Fail(string text)
    {
        _failureCount++;
        Messages.Error(text);
    }
}
