using System.Text;
using Linker.Check;
using Linker.Loader;

namespace Linker.Cli.Input;

/// <summary>The rule files of a command line.</summary>
internal static class RuleFiles
{
    private const string LinePrefix = "# ";

    /// <summary>Tells rule files from objects, both of which may follow an option that takes several files.</summary>
    internal static (string[] Rules, string[] Objects) Split(string[] paths)
    {
        ILookup<bool, string> byKind = paths.ToLookup(IsObject);
        return ([.. byKind[false]], [.. byKind[true]]);
    }

    /// <summary>The rules of a file.</summary>
    /// <exception cref="IOException">With the path as given and the reason.</exception>
    /// <exception cref="RuleSyntaxException">A rule is not continued.</exception>
    internal static IReadOnlyList<Rule> Read(string path, string? prefix) =>
        RuleReader.Read(Encoding.UTF8.GetString(InputFiles.ReadBytes(path)), path, prefix is null ? [] : [WholePrefix(prefix)]);

    /// <summary>What lines that are rules begin with: <c># NAME:</c> for a name, otherwise the text itself.</summary>
    internal static string WholePrefix(string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? $"{LinePrefix}{name}:" : name;

    private static bool IsObject(string path)
    {
        if (!File.Exists(path))
        {
            return path.EndsWith(')');
        }

        Span<byte> start = stackalloc byte[64];
        try
        {
            using FileStream file = File.OpenRead(path);
            start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        return start.Contains((byte)0) || ObjectReader.IsArchive(start);
    }
}
