using System.Numerics;

namespace Linker.Cli.Output;

/// <summary>Operands of vectors that more than one field makes. Null where the fields make none.</summary>
internal static class A64Immediates
{
    /// <summary>The eight bits of a float: a sign, three of an exponent, four of a fraction.</summary>
    internal static string Float8(uint bits)
    {
        double fraction = 1 + ((bits & 15) / 16.0);
        int exponent = (int)(bits >> 4 & 7 ^ 4) - 3;
        return $"{((bits & 0x80) != 0 ? -1 : 1) * fraction * Math.Pow(2, exponent):F8}";
    }

    /// <summary>MOVI, MVNI, ORR, BIC and FMOV of an immediate, from the fields q, u and v (the eight bits), m (the mode), and bit 29.</summary>
    internal static string? Vector(A64Word word)
    {
        uint bits = word['u'] << 5 | word['v'], mode = word['m'];
        bool isWhole = word['q'] == 1, isInverted = (word.Value & 1 << 29) != 0;
        string d = $"v{word['d']}";
        if (mode == 15)
        {
            return (isInverted, isWhole) switch
            {
                (true, false) => null,
                (true, true) => $"fmov {d}.2d, #{Float8(bits)}",
                _ => $"fmov {d}.{(isWhole ? "4s" : "2s")}, #{Float8(bits)}",
            };
        }

        if (mode == 14)
        {
            return isInverted
                ? $"movi {(isWhole ? $"{d}.2d" : $"d{word['d']}")}, #0x{Spread(bits):x}"
                : $"movi {d}.{(isWhole ? "16b" : "8b")}, #0x{bits:x}";
        }

        bool isByWord = mode < 8 || mode > 11;
        bool isLogic = mode < 12 && (mode & 1) == 1;
        string name = (isLogic, isInverted) switch { (true, true) => "bic", (true, false) => "orr", (_, true) => "mvni", _ => "movi" };
        uint shift = mode < 12 ? (mode >> 1 & (isByWord ? 3u : 1u)) * 8 : ((mode & 1) + 1) * 8;
        string arrangement = isByWord ? (isWhole ? "4s" : "2s") : isWhole ? "8h" : "4h";
        return $"{name} {d}.{arrangement}, #0x{bits:x}{(shift == 0 ? "" : $", {(mode < 12 ? "lsl" : "msl")} #{shift}")}";
    }

    /// <summary>One element of a register: the lowest bit set is its size, those above it number it.</summary>
    internal static string? Lane(uint bits, char register, A64Word word)
    {
        int size = BitOperations.TrailingZeroCount(bits);
        return size > 3 ? null : $"v{word[register]}.{"bhsd"[size]}[{bits >> size + 1}]";
    }

    /// <summary>One element of register n, which field j numbers and field i gives a size.</summary>
    internal static string? SecondLane(A64Word word)
    {
        int size = BitOperations.TrailingZeroCount(word['i']);
        return size > 3 ? null : $"v{word['n']}.{"bhsd"[size]}[{word['j'] >> size}]";
    }

    /// <summary>All elements of register d, as fields i and q say.</summary>
    internal static string? Lanes(A64Word word)
    {
        int size = BitOperations.TrailingZeroCount(word['i']);
        return size > 3 || (size == 3 && word['q'] == 0) ? null : $"v{word['d']}.{Arrangement(size, word['q'])}";
    }

    /// <summary>Two registers and how far to shift; the highest bit set in i is the size of the element.</summary>
    internal static string? Shift(A64Word word, bool isLeft)
    {
        int size = BitOperations.Log2(word['i']) - 3, width = 8 << size;
        if (size == 3 && word['q'] == 0)
        {
            return null;
        }

        string arrangement = Arrangement(size, word['q']);
        return $"v{word['d']}.{arrangement}, v{word['n']}.{arrangement}, #{A64Row.Hex(isLeft ? word['i'] - width : (2 * width) - word['i'])}";
    }

    /// <summary>The same, the first with elements twice as wide.</summary>
    internal static string? Widen(A64Word word)
    {
        int size = BitOperations.Log2(word['i']) - 3;
        return size > 2 ? null : $"v{word['d']}.{Arrangement(size + 1, 1)}, v{word['n']}.{Arrangement(size, word['q'])}, #0x{word['i'] - (8 << size):x}";
    }

    /// <summary>The same, the second with elements twice as wide.</summary>
    internal static string? Narrow(A64Word word)
    {
        int size = BitOperations.Log2(word['i']) - 3;
        return size > 2 ? null : $"v{word['d']}.{Arrangement(size, word['q'])}, v{word['n']}.{Arrangement(size + 1, 1)}, #0x{(16 << size) - word['i']:x}";
    }

    /// <summary>Registers one after another from t.</summary>
    internal static string List(A64Word word, int count) =>
        $"{{ {string.Join(", ", Enumerable.Range(0, count).Select(i => $"v{(word['t'] + i) % 32}.{A64Operands.Arrangement(word, "z")}"))} }}";

    private static string Arrangement(int size, uint q) => $"{(8 << (int)q) >> size}{"bhsd"[size]}";

    // Each bit as a byte of eight.
    private static ulong Spread(uint bits)
    {
        ulong value = 0;
        for (int i = 0; i < 8; i++)
        {
            value |= (bits >> i & 1) == 0 ? 0 : 0xfful << 8 * i;
        }

        return value;
    }
}
