using System.Globalization;

namespace Linker.Cli.Output;

/// <summary>What is at the other end of the standard streams.</summary>
internal static class Terminal
{
    internal const string Bold = "\e[1m";
    internal const string Red = "\e[1;31m";
    internal const string Cyan = "\e[36m";
    internal const string Plain = "\e[0m";

    /// <summary>Narrower than this nothing can be read in columns.</summary>
    private const int LeastWidth = 40;

    /// <summary>Whether standard output takes colours: a terminal, and nobody asked for none (https://no-color.org).</summary>
    internal static bool OutputHasColour { get; } = !Console.IsOutputRedirected && MayColour;

    /// <summary>Whether standard error takes colours.</summary>
    internal static bool ErrorHasColour { get; } = !Console.IsErrorRedirected && MayColour;

    /// <summary>Characters in a line of output; <see cref="int.MaxValue"/> for a file, unless COLUMNS says otherwise.</summary>
    internal static int Width { get; } = FindWidth();

    private static bool MayColour => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Standard output as UTF-8 with room for much text.</summary>
    internal static StreamWriter OpenOutput() => new(Console.OpenStandardOutput(), bufferSize: 1 << 16);

    /// <summary>Makes messages UTF-8, as the output is, where they go to a file or a pipe: Windows would write them in the code page of its consoles.</summary>
    internal static void OpenMessages()
    {
        if (OperatingSystem.IsWindows() && Console.IsErrorRedirected)
        {
            Console.SetError(new StreamWriter(Console.OpenStandardError()) { AutoFlush = true });
        }
    }

    private static int FindWidth()
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out int columns) && columns > 0)
        {
            return Math.Max(columns, LeastWidth);
        }

        return Console.IsOutputRedirected ? int.MaxValue : Math.Max(Console.WindowWidth, LeastWidth);
    }
}
