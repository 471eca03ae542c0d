using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Addresses of one relocation: symbol, addend, place, image base, start of the symbol's section.</summary>
internal readonly record struct CoffPlaces(ulong S, long A, ulong P, ulong Image, ulong Section);

/// <summary>
/// What a relocation type of COFF does, written down a second time, from the PE format and the manuals of the machines and apart from the code that is tested: the instruction, the bits of the field,
/// how a number stands in them, and the number.
/// </summary>
/// <param name="Machine">The machine.</param>
/// <param name="Type">Its number there.</param>
/// <param name="Name">As the PE format spells it.</param>
/// <param name="Size">Bytes of the field or its instruction.</param>
/// <param name="Opcode">The bits that are not the field's and stay as they are.</param>
/// <param name="Free">Those that may be anything: registers.</param>
/// <param name="Field">The bits of the field.</param>
/// <param name="Reach">Bits of the distance between place and symbol.</param>
/// <param name="Unit">What one counts for in the field, and of what the addend is a multiple.</param>
/// <param name="IsSigned">Whether the addend may be negative.</param>
/// <param name="Value">The number, before its lowest bits are left out.</param>
internal sealed record CoffEquation(
    ushort Machine, ushort Type, string Name, int Size, ulong Opcode, ulong Free, ulong Field, int Reach, int Unit, bool IsSigned, Func<CoffPlaces, long> Value)
{
    private const ulong Registers = 0x3FF, Imm12 = 0x3FFC00, Word = 0xFFFF_FFFF;

    internal static readonly CoffEquation[] All =
    [
        Data(CoffBuilder.X64, 1, "ADDR64", 8, 46, v => (long)v.S + v.A),
        Data(CoffBuilder.X64, 2, "ADDR32", 4, 28, v => (long)v.S + v.A),
        Data(CoffBuilder.X64, 3, "ADDR32NB", 4, 30, v => (long)(v.S - v.Image) + v.A),
        .. Enumerable.Range(0, 6).Select(n => Data(CoffBuilder.X64, (ushort)(4 + n), n == 0 ? "REL32" : $"REL32_{n}", 4, 30, v => (long)(v.S - v.P) + v.A - 4 - n)),
        Data(CoffBuilder.X64, 11, "SECREL", 4, 30, v => (long)(v.S - v.Section) + v.A),

        Data(CoffBuilder.Arm64, 1, "ADDR32", 4, 28, v => (long)v.S + v.A),
        Data(CoffBuilder.Arm64, 2, "ADDR32NB", 4, 30, v => (long)(v.S - v.Image) + v.A),
        Code(3, "BRANCH26", 0x94000000, 0x80000000, 0x03FFFFFF, 26, 4, v => (long)(v.S - v.P) + v.A),
        Code(4, "PAGEBASE_REL21", 0x90000000, 0x1F, 0x60FFFFE0, 31, 1, v => ((long)Page(v.S + (ulong)v.A) - (long)Page(v.P)) >> 12),
        Code(5, "REL21", 0x10000000, 0x1F, 0x60FFFFE0, 19, 1, v => (long)(v.S - v.P) + v.A),
        Code(6, "PAGEOFFSET_12A", 0x11000000, 0x80000000 | Registers, Imm12, 30, 1, v => (long)v.S + v.A, false),
        .. Access(7, "PAGEOFFSET_12L", v => (long)v.S + v.A),
        Data(CoffBuilder.Arm64, 8, "SECREL", 4, 30, v => (long)(v.S - v.Section) + v.A),
        Code(9, "SECREL_LOW12A", 0x91000000, Registers, Imm12, 30, 1, v => (long)(v.S - v.Section) + v.A, false),
        Code(10, "SECREL_HIGH12A", 0x91400000, Registers, Imm12, 30, 1, v => ((long)(v.S - v.Section) + v.A) >> 12, false),
        .. Access(11, "SECREL_LOW12L", v => (long)(v.S - v.Section) + v.A),
        Data(CoffBuilder.Arm64, 14, "ADDR64", 8, 46, v => (long)v.S + v.A),
        Code(15, "BRANCH19", 0x54000000, 0xF, 0x00FFFFE0, 19, 4, v => (long)(v.S - v.P) + v.A),
        Code(15, "BRANCH19", 0x34000000, 0x8100001F, 0x00FFFFE0, 19, 4, v => (long)(v.S - v.P) + v.A),
        Code(16, "BRANCH14", 0x36000000, 0x81F8001F, 0x0007FFE0, 14, 4, v => (long)(v.S - v.P) + v.A),
        Data(CoffBuilder.Arm64, 17, "REL32", 4, 30, v => (long)(v.S - v.P) + v.A - 4),
    ];

    private bool IsAdr => Field == 0x60FFFFE0;

    public override string ToString() => $"{(Machine == CoffBuilder.X64 ? "AMD64" : "ARM64")}_{Name} 0x{Opcode:x}";

    /// <summary>The word with a number in its field, as many of the lowest bits of it as there are.</summary>
    internal ulong With(ulong word, long number)
    {
        ulong bits = (ulong)(number / Unit);
        ulong field = IsAdr ? ((bits & 3) << 29) | ((bits >> 2 & 0x7ffff) << 5) : (bits << System.Numerics.BitOperations.TrailingZeroCount(Field)) & Field;
        return (word & ~Field) | field;
    }

    private static CoffEquation Data(ushort machine, ushort type, string name, int size, int reach, Func<CoffPlaces, long> value) =>
        new(machine, type, name, size, 0, 0, size == 8 ? ulong.MaxValue : Word, reach, 1, true, value);

    private static CoffEquation Code(ushort type, string name, uint opcode, ulong free, ulong field, int reach, int unit, Func<CoffPlaces, long> value, bool isSigned = true) =>
        new(CoffBuilder.Arm64, type, name, 4, opcode, free, field, reach, unit, isSigned, value);

    // ldrb, strh, ldr w, str x, ldr q, ldr s: the offset in a page of 4096 bytes, whatever 12 bits could count of the unit.
    private static IEnumerable<CoffEquation> Access(ushort type, string name, Func<CoffPlaces, long> value) =>
        ((uint Opcode, int Unit)[])[(0x39400000, 1), (0x79000000, 2), (0xB9400000, 4), (0xF9000000, 8), (0x3DC00000, 16), (0xBD400000, 4)] is var rows
            ? rows.Select(r => Code(type, name, r.Opcode, Registers, Imm12, 30, r.Unit, v => value(v) & 0xfff, false))
            : [];

    private static ulong Page(ulong address) => address & ~0xfffUL;
}
