namespace Linker.Cli.Output;

/// <summary>What compilers make of loops: the vector instructions that are common in such code.</summary>
internal static class A64Vectors
{
    // By bit 29 and bits 15:11; those that have no 64-bit elements.
    private static readonly (string U, string Bits, string Name, bool IsNarrow)[] ThreeSame =
    [
        ("0", "00000", "shadd", true), ("0", "00001", "sqadd", false), ("0", "00010", "srhadd", true), ("0", "00100", "shsub", true), ("0", "00101", "sqsub", false),
        ("0", "00110", "cmgt", false), ("0", "00111", "cmge", false), ("0", "01000", "sshl", false), ("0", "01001", "sqshl", false), ("0", "01010", "srshl", false),
        ("0", "01011", "sqrshl", false), ("0", "01100", "smax", true), ("0", "01101", "smin", true), ("0", "01110", "sabd", true), ("0", "01111", "saba", true),
        ("0", "10000", "add", false), ("0", "10001", "cmtst", false), ("0", "10010", "mla", true), ("0", "10011", "mul", true), ("0", "10100", "smaxp", true),
        ("0", "10101", "sminp", true), ("0", "10111", "addp", false),
        ("1", "00000", "uhadd", true), ("1", "00001", "uqadd", false), ("1", "00010", "urhadd", true), ("1", "00100", "uhsub", true), ("1", "00101", "uqsub", false),
        ("1", "00110", "cmhi", false), ("1", "00111", "cmhs", false), ("1", "01000", "ushl", false), ("1", "01001", "uqshl", false), ("1", "01010", "urshl", false),
        ("1", "01011", "uqrshl", false), ("1", "01100", "umax", true), ("1", "01101", "umin", true), ("1", "01110", "uabd", true), ("1", "01111", "uaba", true),
        ("1", "10000", "sub", false), ("1", "10001", "cmeq", false), ("1", "10010", "mls", true), ("1", "10100", "umaxp", true), ("1", "10101", "uminp", true),
    ];

    // By bits 29 and 23:22.
    private static readonly (string U, string Bits, string Name)[] Logic =
    [
        ("0", "00", "and"), ("0", "01", "bic"), ("0", "10", "orr"), ("0", "11", "orn"), ("1", "00", "eor"), ("1", "01", "bsl"), ("1", "10", "bit"), ("1", "11", "bif"),
    ];

    // By bits 29, 23 and 15:11.
    private static readonly (string U, string A, string Bits, string Name)[] Floats =
    [
        ("0", "0", "11000", "fmaxnm"), ("0", "1", "11000", "fminnm"), ("0", "0", "11001", "fmla"), ("0", "1", "11001", "fmls"), ("0", "0", "11010", "fadd"),
        ("0", "1", "11010", "fsub"), ("0", "0", "11011", "fmulx"), ("0", "0", "11100", "fcmeq"), ("0", "0", "11110", "fmax"), ("0", "1", "11110", "fmin"),
        ("1", "0", "11010", "faddp"), ("1", "1", "11010", "fabd"), ("1", "0", "11011", "fmul"), ("1", "0", "11100", "fcmge"), ("1", "1", "11100", "fcmgt"),
        ("1", "0", "11111", "fdiv"),
    ];

    // By bits 29, 23 and 16:12.
    private static readonly (string U, string A, string Bits, string Name)[] FloatsOneSource =
    [
        ("0", "1", "01111", "fabs"), ("1", "1", "01111", "fneg"), ("1", "1", "11111", "fsqrt"), ("0", "0", "11101", "scvtf"), ("1", "0", "11101", "ucvtf"),
        ("0", "1", "11011", "fcvtzs"), ("1", "1", "11011", "fcvtzu"),
    ];

    // By bits 29 and 16:12; the text after the source; how many element sizes there are, and the name for the second half where it has one.
    private static readonly (string U, string Bits, string Name, string After, int Sizes)[] OneSource =
    [
        ("0", "00000", "rev64", "", 3), ("0", "00001", "rev16", "", 1), ("1", "00000", "rev32", "", 2), ("0", "00101", "cnt", "", 1), ("1", "00101", "mvn", "", 1),
        ("0", "00100", "cls", "", 3), ("1", "00100", "clz", "", 3), ("0", "01000", "cmgt", ", #0", 4), ("0", "01001", "cmeq", ", #0", 4), ("0", "01010", "cmlt", ", #0", 4),
        ("1", "01000", "cmge", ", #0", 4), ("1", "01001", "cmle", ", #0", 4), ("0", "01011", "abs", "", 4), ("1", "01011", "neg", "", 4),
    ];

    private static readonly (string Bits, string Name)[] Permutes =
        [("001", "uzp1"), ("010", "trn1"), ("011", "zip1"), ("101", "uzp2"), ("110", "trn2"), ("111", "zip2")];

