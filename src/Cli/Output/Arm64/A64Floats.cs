namespace Linker.Cli.Output;

/// <summary>Arithmetic on single floats, and conversions.</summary>
internal static class A64Floats
{
    private static readonly (string Bits, string Name)[] OneSource =
    [
        ("000000", "fmov"), ("000001", "fabs"), ("000010", "fneg"), ("000011", "fsqrt"), ("001000", "frintn"), ("001001", "frintp"), ("001010", "frintm"),
        ("001011", "frintz"), ("001100", "frinta"), ("001110", "frintx"), ("001111", "frinti"),
    ];

    private static readonly (string Bits, string Name)[] TwoSources =
    [
        ("0000", "fmul"), ("0001", "fdiv"), ("0010", "fadd"), ("0011", "fsub"), ("0100", "fmax"), ("0101", "fmin"), ("0110", "fmaxnm"), ("0111", "fminnm"), ("1000", "fnmul"),
    ];

    // Bits 20:16.
    private static readonly (string Bits, string Name)[] ToIntegers =
    [
        ("00000", "fcvtns"), ("00001", "fcvtnu"), ("00100", "fcvtas"), ("00101", "fcvtau"), ("01000", "fcvtps"), ("01001", "fcvtpu"), ("10000", "fcvtms"),
        ("10001", "fcvtmu"), ("11000", "fcvtzs"), ("11001", "fcvtzu"),
    ];

    internal static A64Row[] Rows { get; } =
    [
        .. OneSource.Select(o => new A64Row($"00011110 yy 1 {o.Bits} 10000 nnnnn ddddd", $"{o.Name} {{Fd}}, {{Fn}}")),
        .. TwoSources.Select(o => new A64Row($"00011110 yy 1 mmmmm {o.Bits} 10 nnnnn ddddd", $"{o.Name} {{Fd}}, {{Fn}}, {{Fm}}")),
        .. ToIntegers.Select(o => new A64Row($"s0011110 yy 1 {o.Bits} 000000 nnnnn ddddd", $"{o.Name} {{Rd}}, {{Fn}}")),
        new("00011110 yy 1 000100 10000 nnnnn ddddd", "fcvt {Sd}, {Fn}", w => w['y'] != 0),
        new("00011110 yy 1 000101 10000 nnnnn ddddd", "fcvt {Dd}, {Fn}", w => w['y'] != 1),
        new("00011110 yy 1 000111 10000 nnnnn ddddd", "fcvt {Hd}, {Fn}", w => w['y'] != 3),
        new("00011111 yy 0 mmmmm 0 aaaaa nnnnn ddddd", "fmadd {Fd}, {Fn}, {Fm}, {Fa}"),
        new("00011111 yy 0 mmmmm 1 aaaaa nnnnn ddddd", "fmsub {Fd}, {Fn}, {Fm}, {Fa}"),
        new("00011111 yy 1 mmmmm 0 aaaaa nnnnn ddddd", "fnmadd {Fd}, {Fn}, {Fm}, {Fa}"),
        new("00011111 yy 1 mmmmm 1 aaaaa nnnnn ddddd", "fnmsub {Fd}, {Fn}, {Fm}, {Fa}"),
        new("00011110 yy 1 mmmmm 001000 nnnnn 00000", "fcmp {Fn}, {Fm}"),
        new("00011110 yy 1 00000 001000 nnnnn 01000", "fcmp {Fn}, #0.0"),
        new("00011110 yy 1 mmmmm 001000 nnnnn 10000", "fcmpe {Fn}, {Fm}"),
        new("00011110 yy 1 00000 001000 nnnnn 11000", "fcmpe {Fn}, #0.0"),
        new("00011110 yy 1 mmmmm cccc 01 nnnnn 0 vvvv", "fccmp {Fn}, {Fm}, {#v}, {?c}"),
        new("00011110 yy 1 mmmmm cccc 01 nnnnn 1 vvvv", "fccmpe {Fn}, {Fm}, {#v}, {?c}"),
        new("00011110 yy 1 mmmmm cccc 11 nnnnn ddddd", "fcsel {Fd}, {Fn}, {Fm}, {?c}"),
        new("00011110 yy 1 iiiiiiii 100 00000 ddddd", "fmov {Fd}, {float8}"),
        new("s0011110 yy 1 00010 000000 nnnnn ddddd", "scvtf {Fd}, {Rn}"),
        new("s0011110 yy 1 00011 000000 nnnnn ddddd", "ucvtf {Fd}, {Rn}"),
        new("00011110 00 1 00110 000000 nnnnn ddddd", "fmov {Wd}, {Sn}"),
        new("00011110 00 1 00111 000000 nnnnn ddddd", "fmov {Sd}, {Wn}"),
        new("10011110 01 1 00110 000000 nnnnn ddddd", "fmov {Xd}, {Dn}"),
        new("10011110 01 1 00111 000000 nnnnn ddddd", "fmov {Dd}, {Xn}"),
        new("s0011110 11 1 00110 000000 nnnnn ddddd", "fmov {Rd}, {Hn}"),
        new("s0011110 11 1 00111 000000 nnnnn ddddd", "fmov {Hd}, {Rn}"),
        new("10011110 10 1 01110 000000 nnnnn ddddd", "fmov {Xd}, {Vn.d}[1]"),
        new("10011110 10 1 01111 000000 nnnnn ddddd", "fmov {Vd.d}[1], {Xn}"),

        // Integers that are in a register of floats already.
        new("010111100 y 100001110110 nnnnn ddddd", "scvtf {Fd}, {Fn}"),
        new("011111100 y 100001110110 nnnnn ddddd", "ucvtf {Fd}, {Fn}"),
        new("010111101 y 100001101110 nnnnn ddddd", "fcvtzs {Fd}, {Fn}"),
        new("011111101 y 100001101110 nnnnn ddddd", "fcvtzu {Fd}, {Fn}"),
        new("01011110111 mmmmm 100001 nnnnn ddddd", "add {Dd}, {Dn}, {Dm}"),
        new("01111110111 mmmmm 100001 nnnnn ddddd", "sub {Dd}, {Dn}, {Dm}"),
        new("0101111011110001101110 nnnnn ddddd", "addp {Dd}, {Vn.2d}"),
        new("0111111000110000110110 nnnnn ddddd", "faddp {Sd}, {Vn.2s}"),
        new("0111111001110000110110 nnnnn ddddd", "faddp {Dd}, {Vn.2d}"),
    ];
}
