using System.Numerics;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Addresses of one relocation: symbol, addend, place, slot, what is subtracted.</summary>
internal readonly record struct MachOPlaces(ulong S, long A, ulong P, ulong G, ulong B);

/// <summary>Where an addend stands.</summary>
internal enum AddendIn
{
    Place,
    Record,
    Nowhere,
}

/// <summary>
/// What a relocation type of Mach-O does, written down a second time, from Apple's headers and the manuals of the machines and apart from the code that is tested: the instruction, the bits of the field,
/// how a number stands in them, and the number.
/// </summary>
/// <param name="Cpu">The machine.</param>
/// <param name="Type">Its number there.</param>
/// <param name="Name">As Apple's headers spell it.</param>
/// <param name="Length">Bytes of the field or its instruction, as a power of two.</param>
/// <param name="IsRelative">Whether the record says so.</param>
/// <param name="Opcode">The bits that are not the field's and stay as they are.</param>
/// <param name="Free">Those that may be anything: registers.</param>
/// <param name="Field">The bits of the field.</param>
/// <param name="Reach">Bits of the distance between place and symbol, or between the two symbols.</param>
/// <param name="Unit">What one counts for in the field, and of what the addend is a multiple.</param>
/// <param name="Addend">Where the addend stands; elsewhere the field may hold anything.</param>
/// <param name="Value">The number, before its lowest bits are left out.</param>
internal sealed record MachOEquation(
    uint Cpu, byte Type, string Name, int Length, bool IsRelative, ulong Opcode, ulong Free, ulong Field, int Reach, int Unit, AddendIn Addend, Func<MachOPlaces, long> Value)
{
    private const ulong Registers = 0x3FF, Imm12 = 0x3FFC00, AdrField = 0x60FFFFE0;

    internal static readonly MachOEquation[] All =
    [
        Data(MachOBuilder.X64, 0, "UNSIGNED", 3, false, 46, v => (long)v.S + v.A),
        Data(MachOBuilder.X64, 0, "UNSIGNED", 2, false, 28, v => (long)v.S + v.A),
        Data(MachOBuilder.X64, 1, "SIGNED", 2, true, 30, v => (long)(v.S - v.P) + v.A - 4),
        Data(MachOBuilder.X64, 2, "BRANCH", 2, true, 30, v => (long)(v.S - v.P) + v.A - 4),
        Data(MachOBuilder.X64, 3, "GOT_LOAD", 2, true, 30, v => (long)(v.G - v.P) + v.A - 4),
        Data(MachOBuilder.X64, 4, "GOT", 2, true, 30, v => (long)(v.G - v.P) + v.A - 4),
        .. Enumerable.Range(0, 4).Select(length => Data(MachOBuilder.X64, 5, "SUBTRACTOR", length, false, Math.Min(46, (8 << length) - 2), v => (long)(v.S - v.B) + v.A)),
        Data(MachOBuilder.X64, 6, "SIGNED_1", 2, true, 30, v => (long)(v.S - v.P) + v.A - 4),
        Data(MachOBuilder.X64, 7, "SIGNED_2", 2, true, 30, v => (long)(v.S - v.P) + v.A - 4),
        Data(MachOBuilder.X64, 8, "SIGNED_4", 2, true, 30, v => (long)(v.S - v.P) + v.A - 4),
        Data(MachOBuilder.X64, 9, "TLV", 2, true, 30, v => (long)(v.G - v.P) + v.A - 4),

        Data(MachOBuilder.Arm64, 0, "UNSIGNED", 3, false, 46, v => (long)v.S + v.A),
        Data(MachOBuilder.Arm64, 0, "UNSIGNED", 2, false, 28, v => (long)v.S + v.A),
        .. Enumerable.Range(0, 4).Select(length => Data(MachOBuilder.Arm64, 1, "SUBTRACTOR", length, false, Math.Min(46, (8 << length) - 2), v => (long)(v.S - v.B) + v.A)),
        Code(2, "BRANCH26", true, 0x94000000, 0x80000000, 0x03FFFFFF, 26, 4, AddendIn.Record, v => (long)(v.S - v.P) + v.A),
        Code(3, "PAGE21", true, 0x90000000, 0x1F, AdrField, 31, 1, AddendIn.Record, v => ((long)Page(v.S + (ulong)v.A) - (long)Page(v.P)) >> 12),
        Code(4, "PAGEOFF12", false, 0x11000000, 0x80000000 | Registers, Imm12, 30, 1, AddendIn.Record, v => (long)v.S + v.A),
        .. ((uint Opcode, int Unit)[])[(0x39400000, 1), (0x79000000, 2), (0xB9400000, 4), (0xF9000000, 8), (0x3DC00000, 16), (0xBD400000, 4)] is var rows
            ? rows.Select(r => Code(4, "PAGEOFF12", false, r.Opcode, Registers, Imm12, 30, r.Unit, AddendIn.Record, v => ((long)v.S + v.A) & 0xfff))
            : [],
        Code(5, "GOT_LOAD_PAGE21", true, 0x90000000, 0x1F, AdrField, 31, 1, AddendIn.Nowhere, v => ((long)Page(v.G) - (long)Page(v.P)) >> 12),
        Code(6, "GOT_LOAD_PAGEOFF12", false, 0xF9400000, Registers, Imm12, 30, 8, AddendIn.Nowhere, v => (long)v.G & 0xfff),
        Data(MachOBuilder.Arm64, 7, "POINTER_TO_GOT", 2, true, 30, v => (long)(v.G - v.P)) with { Addend = AddendIn.Nowhere },
        Data(MachOBuilder.Arm64, 7, "POINTER_TO_GOT", 3, false, 46, v => (long)v.G) with { Addend = AddendIn.Nowhere },
        Code(8, "TLVP_LOAD_PAGE21", true, 0x90000000, 0x1F, AdrField, 31, 1, AddendIn.Nowhere, v => ((long)Page(v.G) - (long)Page(v.P)) >> 12),
        Code(9, "TLVP_LOAD_PAGEOFF12", false, 0xF9400000, Registers, Imm12, 30, 8, AddendIn.Nowhere, v => (long)v.G & 0xfff),
    ];

    internal int Size => 1 << Length;

    internal bool IsDifference => Name == "SUBTRACTOR";

    public override string ToString() => $"{(Cpu == MachOBuilder.X64 ? "X86_64" : "ARM64")}_RELOC_{Name} {Size} 0x{Opcode:x}";

    /// <summary>The word with a number in its field, as many of the lowest bits of it as there are.</summary>
    internal ulong With(ulong word, long number)
    {
        ulong bits = (ulong)(number / Unit);
        ulong field = Field == AdrField ? ((bits & 3) << 29) | ((bits >> 2 & 0x7ffff) << 5) : (bits << BitOperations.TrailingZeroCount(Field)) & Field;
        return (word & ~Field) | field;
    }

    private static MachOEquation Data(uint cpu, byte type, string name, int length, bool isRelative, int reach, Func<MachOPlaces, long> value) =>
        new(cpu, type, name, length, isRelative, 0, 0, ulong.MaxValue >> (64 - (8 << length)), reach, 1, AddendIn.Place, value);

    private static MachOEquation Code(byte type, string name, bool isRelative, uint opcode, ulong free, ulong field, int reach, int unit, AddendIn addend, Func<MachOPlaces, long> value) =>
        new(MachOBuilder.Arm64, type, name, 2, isRelative, opcode, free, field, reach, unit, addend, value);

    private static ulong Page(ulong address) => address & ~0xfffUL;
}
