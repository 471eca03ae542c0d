namespace Linker.Cli.Output;

/// <summary>Lines on standard error, as a compiler writes them.</summary>
internal static class Messages
{
    /// <summary>Something that makes the command fail.</summary>
    internal static void Error(string text) => Write("error", Terminal.Red, text);

    /// <summary>What to do about it.</summary>
    internal static void Note(string text) => Write("note", Terminal.Cyan, text);

    private static void Write(string kind, string colour, string text)
    {
        bool isColoured = Terminal.ErrorHasColour;
        Console.Error.WriteLine(isColoured ? $"{Terminal.Bold}rtlink: {colour}{kind}:{Terminal.Plain} {text}" : $"rtlink: {kind}: {text}");
    }
}
