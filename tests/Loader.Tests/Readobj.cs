using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Linker.Shared;

namespace Linker.Loader.Tests;

/// <summary><c>llvm-readobj</c> and what it prints in its own style.</summary>
internal static partial class Readobj
{
    internal static string Sections(string path) => Run(Tool("llvm-22", "llvm-readobj-22"), ["--sections", "--symbols", "--relocs", path]);

    /// <summary>The first of some names that is a program here. Where none is, the test is skipped, but fails under the test command, which installs them.</summary>
    internal static string Tool(string package, params string[] names)
    {
        string? tool = names.FirstOrDefault(Needed.IsInstalled);
        if (tool is null)
        {
            Needed.Missing($"{names[0]} is not installed (Debian package {package})");
        }

        return tool;
    }

    /// <summary>What a tool prints, which has to succeed.</summary>
    internal static string Run(string tool, string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    /// <summary>Sections and symbols in their order; their own fields are indented by four blanks.</summary>
    internal static IEnumerable<(string Kind, Dictionary<string, string> Fields)> BlocksOf(string theirs)
    {
        string kind = "";
        Dictionary<string, string> fields = [];
        foreach (string line in theirs.Split('\n'))
        {
            if (line is "  Section {" or "  Symbol {")
            {
                (kind, fields) = (line[2..^2], []);
            }
            else if (line == "  }" && kind.Length != 0)
            {
                yield return (kind, fields);
                kind = "";
            }
            else if (Field().Match(line) is { Success: true } match)
            {
                fields.TryAdd(match.Groups[1].Value, match.Groups[2].Value + match.Groups[3].Value);
            }
        }
    }

    /// <summary>A name without the bytes or the place that stand in parentheses behind it.</summary>
    internal static string Word(string text) => text.EndsWith(')') ? text[..text.LastIndexOf(" (", StringComparison.Ordinal)] : text;

    internal static ulong Number(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) ? ulong.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) : ulong.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^    (\w+)(?:: (.*)| \[ \((\w+)\))?$")]
    private static partial Regex Field();
}
