namespace Linker.Relocs.Tests;

public class FieldTests
{
    [Theory]
    [InlineData(1, "word8")]
    [InlineData(2, "word16")]
    [InlineData(4, "word32")]
    [InlineData(8, "word64")]
    [InlineData(0, "none")]
    public void Name_is_the_width_in_the_words_of_the_ABI(byte size, string name) => Assert.Equal(name, new Field(size).ToString());

    [Theory]
    [InlineData(RelocKind.A64Branch26, "imm26", "B or BL")]
    [InlineData(RelocKind.A64Branch19, "imm19", "B.cond, CBZ or CBNZ")]
    [InlineData(RelocKind.A64Branch14, "imm14", "TBZ or TBNZ")]
    [InlineData(RelocKind.A64Literal19, "imm19", "load from a literal")]
    [InlineData(RelocKind.A64Adr21, "immhi:immlo", "ADR")]
    [InlineData(RelocKind.A64Page21, "immhi:immlo", "ADRP")]
    [InlineData(RelocKind.A64Add12, "imm12", "ADD of an immediate without a shift")]
    [InlineData(RelocKind.A64TpRelAddHi12, "imm12", "ADD of an immediate, LSL #12")]
    [InlineData(RelocKind.A64LdSt64Offset12, "imm12", "load or store of 64 bits at an unsigned offset")]
    [InlineData(RelocKind.A64MovwU0, "imm16", "MOVZ or MOVK without a shift")]
    [InlineData(RelocKind.A64MovwU1, "imm16", "MOVZ or MOVK, LSL #16")]
    [InlineData(RelocKind.A64MovwU3, "imm16", "MOVZ or MOVK, LSL #48")]
    [InlineData(RelocKind.A64MovwS2, "imm16 of MOVZ or MOVN", "MOVZ or MOVN, LSL #32")]
    [InlineData(RelocKind.Pc32, "word32", "")]
    public void An_immediate_is_named_as_in_the_ABI_and_its_instruction_as_in_the_manual(RelocKind kind, string field, string instruction)
    {
        Assert.Equal(field, RelocTable.For(kind).Field.ToString());
        Assert.Equal(instruction, RelocTable.For(kind).Field.InstructionName);
    }

    [Theory]
    [MemberData(nameof(Kinds.Instructions), MemberType = typeof(Kinds))]
    public void An_immediate_is_part_of_four_bytes(RelocKind kind)
    {
        Field field = RelocTable.For(kind).Field;
        Assert.Equal(4, field.Size);
        Assert.InRange(field.Width, 12, 26);
        Assert.Throws<ArgumentOutOfRangeException>(() => field.Extract(new byte[3]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Too_few_bytes_are_refused(byte size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Field(size).Extract(new byte[size - 1]));

    [Theory]
    [InlineData(1, 0x1122334455667788L, "88")]
    [InlineData(2, 0x1122334455667788L, "8877")]
    [InlineData(4, 0x1122334455667788L, "88776655")]
    [InlineData(8, 0x1122334455667788L, "8877665544332211")]
    public void Low_bytes_come_first_and_high_bits_are_dropped(byte size, long x, string bytes)
    {
        var place = new Place(size, ulong.MaxValue);
        new Field(size).Insert(ref place.Start, x);
        Assert.Equal(bytes, Convert.ToHexString(place.Bytes));
        Assert.True(place.AreCanariesAlive);
    }

    [Fact]
    public void Marker_writes_nothing()
    {
        var place = new Place(0, 0);
        Field.None.Insert(ref place.Start, -1);
        Assert.True(place.IsUntouched);
    }

    [Fact]
    public void Places_may_have_any_alignment()
    {
        byte[] bytes = new byte[32];
        for (int offset = 0; offset < 8; offset++)
        {
            Field.Word64.Insert(ref bytes[offset], 0x0102030405060708 + offset);
            Assert.Equal(0x0102030405060708 + offset, Field.Word64.Extract(bytes.AsSpan(offset)));
        }
    }
}
