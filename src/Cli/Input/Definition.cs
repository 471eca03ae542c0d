using System.Globalization;

namespace Linker.Cli.Input;

/// <summary>A name and the address that the command line gives it.</summary>
internal sealed record Definition(string Name, ulong Address)
{
    /// <summary>Reads <c>NAME=ADDR</c>.</summary>
    internal static bool TryRead(string text, out Definition? definition)
    {
        int equals = text.LastIndexOf('=');
        bool isRead = TryReadAddress(text.AsSpan(equals + 1), out ulong address) && equals > 0;
        definition = isRead ? new Definition(text[..equals], address) : null;
        return isRead;
    }

    /// <summary>Reads a decimal number, or a hexadecimal one after <c>0x</c>.</summary>
    internal static bool TryReadAddress(ReadOnlySpan<char> text, out ulong address) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out address)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out address);
}
