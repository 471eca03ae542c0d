namespace Linker.Relocs;

/// <summary>The values of X that a field can express, both ends included. The width decides what the text says.</summary>
/// <param name="Min">The least legal X.</param>
/// <param name="Max">The greatest legal X.</param>
public readonly record struct ValueRange(long Min, long Max)
{
    /// <summary>Every X is legal: the field is as wide as an address, or the ABI asks for no check.</summary>
    public static ValueRange Unchecked => new(long.MinValue, long.MaxValue);

    /// <summary>−2^(n−1) ≤ X &lt; 2^(n−1).</summary>
    /// <param name="bits">1 to 63.</param>
    public static ValueRange Signed(int bits) => new(-1L << (bits - 1), (1L << (bits - 1)) - 1);

    /// <summary>0 ≤ X &lt; 2^n.</summary>
    /// <param name="bits">1 to 62.</param>
    public static ValueRange Unsigned(int bits) => new(0, (1L << bits) - 1);

    /// <summary>−2^(n−1) ≤ X &lt; 2^n: a bit pattern that may be read either way.</summary>
    /// <param name="bits">1 to 62.</param>
    public static ValueRange Either(int bits) => new(-1L << (bits - 1), (1L << bits) - 1);

    /// <summary>n of the three checks; 64 without one.</summary>
    internal int Bits => Min == 0 ? 64 - (int)long.LeadingZeroCount(Max) : 65 - (int)long.LeadingZeroCount(~Min);

    /// <summary>Whether <paramref name="x"/> can be expressed.</summary>
    public bool Contains(long x) => x >= Min && x <= Max;

    /// <summary>The check as the ABI documents write it, empty where there is none.</summary>
    public override string ToString() => this == Unchecked ? "" : $"{Power(Min)} ≤ X < {Power(Max + 1)}";

    // Every bound of every row is 0 or a power of two.
    private static string Power(long bound) => bound == 0 ? "0" : $"{(bound < 0 ? "−" : "")}2^{long.TrailingZeroCount(bound)}";
}
