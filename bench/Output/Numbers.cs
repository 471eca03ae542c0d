using System.Globalization;

namespace Linker.Bench.Output;

/// <summary>Numbers as the tables show them: three digits that mean something, thousands apart.</summary>
internal static class Numbers
{
    internal const string None = "–";

    private static readonly NumberFormatInfo Format = new() { NumberGroupSeparator = " ", NumberDecimalSeparator = "." };

    internal static string Of(long value) => value.ToString("#,0", Format);

    internal static string Of(double? value) => value switch
    {
        null => None,
        >= 100 or <= -100 => value.Value.ToString("#,0", Format),
        >= 10 or <= -10 => value.Value.ToString("0.0", Format),
        >= 1 or <= -1 => value.Value.ToString("0.00", Format),
        _ => value.Value.ToString("0.000", Format),
    };

    internal static string Ratio(double? value) => value is null ? None : $"{Of(value)} ×";

    /// <summary>A number with whether it keeps within its target.</summary>
    internal static string Judged(string number, bool isMet) => $"{number} {(isMet ? "✓" : "✗")}";
}
