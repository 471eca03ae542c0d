using Linker.Relocs;
using Linker.Shared;

namespace Linker.Loader.Tests;

public class CoffReaderRelocationTests
{
    private static Relocation Read(ushort machine, byte[] code, uint place, ushort type, uint flags = CoffBuilder.Code)
    {
        var coff = new CoffBuilder { Machine = machine };
        coff.Section(".text", flags, code).Relocate(place, type, "f");
        LinkGraph graph = coff.Read();
        Relocation relocation = Assert.Single(graph.Relocations.ToArray());
        Assert.Equal(("f", place, type), (graph.NameOf(graph.Symbols[(int)relocation.Target.Index]), relocation.Offset, relocation.FormatType));
        return relocation;
    }

    [Theory]
    [InlineData("E800000000", 1, RelocKind.Branch32)] // call
    [InlineData("E900000000", 1, RelocKind.Branch32)] // jmp
    [InlineData("0F8400000000", 2, RelocKind.Branch32)] // je
    [InlineData("488D0500000000", 3, RelocKind.Pc32)] // lea
    [InlineData("8B0500000000", 2, RelocKind.Pc32)] // mov
    [InlineData("FF1500000000", 2, RelocKind.Pc32)] // call through a slot
    [InlineData("00000000", 0, RelocKind.Pc32)]
    public void The_instruction_says_whether_REL32_is_a_branch(string code, uint place, RelocKind kind)
    {
        Relocation relocation = Read(CoffBuilder.X64, Convert.FromHexString(code), place, 4);
        Assert.Equal((kind, -4L), (relocation.Kind, relocation.Addend));
    }

    [Fact]
    public void Data_has_no_branches() => Assert.Equal(RelocKind.Pc32, Read(CoffBuilder.X64, [0xE8, 0, 0, 0, 0], 1, 4, CoffBuilder.Data).Kind);

    [Theory]
    [InlineData(4, -4)]
    [InlineData(5, -5)]
    [InlineData(6, -6)]
    [InlineData(7, -7)]
    [InlineData(8, -8)]
    [InlineData(9, -9)]
    public void REL32_n_counts_from_n_bytes_behind_the_place(ushort type, long addend)
    {
        Assert.Equal(addend, Read(CoffBuilder.X64, [0x8B, 0x05, 0, 0, 0, 0, 0, 0, 0, 0, 0], 2, type).Addend);
        Assert.Equal(addend + 0x10, Read(CoffBuilder.X64, [0x8B, 0x05, 0x10, 0, 0, 0, 0, 0, 0, 0, 0], 2, type).Addend);
        Assert.Equal(addend - 1, Read(CoffBuilder.X64, [0x8B, 0x05, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0], 2, type).Addend);
    }

    [Theory]
    [InlineData(1, "8877665544332211", RelocKind.Abs64, 0x1122334455667788)]
    [InlineData(1, "FFFFFFFFFFFFFFFF", RelocKind.Abs64, -1)]
    [InlineData(2, "04000000FFFFFFFF", RelocKind.Abs32, 4)]
    [InlineData(3, "FCFFFFFFFFFFFFFF", RelocKind.ImageRel32, -4)]
    [InlineData(10, "0200FFFFFFFFFFFF", RelocKind.SectionNumber16, 2)]
    [InlineData(11, "10000000FFFFFFFF", RelocKind.SecRel32, 16)]
    public void The_addend_stands_in_the_place(ushort type, string bytes, RelocKind kind, long addend)
    {
        Relocation relocation = Read(CoffBuilder.X64, Convert.FromHexString(bytes), 0, type, CoffBuilder.Data);
        Assert.Equal((kind, addend), (relocation.Kind, relocation.Addend));
    }