    // Three registers, of which the first has wider elements; by bits 29 and 15:12.
    private static readonly (string U, string Bits, string Name)[] Longs =
    [
        ("0", "0000", "saddl"), ("1", "0000", "uaddl"), ("0", "0010", "ssubl"), ("1", "0010", "usubl"), ("0", "1000", "smlal"), ("1", "1000", "umlal"),
        ("0", "1010", "smlsl"), ("1", "1010", "umlsl"), ("0", "1100", "smull"), ("1", "1100", "umull"), ("0", "0101", "sabal"), ("1", "0101", "uabal"),
        ("0", "0111", "sabdl"), ("1", "0111", "uabdl"),
    ];

    private static readonly (string U, string Bits, string Name)[] Wides = [("0", "0001", "saddw"), ("1", "0001", "uaddw"), ("0", "0011", "ssubw"), ("1", "0011", "usubw")];

    private static readonly (string U, string Bits, string Name)[] ByElement =
        [("0", "0001", "fmla"), ("0", "0101", "fmls"), ("0", "1001", "fmul"), ("0", "1000", "mul"), ("1", "0000", "mla"), ("1", "0100", "mls")];

    internal static A64Row[] Rows { get; } =
    [
        .. ThreeSame.Select(o => new A64Row($"0q {o.U} 01110 zz 1 mmmmm {o.Bits} 1 nnnnn ddddd", $"{o.Name} {{Vd.z}}, {{Vn.z}}, {{Vm.z}}", o.IsNarrow ? w => w['z'] != 3 : IsWhole)),
        new("0q0 01110 10 1 mmmmm 000111 nnnnn ddddd", "mov {Vd.b}, {Vn.b}", w => w['n'] == w['m']),
        .. Logic.Select(o => new A64Row($"0q {o.U} 01110 {o.Bits} 1 mmmmm 000111 nnnnn ddddd", $"{o.Name} {{Vd.b}}, {{Vn.b}}, {{Vm.b}}")),
        .. Floats.Select(o => new A64Row($"0q {o.U} 01110 {o.A} y 1 mmmmm {o.Bits} 1 nnnnn ddddd", $"{o.Name} {{Vd.f}}, {{Vn.f}}, {{Vm.f}}")),
        .. FloatsOneSource.Select(o => new A64Row($"0q {o.U} 01110 {o.A} y 10000 {o.Bits} 10 nnnnn ddddd", $"{o.Name} {{Vd.f}}, {{Vn.f}}")),
        .. OneSource.Select(o => new A64Row($"0q {o.U} 01110 zz 10000 {o.Bits} 10 nnnnn ddddd", $"{o.Name} {{Vd.z}}, {{Vn.z}}{o.After}", w => w['z'] < o.Sizes && IsWhole(w))),
        new("0q1 01110 01 10000 00101 10 nnnnn ddddd", "rbit {Vd.b}, {Vn.b}"),
        .. Halves("0 01110 zz 10000 10010 10 nnnnn ddddd", "xtn", "{Vd.z}, {Vn.w}", w => w['z'] != 3),
        .. Longs.SelectMany(o => Halves($"{o.U} 01110 zz 1 mmmmm {o.Bits} 00 nnnnn ddddd", o.Name, "{Vd.w}, {Vn.z}, {Vm.z}", w => w['z'] != 3)),
        .. Wides.SelectMany(o => Halves($"{o.U} 01110 zz 1 mmmmm {o.Bits} 00 nnnnn ddddd", o.Name, "{Vd.w}, {Vn.w}, {Vm.z}", w => w['z'] != 3)),
        .. ByElement.Select(o => new A64Row($"0q {o.U} 01111 10 L mmmmm {o.Bits} H 0 nnnnn ddddd", $"{o.Name} {{Vd.f}}, {{Vn.f}}, {{Vm.s}}[{{+HL}}]")),
        .. Permutes.Select(o => new A64Row($"0q0 01110 zz 0 mmmmm 0 {o.Bits} 10 nnnnn ddddd", $"{o.Name} {{Vd.z}}, {{Vn.z}}, {{Vm.z}}", IsWhole)),
        new("0q 101110000 mmmmm 0 iiii 0 nnnnn ddddd", "ext {Vd.b}, {Vn.b}, {Vm.b}, {#i}", w => w['q'] == 1 || w['i'] < 8),
        .. Across("0", "11011", "addv"),
        .. Across("0", "01010", "smaxv"),
        .. Across("0", "11010", "sminv"),
        .. Across("1", "01010", "umaxv"),
        .. Across("1", "11010", "uminv"),
        .. LongAcross("0", "saddlv"),
        .. LongAcross("1", "uaddlv"),

        // Lanes: the lowest bit set in i is the size of the element, those above it number it.
        new("0q0 01110000 iiiii 000001 nnnnn ddddd", "dup {lanes}, {lane}"),
        new("0q0 01110000 iiiii 000011 nnnnn ddddd", "dup {lanes}, {Wn}", w => (w['i'] & 7) != 0),
        new("010 01110000 i1000 000011 nnnnn ddddd", "dup {Vd.2d}, {Xn}"),
        new("000 01110000 ii100 001111 nnnnn ddddd", "mov {Wd}, {Vn.s}[{+i}]"),
        new("000 01110000 iiiii 001111 nnnnn ddddd", "umov {Wd}, {lane}", w => (w['i'] & 3) != 0),
        new("010 01110000 i1000 001111 nnnnn ddddd", "mov {Xd}, {Vn.d}[{+i}]"),
        new("0qU 0111100000 uuu mmmm 01 vvvvv ddddd", "{vector}"),
        new("0q0 011110 iiiiiii 010101 nnnnn ddddd", "shl {left}", IsShift),
        new("0q0 011110 iiiiiii 000001 nnnnn ddddd", "sshr {right}", IsShift),
        new("0q1 011110 iiiiiii 000001 nnnnn ddddd", "ushr {right}", IsShift),
        new("0q0 011110 iiiiiii 000101 nnnnn ddddd", "ssra {right}", IsShift),
        new("0q1 011110 iiiiiii 000101 nnnnn ddddd", "usra {right}", IsShift),
        .. Halves("0 011110 iiiiiii 101001 nnnnn ddddd", "sshll", "{widen}", IsShift),
        .. Halves("1 011110 iiiiiii 101001 nnnnn ddddd", "ushll", "{widen}", IsShift),
        .. Halves("0 011110 iiiiiii 100001 nnnnn ddddd", "shrn", "{narrow}", IsShift),
        new("010 11110000 iiiii 000001 nnnnn ddddd", "mov {scalar}, {lane}"),
        new("010 01110000 i1000 000111 nnnnn ddddd", "mov {Vd.d}[{+i}], {Xn}"),
        new("010 01110000 iiiii 000111 nnnnn ddddd", "mov {place}, {Wn}", w => (w['i'] & 7) != 0),
        new("011 01110000 iiiii 0jjjj1 nnnnn ddddd", "mov {place}, {from}"),
        .. Memory("0", "st1"),
        .. Memory("1", "ld1"),
        new("0q 0011010 10 00000 1100 zz nnnnn ttttt", "ld1r {list1}, [{Xn!}]"),
    ];

