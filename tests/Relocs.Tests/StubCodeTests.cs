using Iced.Intel;

namespace Linker.Relocs.Tests;

public class StubCodeTests
{
    private const ulong StubAddress = 0x7F12_3456_0010;

    [Theory]
    [InlineData(0x7F12_3456_8018ul)]
    [InlineData(0x7F12_3455_0008ul)]
    [InlineData(StubAddress + 10 + int.MaxValue)]
    [InlineData(StubAddress + 10 - 0x8000_0000ul)]
    public void X64_stub_lands_softly_and_jumps_through_its_slot(ulong slot)
    {
        byte[] code = Linked(slot, out PatchStatus status);
        Assert.Equal(PatchStatus.Ok, status);
        var decoder = Decoder.Create(64, code, StubAddress);
        Assert.Equal(Code.Endbr64, decoder.Decode().Code);
        Instruction jump = decoder.Decode();
        Assert.Equal(Code.Jmp_rm64, jump.Code);
        Assert.True(jump.IsIPRelativeMemoryOperand);
        Assert.Equal(slot, jump.IPRelativeMemoryAddress);
        Assert.Equal(Code.Nop_rm16, decoder.Decode().Code);
        Assert.Equal(StubAddress + (ulong)code.Length, decoder.IP);
    }

    [Theory]
    [InlineData(StubAddress + 10 + int.MaxValue + 1)]
    [InlineData(StubAddress + 10 - 0x8000_0001ul)]
    public void A_slot_out_of_reach_of_its_stub_is_refused(ulong slot)
    {
        Linked(slot, out PatchStatus status);
        Assert.Equal(PatchStatus.OutOfRange, status);
    }

    [Fact]
    public void Size_is_a_power_of_two_and_keeps_stubs_of_a_table_16_byte_aligned()
    {
        int size = StubCode.SizeFor(Machine.X64);
        Assert.Equal(StubCode.CodeFor(Machine.X64).Length, size);
        Assert.Equal(0, size % 16);
        Assert.True(int.IsPow2(size));
    }

    [Fact]
    public void Fixups_lie_inside_the_stub()
    {
        foreach (StubFixup fixup in StubCode.FixupsFor(Machine.X64))
        {
            int end = fixup.Offset + RelocTable.For(fixup.Kind).Field.Size;
            Assert.InRange(end, 1, StubCode.SizeFor(Machine.X64));
        }
    }

    [Fact]
    public void A_machine_without_a_stub_is_refused_by_name()
    {
        Assert.Contains("Arm64", Assert.Throws<NotSupportedException>(() => StubCode.SizeFor(Machine.Arm64)).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => StubCode.FixupsFor(Machine.Arm64).Length);
    }

    private static byte[] Linked(ulong slot, out PatchStatus status)
    {
        byte[] code = StubCode.CodeFor(Machine.X64).ToArray();
        status = PatchStatus.Ok;
        foreach (StubFixup fixup in StubCode.FixupsFor(Machine.X64))
        {
            status = Patch.Apply(in RelocTable.For(fixup.Kind), ref code[fixup.Offset], slot, fixup.Addend, StubAddress + (ulong)fixup.Offset);
        }

        return code;
    }
}
