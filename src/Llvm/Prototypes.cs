using System.Text.RegularExpressions;
using Linker.Llvm.Native;

namespace Linker.Llvm;

/// <summary>Declarations that a text lacks, of names that it uses and other modules define.</summary>
internal static partial class Prototypes
{
    /// <summary>Declarations of what a module defines, by name.</summary>
    internal static Dictionary<string, string> Of(IrHandle module)
    {
        var declarations = new Dictionary<string, string>();
        foreach (nint global in Globals.All(module.Pointer).Where(IrSymbols.IsForOthers))
        {
            if (PrototypeText.Of(global) is { } text)
            {
                declarations.Add(Text.NameOf(global), text);
            }
        }

        return declarations;
    }

    /// <summary>Whether that is what is wrong with a text.</summary>
    internal static bool AreMissing(IrException error) => error.Stage == CompileStage.Read && error.Text.Contains("use of undefined value '@", StringComparison.Ordinal);

    /// <summary>The declarations, the last one of a name counting.</summary>
    /// <param name="text">A module as text.</param>
    /// <param name="known">Names and their declarations.</param>
    internal static string For(string text, IEnumerable<KeyValuePair<string, string>> known)
    {
        var declarations = new Dictionary<string, string>();
        foreach ((string name, string declaration) in known)
        {
            declarations[name] = declaration;
        }

        HashSet<string> used = [.. Name().Matches(text).Select(NameOf)];
        used.ExceptWith(Definition().Matches(text).Select(NameOf));
        return string.Join('\n', used.Select(declarations.GetValueOrDefault).Where(d => d is not null));
    }

    private static string NameOf(Match match) => match.Groups["plain"].Success ? match.Groups["plain"].Value : Escape().Replace(match.Groups["quoted"].Value, e => ((char)Convert.ToByte(e.Groups[1].Value, 16)).ToString());

    // Names in comments and strings are found too; a declaration that nobody needs does no harm.
    [GeneratedRegex("@(?:(?<plain>[-a-zA-Z$._0-9]+)|\"(?<quoted>[^\"]*)\")", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex("^[ \\t]*(?:(?:define|declare)\\b[^@\\n]*)?@(?:(?<plain>[-a-zA-Z$._0-9]+)|\"(?<quoted>[^\"]*)\")[ \\t]*[=(]", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Definition();

    [GeneratedRegex(@"\\([0-9a-fA-F]{2})")]
    private static partial Regex Escape();
}
