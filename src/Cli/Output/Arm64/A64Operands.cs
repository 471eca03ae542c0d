using System.Numerics;

namespace Linker.Cli.Output;

/// <summary>Operands that more than one field makes, by the names that the rows call them.</summary>
internal static class A64Operands
{
    private static readonly string[] Conditions = ["eq", "ne", "hs", "lo", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le", "al", "nv"];

    private static readonly string[] Shifts = ["lsl", "lsr", "asr", "ror"];

    private static readonly string[] Extends = ["uxtb", "uxth", "uxtw", "uxtx", "sxtb", "sxth", "sxtw", "sxtx"];

    private static readonly string[] Prefetches = ["pld", "pli", "pst"];

    private static readonly string[] Caches = ["l1", "l2", "l3", "slc"];

    private static readonly string[] Arrangements = ["8b", "16b", "4h", "8h", "2s", "4s", "1d", "2d"];

    internal static string Condition(uint number) => Conditions[number];

    internal static string General(uint number, bool is64, bool isStack) => number switch
    {
        31 when isStack => is64 ? "sp" : "wsp",
        31 => is64 ? "xzr" : "wzr",
        _ => $"{(is64 ? 'x' : 'w')}{number}",
    };

    /// <summary><c>z</c>: as fields z and q say; <c>w</c>: twice as wide elements; <c>f</c>: floats, as fields y and q say; all else stands for itself. Null where there is none.</summary>
    internal static string? Arrangement(A64Word word, string name) => name switch
    {
        "z" => Arrangements[word['z'] * 2 + word['q']],
        "w" => word['z'] < 3 ? Arrangements[word['z'] * 2 + 3] : null,
        "f" => (word['y'], word['q']) switch { (0, 0) => "2s", (0, 1) => "4s", (1, 1) => "2d", _ => null },
        "b" => word['q'] == 0 ? "8b" : "16b",
        _ => name,
    };

    /// <summary>Null where the fields make no such operand.</summary>
    internal static string? Named(A64Word word, string name) => name switch
    {
        "lsl12" => word['h'] == 1 ? ", lsl #12" : "",
        "lsl16" => word['h'] == 0 ? "" : $", lsl #{word['h'] * 16}",
        "shift" => word['t'] == 0 && word['i'] == 0 ? "" : $", {Shifts[word['t']]} #{word['i']}",
        "extend" => Extend(word),
        "index" => Index(word),
        "mask" => Bitmask(word) is { } mask ? $"#0x{mask:x}" : null,
        "maskmov" => Bitmask(word) is { } mask && !IsWide(mask, word) && !IsWide(~mask, word) ? $"#{A64Row.Hex(Extended(mask, word))}" : null,
        "movz" => MoveZero(word),
        "movn" => MoveNot(word),
        "bitfield" => Bitfield(word),
        "insert" => Insert(word),
        "prefetch" => Prefetch(word['t']),
        "hint" => A64Names.Hint((uint)word.Unsigned("i")),
        "barrier" => A64Names.Barrier(word['i']),
        "register" => A64Names.SystemRegister((uint)word.Unsigned("i")),
        "float8" => $"#{A64Immediates.Float8(word['i'])}",
        "vector" => A64Immediates.Vector(word),
        "lane" => A64Immediates.Lane(word['i'], 'n', word),
        "lanes" => A64Immediates.Lanes(word),
        "left" => A64Immediates.Shift(word, isLeft: true),
        "right" => A64Immediates.Shift(word, isLeft: false),
        "widen" => A64Immediates.Widen(word),
        "narrow" => A64Immediates.Narrow(word),
        "scalar" => BitOperations.TrailingZeroCount(word['i']) is var size && size < 4 ? $"{"bhsd"[size]}{word['d']}" : null,
        "place" => A64Immediates.Lane(word['i'], 'd', word),
        "from" => A64Immediates.SecondLane(word),
        "list1" or "list2" or "list3" or "list4" => A64Immediates.List(word, name[^1] - '0'),
        "bytes1" or "bytes2" or "bytes3" or "bytes4" => $"#{(name[^1] - '0') * (8 << (int)word['q'])}",
        _ => throw new InvalidOperationException($"There is no operand '{name}'."),
    };

    // The register and its extension; "lsl" where the stack pointer is in play, because it was written so.
    private static string? Extend(A64Word word)
    {
        (uint option, uint amount) = (word['o'], word['i']);
        if (amount > 4)
        {
            return null;
        }

        bool is64 = word['s'] == 1;
        string register = General(word['m'], is64 && (option & 3) == 3, isStack: false);
        bool isPlain = option == (is64 ? 3u : 2u) && (word['n'] == 31 || (word['d'] == 31 && (word.Value & 1u << 29) == 0));
        string shift = amount == 0 ? "" : $" #{amount}";
        return isPlain ? register + (amount == 0 ? "" : $", lsl{shift}") : $"{register}, {Extends[option]}{shift}";
    }

    // Of an address: a register that may be scaled by the size of the access, which bits 31:30 say but for accesses of 16 bytes.
    private static string? Index(A64Word word)
    {
        uint option = word['o'];
        if ((option & 2) == 0)
        {
            return null;
        }

        string register = General(word['m'], (option & 1) == 1, isStack: false);
        bool isQuad = (word.Value & 0x04800000) == 0x04800000;
        string shift = word['h'] == 0 ? "" : $" #{(isQuad ? 4 : word.Value >> 30)}";
        return option == 3 ? register + (shift.Length == 0 ? "" : $", lsl{shift}") : $"{register}, {Extends[option]}{shift}";
    }

    private static int Width(A64Word word) => word['s'] == 1 ? 64 : 32;

    private static ulong Ones(int count) => count == 64 ? ulong.MaxValue : (1ul << count) - 1;

    private static long Extended(ulong value, A64Word word) => word['s'] == 1 ? (long)value : (int)value;

    // DecodeBitMasks of the architecture: a run of ones, rotated within an element, which is repeated.
    private static ulong? Bitmask(A64Word word)
    {
        (uint n, uint rotation, uint ones) = (word['N'], word['r'], word['i']);
        int length = 31 - BitOperations.LeadingZeroCount(n << 6 | ~ones & 0x3f);
        if (length < 1 || (n == 1 && word['s'] == 0))
        {
            return null;
        }

        int size = 1 << length, count = (int)(ones & size - 1) + 1, right = (int)rotation & size - 1;
        if (count == size)
        {
            return null;
        }

        ulong element = Ones(count);
        element = right == 0 ? element : (element >> right | element << size - right) & Ones(size);
        for (; size < 64; size *= 2)
        {
            element |= element << size;
        }

        return element & Ones(Width(word));
    }

    // Whether MOVZ makes the value.
    private static bool IsWide(ulong value, A64Word word)
    {
        value &= Ones(Width(word));
        for (int shift = 0; shift < Width(word); shift += 16)
        {
            if ((value & ~(0xfffful << shift)) == 0)
            {
                return true;
            }
        }

        return false;
    }

    private static string? MoveZero(A64Word word)
    {
        int shift = (int)word['h'] * 16;
        ulong value = (ulong)word['i'] << shift;
        return shift >= Width(word) || (value == 0 && shift != 0) ? null : $"#{A64Row.Hex(Extended(value, word))}";
    }

    private static string? MoveNot(A64Word word)
    {
        int shift = (int)word['h'] * 16;
        ulong value = ~((ulong)word['i'] << shift);
        return shift >= Width(word) || IsWide(value, word) || (word['i'] == 0 && shift != 0) ? null : $"#{A64Row.Hex(Extended(value, word))}";
    }

    // SBFM and UBFM under the names that they have for each purpose.
    private static string? Bitfield(A64Word word)
    {
        int width = Width(word);
        int right = (int)word['r'], last = (int)word['i'];
        if (word['N'] != word['s'] || right >= width || last >= width)
        {
            return null;
        }

        bool isSigned = (word.Value & 1 << 30) == 0;
        string d = General(word['d'], width == 64, false), n = General(word['n'], width == 64, false), prefix = isSigned ? "s" : "u";
        if (right == 0 && (isSigned || width == 32) && last is 7 or 15)
        {
            return $"{prefix}xt{(last == 7 ? 'b' : 'h')} {d}, {General(word['n'], false, false)}";
        }

        return (right, last) switch
        {
            (0, 31) when width == 64 && isSigned => $"sxtw {d}, {General(word['n'], false, false)}",
            _ when last == width - 1 => $"{(isSigned ? "asr" : "lsr")} {d}, {n}, #{right}",
            _ when last + 1 == right && !isSigned => $"lsl {d}, {n}, #{width - right}",
            _ when right > last => $"{prefix}bfiz {d}, {n}, #{width - right}, #{last + 1}",
            _ => $"{prefix}bfx {d}, {n}, #{right}, #{last - right + 1}",
        };
    }

    private static string? Insert(A64Word word)
    {
        int width = Width(word);
        int right = (int)word['r'], last = (int)word['i'];
        if (word['N'] != word['s'] || right >= width || last >= width)
        {
            return null;
        }

        string d = General(word['d'], width == 64, false), n = General(word['n'], width == 64, false);
        return last < right
            ? $"bfi {d}, {n}, #{(width - right) % width}, #{last + 1}"
            : $"bfxil {d}, {n}, #{right}, #{last - right + 1}";
    }

    private static string Prefetch(uint operation) => operation < 24
        ? $"{Prefetches[operation >> 3]}{Caches[operation >> 1 & 3]}{((operation & 1) == 0 ? "keep" : "strm")}"
        : $"#0x{operation:x}";
}
