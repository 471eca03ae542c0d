namespace Linker.Cli.Output;

/// <summary>What is being done, on standard error and only on a terminal; overwritten by what comes next.</summary>
internal static class Progress
{
    private const string ClearLine = "\r\e[K";

    internal static void Show(string text)
    {
        if (Terminal.ErrorHasColour)
        {
            int width = Terminal.Width == int.MaxValue ? 79 : Terminal.Width - 1;
            Console.Error.Write($"{ClearLine}{(text.Length > width ? text.AsSpan(text.Length - width) : text)}");
        }
    }

    internal static void Clear()
    {
        if (Terminal.ErrorHasColour)
        {
            Console.Error.Write(ClearLine);
        }
    }
}