    private static bool IsShift(A64Word word) => word['i'] > 7;

    // The instruction that takes lower halves of registers, and its sibling for upper halves.
    private static A64Row[] Halves(string bits, string name, string operands, Func<A64Word, bool> when) =>
    [
        new($"0q {bits}", $"{name} {operands}", w => w['q'] == 0 && when(w)),
        new($"0q {bits}", $"{name}2 {operands}", w => w['q'] == 1 && when(w)),
    ];

    private static bool IsWhole(A64Word word) => word['z'] != 3 || word['q'] == 1;

    private static A64Row[] Across(string u, string bits, string name) =>
    [
        new($"0q {u} 01110 00 11000 {bits} 10 nnnnn ddddd", $"{name} {{Bd}}, {{Vn.b}}"),
        new($"0q {u} 01110 zz 11000 {bits} 10 nnnnn ddddd", $"{name} {{Hd}}, {{Vn.z}}", w => w['z'] == 1),
        new($"01 {u} 01110 10 11000 {bits} 10 nnnnn ddddd", $"{name} {{Sd}}, {{Vn.4s}}"),
    ];

    private static A64Row[] LongAcross(string u, string name) =>
    [
        new($"0q {u} 01110 00 11000 00011 10 nnnnn ddddd", $"{name} {{Hd}}, {{Vn.b}}"),
        new($"0q {u} 01110 zz 11000 00011 10 nnnnn ddddd", $"{name} {{Sd}}, {{Vn.z}}", w => w['z'] == 1),
        new($"01 {u} 01110 10 11000 00011 10 nnnnn ddddd", $"{name} {{Dd}}, {{Vn.4s}}"),
    ];

    private static IEnumerable<A64Row> Memory(string load, string name)
    {
        foreach ((string bits, int count) in new[] { ("0111", 1), ("1010", 2), ("0110", 3), ("0010", 4) })
        {
            yield return new($"0q 0011000 {load} 000000 {bits} zz nnnnn ttttt", $"{name} {{list{count}}}, [{{Xn!}}]");
            yield return new($"0q 0011001 {load} 011111 {bits} zz nnnnn ttttt", $"{name} {{list{count}}}, [{{Xn!}}], {{bytes{count}}}");
        }
    }
}