    [Theory]
    [InlineData(0x39400000, RelocKind.A64LdSt8Offset12)] // ldrb
    [InlineData(0x79400000, RelocKind.A64LdSt16Offset12)] // ldrh
    [InlineData(0xB9400000, RelocKind.A64LdSt32Offset12)] // ldr w
    [InlineData(0xF9400000, RelocKind.A64LdSt64Offset12)] // ldr x
    [InlineData(0xF9000000, RelocKind.A64LdSt64Offset12)] // str x
    [InlineData(0x3DC00000, RelocKind.A64LdSt128Offset12)] // ldr q
    [InlineData(0xBD400000, RelocKind.A64LdSt32Offset12)] // ldr s
    [InlineData(0xFD400000, RelocKind.A64LdSt64Offset12)] // ldr d
    [InlineData(0x3D400000, RelocKind.A64LdSt8Offset12)] // ldr b
    public void The_size_of_the_access_says_how_PAGEOFFSET_12L_is_scaled(uint instruction, RelocKind kind) =>
        Assert.Equal((kind, 0L), (Read(CoffBuilder.Arm64, CoffBuilder.Words(instruction), 0, 7).Kind, Read(CoffBuilder.Arm64, CoffBuilder.Words(instruction), 0, 7).Addend));

    [Theory]
    [InlineData(0x39400000, RelocKind.A64SecRelLdSt8Offset12)]
    [InlineData(0x79400000, RelocKind.A64SecRelLdSt16Offset12)]
    [InlineData(0xB9400000, RelocKind.A64SecRelLdSt32Offset12)]
    [InlineData(0xF9400000, RelocKind.A64SecRelLdSt64Offset12)]
    [InlineData(0x3DC00000, RelocKind.A64SecRelLdSt128Offset12)]
    public void The_size_of_the_access_says_how_SECREL_LOW12L_is_scaled(uint instruction, RelocKind kind) =>
        Assert.Equal(kind, Read(CoffBuilder.Arm64, CoffBuilder.Words(instruction), 0, 11).Kind);

    [Theory]
    [InlineData(3, 0x94000002, 8)] // bl
    [InlineData(3, 0x97ffffff, -4)]
    [InlineData(4, 0xB0000000, 1)] // adrp: bytes, not pages
    [InlineData(4, 0x90ffffe0, -4)]
    [InlineData(5, 0x10000020, 4)] // adr
    [InlineData(6, 0x913FFC00, 0xfff)] // add
    [InlineData(7, 0x397FFC00, 0xfff)] // ldrb
    [InlineData(7, 0xF97FFC00, 0x7ff8)] // ldr x: counted in accesses
    [InlineData(9, 0x91000400, 1)]
    [InlineData(10, 0x91400400, 1)] // add: as that of its lower half
    [InlineData(10, 0x917FFC00, 0xfff)]
    [InlineData(11, 0xF9400400, 8)]
    [InlineData(15, 0x54000020, 4)] // b.eq
    [InlineData(16, 0x36000020, 4)] // tbz
    public void The_addend_of_an_instruction_of_AArch64_is_in_bytes(ushort type, uint instruction, long addend) =>
        Assert.Equal(addend, Read(CoffBuilder.Arm64, CoffBuilder.Words(instruction), 0, type).Addend);

    [Fact]
    public void REL32_of_ARM64_counts_from_behind_the_place() => Assert.Equal(0x10 - 4, Read(CoffBuilder.Arm64, CoffBuilder.Words(0x10), 0, 17, CoffBuilder.Data).Addend);

    [Theory]
    [InlineData(CoffBuilder.X64, 12)]
    [InlineData(CoffBuilder.X64, 17)]
    [InlineData(CoffBuilder.X64, 0xffff)]
    [InlineData(CoffBuilder.Arm64, 12)]
    [InlineData(CoffBuilder.Arm64, 18)]
    [InlineData(CoffBuilder.Arm64, 0xffff)]
    public void A_type_that_cannot_be_linked_is_read_and_says_why(ushort machine, ushort type)
    {
        var coff = new CoffBuilder { Machine = machine };
        coff.Section(".text", CoffBuilder.Code, new byte[8]).Relocate(0, type, "f");
        LinkGraph graph = coff.Read();
        Assert.Equal(RelocKind.Refused, graph.Relocations[0].Kind);
        Assert.False(string.IsNullOrEmpty(graph.RefusalOf(graph.Relocations[0])));
    }

    [Fact]
    public void ABSOLUTE_does_nothing_wherever_it_stands() => Assert.Equal(RelocKind.None, Read(CoffBuilder.X64, [0xC3], 1, 0).Kind);
}
