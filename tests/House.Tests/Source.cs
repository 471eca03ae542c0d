using System.Text;
using Linker.Shared;

namespace Linker.House.Tests;

/// <summary>The checked-in text that the rules are about.</summary>
internal static class Source
{
    /// <summary>Every C# file under a folder of the repository, as paths from the root.</summary>
    internal static IReadOnlyList<string> Files(string folder, string pattern = "*.cs") =>
        !Directory.Exists(Path.Combine(Repository.Root, folder))
            ? []
            : [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
                .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)];

    internal static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    /// <summary>"file:line: text" of each line that the rule names.</summary>
    internal static IEnumerable<string> Lines(string file, string text, Func<string, bool> offends)
    {
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            if (offends(line))
            {
                yield return $"{file}:{number}: {line.Trim()}";
            }
        }
    }

    /// <summary>C# without comments and, on request, without what stands in string literals; line breaks stay.</summary>
    internal static string CodeOf(string text, bool keepStrings)
    {
        var code = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length;)
        {
            int end = Token(text, i, out bool isComment);
            bool isLiteral = !isComment && end > i + 1;
            ReadOnlySpan<char> token = text.AsSpan(i, end - i);
            if (isComment || (isLiteral && !keepStrings))
            {
                code.Append(isComment ? ' ' : '"').Append('\n', token.Count('\n'));
            }
            else
            {
                code.Append(token);
            }

            i = end;
        }

        return code.ToString();
    }

    // Holes of interpolated strings count as text: quotes inside them come in pairs, so the next token is found again on the same line.
    private static int Token(string text, int start, out bool isComment)
    {
        isComment = false;
        ReadOnlySpan<char> rest = text.AsSpan(start);
        if (rest.StartsWith("//"))
        {
            isComment = true;
            return After(text, start, "\n", 0);
        }

        if (rest.StartsWith("/*"))
        {
            isComment = true;
            return After(text, start + 2, "*/", 2);
        }

        if (rest.StartsWith("\"\"\""))
        {
            int quotes = rest.IndexOfAnyExcept('"');
            return After(text, start + quotes, new string('"', quotes), quotes);
        }

        bool isVerbatim = rest.StartsWith("@\"") || rest.StartsWith("$@\"");
        if (isVerbatim)
        {
            return After(text, text.IndexOf('"', start) + 1, "\"", 1);
        }

        return rest[0] is '"' or '\'' ? Literal(text, start) : start + 1;
    }

    private static int Literal(string text, int start)
    {
        char quote = text[start];
        for (int i = start + 1; i < text.Length && text[i] != '\n'; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == quote)
            {
                return i + 1;
            }
        }

        return start + 1;
    }

    private static int After(string text, int from, string end, int size) =>
        text.IndexOf(end, from, StringComparison.Ordinal) is var at && at < 0 ? text.Length : at + size;
}
