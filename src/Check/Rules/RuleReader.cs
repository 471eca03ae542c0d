using System.Text;

namespace Linker.Check;

/// <summary>Finds the rules in a text: lines that begin, after blanks, with one of the prefixes. A rule that ends in a backslash goes on in the next line, which has the same prefix.</summary>
/// <example>
/// <code>
/// foreach (Rule rule in RuleReader.Read(File.ReadAllText("calls.s"), "calls.s"))
///     Console.WriteLine(rule);
/// </code>
/// </example>
public static class RuleReader
{
    /// <summary>The prefixes of LLVM's two tools: <c># rtdyld-check:</c> and <c># jitlink-check:</c>.</summary>
    public static IReadOnlyList<string> DefaultPrefixes { get; } = ["# rtdyld-check:", "# jitlink-check:"];

    /// <summary>All rules of a text in order; none when there are none.</summary>
    /// <param name="text">The content of the file. Lines end in a line feed, with or without a carriage return before it.</param>
    /// <param name="fileName">How messages call the file.</param>
    /// <param name="prefixes">Of the lines that are rules; <see cref="DefaultPrefixes"/> when there is none.</param>
    /// <exception cref="RuleSyntaxException">A rule ends in a backslash, and the next line does not have its prefix.</exception>
    public static IReadOnlyList<Rule> Read(string text, string fileName, params IReadOnlyList<string> prefixes)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(prefixes);
        prefixes = prefixes.Count == 0 ? DefaultPrefixes : prefixes;
        var rules = new List<Rule>();
        var joined = new StringBuilder();
        List<RulePiece> pieces = [];
        string? open = null;
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            number++;
            string? prefix = PrefixOf(line, open is null ? prefixes : [open]);
            if (open is not null && prefix is null)
            {
                throw Unfinished(joined, fileName, pieces);
            }

            if (prefix is null)
            {
                continue;
            }

            int start = line.IndexOfAnyExcept(' ', '\t') + prefix.Length;
            ReadOnlySpan<char> rest = line[start..];
            int blanks = rest.Length - rest.TrimStart().Length;
            ReadOnlySpan<char> content = rest.Trim();
            bool goesOn = content.EndsWith('\\');
            pieces.Add(new RulePiece(joined.Length, number, start + blanks + 1));
            joined.Append(goesOn ? content[..^1] : content);
            open = goesOn ? prefix : null;
            if (!goesOn)
            {
                rules.Add(new Rule(joined.ToString(), fileName, pieces));
                joined.Clear();
                pieces = [];
            }
        }

        return open is null ? rules : throw Unfinished(joined, fileName, pieces);
    }

    private static string? PrefixOf(ReadOnlySpan<char> line, IReadOnlyList<string> prefixes)
    {
        ReadOnlySpan<char> content = line.TrimStart(" \t");
        string? longest = null;
        foreach (string prefix in prefixes)
        {
            if (prefix.Length > 0 && content.StartsWith(prefix, StringComparison.Ordinal) && prefix.Length > (longest?.Length ?? 0))
            {
                longest = prefix;
            }
        }

        return longest;
    }

    private static RuleSyntaxException Unfinished(StringBuilder joined, string fileName, List<RulePiece> pieces)
    {
        var rule = new Rule(joined.ToString(), fileName, pieces);
        return new RuleSyntaxException(rule, rule.Text.Length, "the rule ends in '\\', and the next line does not begin with its prefix");
    }
}
