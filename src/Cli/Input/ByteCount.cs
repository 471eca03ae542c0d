namespace Linker.Cli.Input;

/// <summary>Numbers of bytes on the command line.</summary>
internal static class ByteCount
{
    private static readonly (string Suffix, int Shift)[] Units = [("Kb", 10), ("Mb", 20), ("Gb", 30)];

    /// <summary>Reads a decimal or hexadecimal number, which <c>Kb</c>, <c>Mb</c> or <c>Gb</c> may follow.</summary>
    internal static bool TryRead(string text, out ulong count)
    {
        int shift = 0;
        ReadOnlySpan<char> number = text;
        foreach ((string suffix, int by) in Units)
        {
            if (number.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                shift = by;
                number = number[..^suffix.Length];
                break;
            }
        }

        return Definition.TryReadAddress(number, out count) && (count = count << shift >> shift == count ? count << shift : 0) > 0;
    }
}
