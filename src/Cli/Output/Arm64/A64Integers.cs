namespace Linker.Cli.Output;

/// <summary>Arithmetic, logic, moves and selection on general registers.</summary>
internal static class A64Integers
{
    internal static A64Row[] Rows { get; } =
    [
        // Addresses.
        new("0 ll 10000 hhhhhhhhhhhhhhhhhhh ddddd", "adr {Xd}, {@hl}"),
        new("1 ll 10000 hhhhhhhhhhhhhhhhhhh ddddd", "adrp {Xd}, {@@hl}"),

        // Immediates.
        new("s00100010 0000000000000 nnnnn ddddd", "mov {Rd!}, {Rn!}", w => w['d'] == 31 || w['n'] == 31),
        new("s00100010 h iiiiiiiiiiii nnnnn ddddd", "add {Rd!}, {Rn!}, {#i}{lsl12}"),
        new("s01100010 h iiiiiiiiiiii nnnnn 11111", "cmn {Rn!}, {#i}{lsl12}"),
        new("s01100010 h iiiiiiiiiiii nnnnn ddddd", "adds {Rd}, {Rn!}, {#i}{lsl12}"),
        new("s10100010 h iiiiiiiiiiii nnnnn ddddd", "sub {Rd!}, {Rn!}, {#i}{lsl12}"),
        new("s11100010 h iiiiiiiiiiii nnnnn 11111", "cmp {Rn!}, {#i}{lsl12}"),
        new("s11100010 h iiiiiiiiiiii nnnnn ddddd", "subs {Rd}, {Rn!}, {#i}{lsl12}"),
        new("s00100100 N rrrrrr iiiiii nnnnn ddddd", "and {Rd!}, {Rn}, {mask}"),
        new("s01100100 N rrrrrr iiiiii 11111 ddddd", "mov {Rd!}, {maskmov}"),
        new("s01100100 N rrrrrr iiiiii nnnnn ddddd", "orr {Rd!}, {Rn}, {mask}"),
        new("s10100100 N rrrrrr iiiiii nnnnn ddddd", "eor {Rd!}, {Rn}, {mask}"),
        new("s11100100 N rrrrrr iiiiii nnnnn 11111", "tst {Rn}, {mask}"),
        new("s11100100 N rrrrrr iiiiii nnnnn ddddd", "ands {Rd}, {Rn}, {mask}"),
        new("s00100101 hh iiiiiiiiiiiiiiii ddddd", "mov {Rd}, {movn}"),
        new("s00100101 hh iiiiiiiiiiiiiiii ddddd", "movn {Rd}, {#i}{lsl16}", IsInRegister),
        new("s10100101 hh iiiiiiiiiiiiiiii ddddd", "mov {Rd}, {movz}"),
        new("s10100101 hh iiiiiiiiiiiiiiii ddddd", "movz {Rd}, {#i}{lsl16}", IsInRegister),
        new("s11100101 hh iiiiiiiiiiiiiiii ddddd", "movk {Rd}, {#i}{lsl16}", IsInRegister),
        new("s00100110 N rrrrrr iiiiii nnnnn ddddd", "{bitfield}"),
        new("s10100110 N rrrrrr iiiiii nnnnn ddddd", "{bitfield}"),
        new("s01100110 N rrrrrr iiiiii nnnnn ddddd", "{insert}"),
        new("s00100111 N 0 mmmmm iiiiii nnnnn ddddd", "ror {Rd}, {Rn}, {#i}", w => w['n'] == w['m'] && w['N'] == w['s'] && IsAmount(w)),
        new("s00100111 N 0 mmmmm iiiiii nnnnn ddddd", "extr {Rd}, {Rn}, {Rm}, {#i}", w => w['N'] == w['s'] && IsAmount(w)),

        // Two registers, the second shifted.
        new("s0001010 tt 0 mmmmm iiiiii nnnnn ddddd", "and {Rd}, {Rn}, {Rm}{shift}", IsAmount),
        new("s0001010 tt 1 mmmmm iiiiii nnnnn ddddd", "bic {Rd}, {Rn}, {Rm}{shift}", IsAmount),
        new("s0101010 00 0 mmmmm 000000 11111 ddddd", "mov {Rd}, {Rm}"),
        new("s0101010 tt 0 mmmmm iiiiii nnnnn ddddd", "orr {Rd}, {Rn}, {Rm}{shift}", IsAmount),
        new("s0101010 tt 1 mmmmm iiiiii 11111 ddddd", "mvn {Rd}, {Rm}{shift}", IsAmount),
        new("s0101010 tt 1 mmmmm iiiiii nnnnn ddddd", "orn {Rd}, {Rn}, {Rm}{shift}", IsAmount),
        new("s1001010 tt 0 mmmmm iiiiii nnnnn ddddd", "eor {Rd}, {Rn}, {Rm}{shift}", IsAmount),
        new("s1001010 tt 1 mmmmm iiiiii nnnnn ddddd", "eon {Rd}, {Rn}, {Rm}{shift}", IsAmount),
        new("s1101010 tt 0 mmmmm iiiiii nnnnn 11111", "tst {Rn}, {Rm}{shift}", IsAmount),
        new("s1101010 tt 0 mmmmm iiiiii nnnnn ddddd", "ands {Rd}, {Rn}, {Rm}{shift}", IsAmount),
        new("s1101010 tt 1 mmmmm iiiiii nnnnn ddddd", "bics {Rd}, {Rn}, {Rm}{shift}", IsAmount),
        new("s0001011 tt 0 mmmmm iiiiii nnnnn ddddd", "add {Rd}, {Rn}, {Rm}{shift}", IsArithmetic),
        new("s0101011 tt 0 mmmmm iiiiii nnnnn 11111", "cmn {Rn}, {Rm}{shift}", IsArithmetic),
        new("s0101011 tt 0 mmmmm iiiiii nnnnn ddddd", "adds {Rd}, {Rn}, {Rm}{shift}", IsArithmetic),
        new("s1001011 tt 0 mmmmm iiiiii 11111 ddddd", "neg {Rd}, {Rm}{shift}", IsArithmetic),
        new("s1001011 tt 0 mmmmm iiiiii nnnnn ddddd", "sub {Rd}, {Rn}, {Rm}{shift}", IsArithmetic),
        new("s1101011 tt 0 mmmmm iiiiii nnnnn 11111", "cmp {Rn}, {Rm}{shift}", IsArithmetic),
        new("s1101011 tt 0 mmmmm iiiiii 11111 ddddd", "negs {Rd}, {Rm}{shift}", IsArithmetic),
        new("s1101011 tt 0 mmmmm iiiiii nnnnn ddddd", "subs {Rd}, {Rn}, {Rm}{shift}", IsArithmetic),
        new("s0001011 001 mmmmm ooo iii nnnnn ddddd", "add {Rd!}, {Rn!}, {extend}"),
        new("s0101011 001 mmmmm ooo iii nnnnn 11111", "cmn {Rn!}, {extend}"),
        new("s0101011 001 mmmmm ooo iii nnnnn ddddd", "adds {Rd}, {Rn!}, {extend}"),
        new("s1001011 001 mmmmm ooo iii nnnnn ddddd", "sub {Rd!}, {Rn!}, {extend}"),
        new("s1101011 001 mmmmm ooo iii nnnnn 11111", "cmp {Rn!}, {extend}"),
        new("s1101011 001 mmmmm ooo iii nnnnn ddddd", "subs {Rd}, {Rn!}, {extend}"),
        new("s0011010 000 mmmmm 000000 nnnnn ddddd", "adc {Rd}, {Rn}, {Rm}"),
        new("s0111010 000 mmmmm 000000 nnnnn ddddd", "adcs {Rd}, {Rn}, {Rm}"),
        new("s1011010 000 mmmmm 000000 11111 ddddd", "ngc {Rd}, {Rm}"),
        new("s1011010 000 mmmmm 000000 nnnnn ddddd", "sbc {Rd}, {Rn}, {Rm}"),
        new("s1111010 000 mmmmm 000000 11111 ddddd", "ngcs {Rd}, {Rm}"),
        new("s1111010 000 mmmmm 000000 nnnnn ddddd", "sbcs {Rd}, {Rn}, {Rm}"),

        // Conditions.
        new("s0111010 010 mmmmm cccc 00 nnnnn 0 vvvv", "ccmn {Rn}, {Rm}, {#v}, {?c}"),
        new("s1111010 010 mmmmm cccc 00 nnnnn 0 vvvv", "ccmp {Rn}, {Rm}, {#v}, {?c}"),
        new("s0111010 010 iiiii cccc 10 nnnnn 0 vvvv", "ccmn {Rn}, {#i}, {#v}, {?c}"),
        new("s1111010 010 iiiii cccc 10 nnnnn 0 vvvv", "ccmp {Rn}, {#i}, {#v}, {?c}"),
        new("s0011010 100 mmmmm cccc 00 nnnnn ddddd", "csel {Rd}, {Rn}, {Rm}, {?c}"),
        new("s0011010 100 11111 cccc 01 11111 ddddd", "cset {Rd}, {~c}"),
        new("s0011010 100 mmmmm cccc 01 nnnnn ddddd", "cinc {Rd}, {Rn}, {~c}", w => w['n'] == w['m']),
        new("s0011010 100 mmmmm cccc 01 nnnnn ddddd", "csinc {Rd}, {Rn}, {Rm}, {?c}"),
        new("s1011010 100 11111 cccc 00 11111 ddddd", "csetm {Rd}, {~c}"),
        new("s1011010 100 mmmmm cccc 00 nnnnn ddddd", "cinv {Rd}, {Rn}, {~c}", w => w['n'] == w['m']),
        new("s1011010 100 mmmmm cccc 00 nnnnn ddddd", "csinv {Rd}, {Rn}, {Rm}, {?c}"),
        new("s1011010 100 mmmmm cccc 01 nnnnn ddddd", "cneg {Rd}, {Rn}, {~c}", w => w['n'] == w['m']),
        new("s1011010 100 mmmmm cccc 01 nnnnn ddddd", "csneg {Rd}, {Rn}, {Rm}, {?c}"),

        // One register.
        new("s1011010 110 00000 000000 nnnnn ddddd", "rbit {Rd}, {Rn}"),
        new("s1011010 110 00000 000001 nnnnn ddddd", "rev16 {Rd}, {Rn}"),
        new("01011010 110 00000 000010 nnnnn ddddd", "rev {Wd}, {Wn}"),
        new("11011010 110 00000 000010 nnnnn ddddd", "rev32 {Xd}, {Xn}"),
        new("11011010 110 00000 000011 nnnnn ddddd", "rev {Xd}, {Xn}"),
        new("s1011010 110 00000 000100 nnnnn ddddd", "clz {Rd}, {Rn}"),
        new("s1011010 110 00000 000101 nnnnn ddddd", "cls {Rd}, {Rn}"),
        new("11011010 110 00001 000000 nnnnn ddddd", "pacia {Xd}, {Xn!}"),
        new("11011010 110 00001 000100 nnnnn ddddd", "autia {Xd}, {Xn!}"),
        new("11011010 110 00001 010000 11111 ddddd", "xpaci {Xd}"),

        // Products, quotients, shifts by registers.
        new("s0011010 110 mmmmm 000010 nnnnn ddddd", "udiv {Rd}, {Rn}, {Rm}"),
        new("s0011010 110 mmmmm 000011 nnnnn ddddd", "sdiv {Rd}, {Rn}, {Rm}"),
        new("s0011010 110 mmmmm 001000 nnnnn ddddd", "lsl {Rd}, {Rn}, {Rm}"),
        new("s0011010 110 mmmmm 001001 nnnnn ddddd", "lsr {Rd}, {Rn}, {Rm}"),
        new("s0011010 110 mmmmm 001010 nnnnn ddddd", "asr {Rd}, {Rn}, {Rm}"),
        new("s0011010 110 mmmmm 001011 nnnnn ddddd", "ror {Rd}, {Rn}, {Rm}"),
        new("00011010 110 mmmmm 010000 nnnnn ddddd", "crc32b {Wd}, {Wn}, {Wm}"),
        new("00011010 110 mmmmm 010001 nnnnn ddddd", "crc32h {Wd}, {Wn}, {Wm}"),
        new("00011010 110 mmmmm 010010 nnnnn ddddd", "crc32w {Wd}, {Wn}, {Wm}"),
        new("10011010 110 mmmmm 010011 nnnnn ddddd", "crc32x {Wd}, {Wn}, {Xm}"),
        new("s0011011 000 mmmmm 0 11111 nnnnn ddddd", "mul {Rd}, {Rn}, {Rm}"),
        new("s0011011 000 mmmmm 0 aaaaa nnnnn ddddd", "madd {Rd}, {Rn}, {Rm}, {Ra}"),
        new("s0011011 000 mmmmm 1 11111 nnnnn ddddd", "mneg {Rd}, {Rn}, {Rm}"),
        new("s0011011 000 mmmmm 1 aaaaa nnnnn ddddd", "msub {Rd}, {Rn}, {Rm}, {Ra}"),
        .. Long("001", "s"),
        .. Long("101", "u"),
        new("10011011 010 mmmmm 0 11111 nnnnn ddddd", "smulh {Xd}, {Xn}, {Xm}"),
        new("10011011 110 mmmmm 0 11111 nnnnn ddddd", "umulh {Xd}, {Xn}, {Xm}"),
    ];

    private static A64Row[] Long(string bits, string sign) =>
    [
        new($"10011011 {bits} mmmmm 0 11111 nnnnn ddddd", $"{sign}mull {{Xd}}, {{Wn}}, {{Wm}}"),
        new($"10011011 {bits} mmmmm 0 aaaaa nnnnn ddddd", $"{sign}maddl {{Xd}}, {{Wn}}, {{Wm}}, {{Xa}}"),
        new($"10011011 {bits} mmmmm 1 11111 nnnnn ddddd", $"{sign}mnegl {{Xd}}, {{Wn}}, {{Wm}}"),
        new($"10011011 {bits} mmmmm 1 aaaaa nnnnn ddddd", $"{sign}msubl {{Xd}}, {{Wn}}, {{Wm}}, {{Xa}}"),
    ];

    private static bool IsInRegister(A64Word word) => word['s'] == 1 || word['h'] < 2;

    private static bool IsAmount(A64Word word) => word['s'] == 1 || word['i'] < 32;

    private static bool IsArithmetic(A64Word word) => IsAmount(word) && word['t'] != 3;
}
