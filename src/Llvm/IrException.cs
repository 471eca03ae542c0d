using System.Text.RegularExpressions;

namespace Linker.Llvm;

/// <summary>LLVM refused something; what it said is in the message.</summary>
public sealed partial class IrException : Exception
{
    internal IrException(string moduleName, CompileStage stage, string text, bool isFatal = false)
        : base($"{moduleName}: {Verb(stage)}: {text.TrimEnd()}")
    {
        ModuleName = moduleName;
        Stage = stage;
        Text = text.TrimEnd();
        IsFatal = isFatal;
        if (Place().Match(Text) is { Success: true } place)
        {
            Line = int.Parse(place.Groups[1].Value);
            Column = int.Parse(place.Groups[2].Value);
        }
    }

    /// <summary>The module.</summary>
    public string ModuleName { get; }

    /// <summary>Where on its way to an object.</summary>
    public CompileStage Stage { get; }

    /// <summary>What LLVM said.</summary>
    public string Text { get; }

    /// <summary>Whether LLVM would have ended the process. What that compilation held stays in memory for good; everything else goes on.</summary>
    public bool IsFatal { get; }

    /// <summary>The line of the module's text, from 1, where LLVM names one.</summary>
    public int? Line { get; }

    /// <summary>The column in that line, from 1.</summary>
    public int? Column { get; }

    private static string Verb(CompileStage stage) => stage switch
    {
        CompileStage.Read => "cannot be read",
        CompileStage.Verify => "is not valid",
        CompileStage.Target => "the target is not known",
        CompileStage.Link => "a library cannot join it",
        CompileStage.Optimize => "a pass fails",
        CompileStage.Emit => "no machine code can be made",
        _ => "cannot be rewritten",
    };

    [GeneratedRegex(@"^[^\n]*?:(\d+):(\d+): error:", RegexOptions.Multiline)]
    private static partial Regex Place();
}
