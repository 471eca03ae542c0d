namespace Linker.Cli.Output;

/// <summary>Exclusive, acquiring and releasing accesses, and atomic operations.</summary>
internal static class A64Atomics
{
    // Bits 31:30, what they add to the name, and the register.
    private static readonly (string Bits, string Suffix, string Register)[] Sizes = [("00", "b", "W"), ("01", "h", "W"), ("10", "", "W"), ("11", "", "X")];

    // Bits 23:22 of an atomic operation: acquire, release.
    private static readonly (string Bits, string Suffix)[] Orders = [("00", ""), ("10", "a"), ("01", "l"), ("11", "al")];

    private static readonly string[] Operations = ["add", "clr", "eor", "set", "smax", "smin", "umax", "umin"];

    internal static A64Row[] Rows { get; } =
    [
        .. Sizes.SelectMany(s => Exclusive(s.Bits, s.Suffix, s.Register)),
        .. Sizes.Skip(2).SelectMany(s => ExclusivePair(s.Bits, s.Register)),
        .. Sizes.SelectMany(s => Orders.SelectMany(o => Atomic(s.Bits, s.Suffix, s.Register, o.Bits, o.Suffix))),
    ];

    private static IEnumerable<A64Row> Exclusive(string size, string suffix, string r) =>
    [
        new($"{size} 001000 000 wwwww 0 11111 nnnnn ttttt", $"stxr{suffix} {{Ww}}, {{{r}t}}, [{{Xn!}}]"),
        new($"{size} 001000 000 wwwww 1 11111 nnnnn ttttt", $"stlxr{suffix} {{Ww}}, {{{r}t}}, [{{Xn!}}]"),
        new($"{size} 001000 010 11111 0 11111 nnnnn ttttt", $"ldxr{suffix} {{{r}t}}, [{{Xn!}}]"),
        new($"{size} 001000 010 11111 1 11111 nnnnn ttttt", $"ldaxr{suffix} {{{r}t}}, [{{Xn!}}]"),
        new($"{size} 001000 100 11111 1 11111 nnnnn ttttt", $"stlr{suffix} {{{r}t}}, [{{Xn!}}]"),
        new($"{size} 001000 110 11111 1 11111 nnnnn ttttt", $"ldar{suffix} {{{r}t}}, [{{Xn!}}]"),
        new($"{size} 001000 101 wwwww 0 11111 nnnnn ttttt", $"cas{suffix} {{{r}w}}, {{{r}t}}, [{{Xn!}}]"),
        new($"{size} 001000 111 wwwww 0 11111 nnnnn ttttt", $"casa{suffix} {{{r}w}}, {{{r}t}}, [{{Xn!}}]"),
        new($"{size} 001000 101 wwwww 1 11111 nnnnn ttttt", $"casl{suffix} {{{r}w}}, {{{r}t}}, [{{Xn!}}]"),
        new($"{size} 001000 111 wwwww 1 11111 nnnnn ttttt", $"casal{suffix} {{{r}w}}, {{{r}t}}, [{{Xn!}}]"),
        new($"{size} 111000 101 11111 1100 00 nnnnn ttttt", $"ldapr{suffix} {{{r}t}}, [{{Xn!}}]"),
        new($"{size} 011001 000 iiiiiiiii 00 nnnnn ttttt", $"stlur{suffix} {{{r}t}}, [{{Xn!}}{{,#-i}}]"),
        new($"{size} 011001 010 iiiiiiiii 00 nnnnn ttttt", $"ldapur{suffix} {{{r}t}}, [{{Xn!}}{{,#-i}}]"),
    ];

    private static IEnumerable<A64Row> ExclusivePair(string size, string r) =>
    [
        new($"{size} 001000 001 wwwww 0 uuuuu nnnnn ttttt", $"stxp {{Ww}}, {{{r}t}}, {{{r}u}}, [{{Xn!}}]"),
        new($"{size} 001000 001 wwwww 1 uuuuu nnnnn ttttt", $"stlxp {{Ww}}, {{{r}t}}, {{{r}u}}, [{{Xn!}}]"),
        new($"{size} 001000 011 11111 0 uuuuu nnnnn ttttt", $"ldxp {{{r}t}}, {{{r}u}}, [{{Xn!}}]"),
        new($"{size} 001000 011 11111 1 uuuuu nnnnn ttttt", $"ldaxp {{{r}t}}, {{{r}u}}, [{{Xn!}}]"),
    ];

    private static IEnumerable<A64Row> Atomic(string size, string suffix, string r, string orderBits, string order)
    {
        for (int i = 0; i < 8; i++)
        {
            string operation = $"{size} 111000 {orderBits} 1 wwwww 0 {i:b3} 00 nnnnn";
            if (!order.StartsWith('a'))
            {
                yield return new($"{operation} 11111", $"st{Operations[i]}{order}{suffix} {{{r}w}}, [{{Xn!}}]");
            }

            yield return new($"{operation} ttttt", $"ld{Operations[i]}{order}{suffix} {{{r}w}}, {{{r}t}}, [{{Xn!}}]");
        }

        yield return new($"{size} 111000 {orderBits} 1 wwwww 1 000 00 nnnnn ttttt", $"swp{order}{suffix} {{{r}w}}, {{{r}t}}, [{{Xn!}}]");
    }
}
