using System.Globalization;
using System.Text;

namespace Linker.Cli.Output;

/// <summary>
/// One instruction: its bits and its text. In the bits, <c>0</c> and <c>1</c> are fixed and a letter names a field, as in the architecture's diagrams; the
/// text has an operand in braces for each thing to fill in. The first row that fits is taken, so an alias stands before what it is an alias of.
/// </summary>
/// <remarks>
/// <code>
/// {Xd} {Wd} {Rd}       a register of field d: 64 bits, 32 bits, as field s says; {Xd!}: 31 is the stack pointer
/// {Bd} {Hd} {Sd} {Dd} {Qd} {Fd}   a register of floats; F as field y says
/// {Vd.4s} {Vd.z}       a vector with its arrangement; z: as fields z and q say
/// {#i} {#-i*8} {#i+1}  a number in hexadecimal, signed, scaled, biased; {%i} in decimal, {+i} without the sign before it; {,#i} with a comma before it, absent where 0
/// {@i} {@@hl}          where i words from here lead; the page hl pages from here
/// {?c} {~c}            a condition; the opposite one
/// {name}               see A64Operands
/// </code>
/// </remarks>
internal sealed class A64Row
{
    private readonly string _bits;
    private readonly string _text;
    private readonly Func<A64Word, bool>? _when;
    private readonly uint _mask;
    private readonly uint _value;

    internal A64Row(string bits, string text, Func<A64Word, bool>? when = null)
    {
        _bits = bits.Replace(" ", "", StringComparison.Ordinal);
        _text = text;
        _when = when;
        if (_bits.Length != 32)
        {
            throw new ArgumentException($"'{text}' has {_bits.Length} bits", nameof(bits));
        }

        foreach (char bit in _bits)
        {
            _mask = _mask << 1 | (char.IsDigit(bit) ? 1u : 0);
            _value = _value << 1 | (bit == '1' ? 1u : 0);
        }
    }

    /// <summary>The bits that are fixed, and what they are.</summary>
    internal (uint Mask, uint Value) Fixed => (_mask, _value);

    /// <summary>The text with its operands left open.</summary>
    public override string ToString() => _text;

    internal bool IsInGroup(uint bits28To25) => ((bits28To25 << 25 ^ _value) & _mask & 0x1e000000) == 0;

    /// <summary>The instruction as text; null when it is another one.</summary>
    internal string? TryText(uint word, ulong address)
    {
        var fields = new A64Word(_bits, word, address);
        if ((word & _mask) != _value || _when?.Invoke(fields) == false)
        {
            return null;
        }

        var text = new StringBuilder();
        for (int i = 0; i < _text.Length; i++)
        {
            if (_text[i] != '{')
            {
                text.Append(_text[i]);
                continue;
            }

            int end = _text.IndexOf('}', i);
            if (Operand(fields, _text[(i + 1)..end]) is not { } operand)
            {
                return null;
            }

            text.Append(operand);
            i = end;
        }

        return text.ToString();
    }

    private static string? Operand(A64Word word, string code) => code[0] switch
    {
        'R' => A64Operands.General(word[code[1]], is64: word['s'] == 1, code.EndsWith('!')),
        'W' or 'X' => A64Operands.General(word[code[1]], is64: code[0] == 'X', code.EndsWith('!')),
        'B' or 'H' or 'S' or 'D' or 'Q' => $"{char.ToLowerInvariant(code[0])}{word[code[1]]}",
        'F' => word['y'] switch { 0 => $"s{word[code[1]]}", 1 => $"d{word[code[1]]}", 3 => $"h{word[code[1]]}", _ => null },
        'V' => A64Operands.Arrangement(word, code[3..]) is { } arrangement ? $"v{word[code[1]]}.{arrangement}" : null,
        '#' => $"#{Hex(Number(word, code[1..]))}",
        '+' => $"{Number(word, code[1..])}",
        '%' => $"#{Number(word, code[1..])}",
        ',' => Number(word, code[2..]) is var number && number == 0 ? "" : $", #{Hex(number)}",
        '@' when code[1] == '@' => $"0x{(word.Address & ~0xffful) + (ulong)(word.Signed(code[2..]) << 12):x}",
        '@' => $"0x{word.Address + (ulong)(word.Signed(code[1..]) * (code.Length > 2 ? 1 : 4)):x}",
        '?' => A64Operands.Condition(word[code[1]]),
        '~' => word[code[1]] < 14 ? A64Operands.Condition(word[code[1]] ^ 1) : null,
        _ => A64Operands.Named(word, code),
    };

    internal static string Hex(long number) => number < 0 ? $"-0x{(ulong)-number:x}" : $"0x{number:x}";

    private static long Number(A64Word word, string code)
    {
        bool isSigned = code[0] == '-';
        int start = isSigned ? 1 : 0, end = start;
        while (end < code.Length && char.IsLetter(code[end]))
        {
            end++;
        }

        long number = isSigned ? word.Signed(code[start..end]) : (long)word.Unsigned(code[start..end]);
        long operand = end < code.Length ? long.Parse(code.AsSpan(end + 1), CultureInfo.InvariantCulture) : 1;
        return end < code.Length && code[end] == '+' ? number + operand : number * operand;
    }
}
