namespace Linker.Cli.Output;

/// <summary>Loads and stores of one register and of two, in every addressing mode.</summary>
internal static class A64Memory
{
    // Bits 31:30, 26 and 23:22; what they do to the register, and how large the access is. An access of 16 bytes has the bits of one byte and a high opcode.
    private static readonly (string Size, string V, string Opcode, string Name, string Register, int Scale)[] Accesses =
    [
        ("00", "0", "00", "strb", "{Wt}", 1), ("00", "0", "01", "ldrb", "{Wt}", 1), ("00", "0", "10", "ldrsb", "{Xt}", 1), ("00", "0", "11", "ldrsb", "{Wt}", 1),
        ("01", "0", "00", "strh", "{Wt}", 2), ("01", "0", "01", "ldrh", "{Wt}", 2), ("01", "0", "10", "ldrsh", "{Xt}", 2), ("01", "0", "11", "ldrsh", "{Wt}", 2),
        ("10", "0", "00", "str", "{Wt}", 4), ("10", "0", "01", "ldr", "{Wt}", 4), ("10", "0", "10", "ldrsw", "{Xt}", 4),
        ("11", "0", "00", "str", "{Xt}", 8), ("11", "0", "01", "ldr", "{Xt}", 8), ("11", "0", "10", "prfm", "{prefetch}", 8),
        ("00", "1", "00", "str", "{Bt}", 1), ("00", "1", "01", "ldr", "{Bt}", 1), ("00", "1", "10", "str", "{Qt}", 16), ("00", "1", "11", "ldr", "{Qt}", 16),
        ("01", "1", "00", "str", "{Ht}", 2), ("01", "1", "01", "ldr", "{Ht}", 2),
        ("10", "1", "00", "str", "{St}", 4), ("10", "1", "01", "ldr", "{St}", 4),
        ("11", "1", "00", "str", "{Dt}", 8), ("11", "1", "01", "ldr", "{Dt}", 8),
    ];

    // Bits 31:30, 26; the registers and the access of each.
    private static readonly (string Size, string V, string Register, int Scale)[] Pairs =
        [("00", "0", "W", 4), ("10", "0", "X", 8), ("00", "1", "S", 4), ("01", "1", "D", 8), ("10", "1", "Q", 16)];

    internal static A64Row[] Rows { get; } =
    [
        .. Accesses.SelectMany(a => Single(a.Size, a.V, a.Opcode, a.Name, a.Register, a.Scale)),
        .. Pairs.SelectMany(p => Pair($"{p.Size} 101 {p.V}", "0", "st", p.Register, p.Scale)),
        .. Pairs.SelectMany(p => Pair($"{p.Size} 101 {p.V}", "1", "ld", p.Register, p.Scale)),
        .. Modes("01 101 0", "1", "ldpsw {Xt}, {Xu}", 4),
        new("00 011 000 iiiiiiiiiiiiiiiiiii ttttt", "ldr {Wt}, {@i}"),
        new("01 011 000 iiiiiiiiiiiiiiiiiii ttttt", "ldr {Xt}, {@i}"),
        new("10 011 000 iiiiiiiiiiiiiiiiiii ttttt", "ldrsw {Xt}, {@i}"),
        new("11 011 000 iiiiiiiiiiiiiiiiiii ttttt", "prfm {prefetch}, {@i}"),
        new("00 011 100 iiiiiiiiiiiiiiiiiii ttttt", "ldr {St}, {@i}"),
        new("01 011 100 iiiiiiiiiiiiiiiiiii ttttt", "ldr {Dt}, {@i}"),
        new("10 011 100 iiiiiiiiiiiiiiiiiii ttttt", "ldr {Qt}, {@i}"),
    ];

    private static IEnumerable<A64Row> Single(string size, string v, string opcode, string name, string register, int scale)
    {
        string head = $"{size} 111 {v}", unscaled = name.Insert(name == "prfm" ? 3 : 2, "u");
        bool isPrefetch = name == "prfm";
        yield return new($"{head} 01 {opcode} iiiiiiiiiiii nnnnn ttttt", $"{name} {register}, [{{Xn!}}{{,#i*{scale}}}]");
        yield return new($"{head} 00 {opcode} 0 iiiiiiiii 00 nnnnn ttttt", $"{unscaled} {register}, [{{Xn!}}{{,#-i}}]");
        yield return new($"{head} 00 {opcode} 1 mmmmm ooo h 10 nnnnn ttttt", $"{name} {register}, [{{Xn!}}, {{index}}]", isPrefetch ? w => w['t'] < 24 : null);
        if (!isPrefetch)
        {
            yield return new($"{head} 00 {opcode} 0 iiiiiiiii 01 nnnnn ttttt", $"{name} {register}, [{{Xn!}}], {{#-i}}");
            yield return new($"{head} 00 {opcode} 0 iiiiiiiii 11 nnnnn ttttt", $"{name} {register}, [{{Xn!}}, {{#-i}}]!");
        }

        if (v == "0" && !isPrefetch)
        {
            yield return new($"{head} 00 {opcode} 0 iiiiiiiii 10 nnnnn ttttt", $"{name.Insert(2, "t")} {register}, [{{Xn!}}{{,#-i}}]");
        }
    }

    private static IEnumerable<A64Row> Pair(string head, string load, string name, string register, int scale) =>
    [
        new($"{head} 000 {load} iiiiiii uuuuu nnnnn ttttt", $"{name}np {{{register}t}}, {{{register}u}}, [{{Xn!}}{{,#-i*{scale}}}]"),
        .. Modes(head, load, $"{name}p {{{register}t}}, {{{register}u}}", scale),
    ];

    private static A64Row[] Modes(string head, string load, string text, int scale) =>
    [
        new($"{head} 001 {load} iiiiiii uuuuu nnnnn ttttt", $"{text}, [{{Xn!}}], {{#-i*{scale}}}"),
        new($"{head} 010 {load} iiiiiii uuuuu nnnnn ttttt", $"{text}, [{{Xn!}}{{,#-i*{scale}}}]"),
        new($"{head} 011 {load} iiiiiii uuuuu nnnnn ttttt", $"{text}, [{{Xn!}}, {{#-i*{scale}}}]!"),
    ];
}
