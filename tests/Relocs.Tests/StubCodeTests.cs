using System.Runtime.InteropServices;
using Iced.Intel;

namespace Linker.Relocs.Tests;

public class StubCodeTests
{
    private const ulong StubAddress = 0x7F12_3456_0010, StubPage = StubAddress & ~0xFFFul, FourGiB = 1ul << 32;

    [Theory]
    [InlineData(0x7F12_3456_8018ul)]
    [InlineData(0x7F12_3455_0008ul)]
    [InlineData(StubAddress + 10 + int.MaxValue)]
    [InlineData(StubAddress + 10 - 0x8000_0000ul)]
    public void X64_stub_lands_softly_and_jumps_through_its_slot(ulong slot)
    {
        byte[] code = Linked(Machine.X64, slot, out PatchStatus status);
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
    [InlineData(StubPage + 0x8018)]
    [InlineData(StubPage - 0x1008)]
    [InlineData(StubPage)]
    [InlineData(StubPage + FourGiB - 8)]
    [InlineData(StubPage + FourGiB - 0x1000)]
    [InlineData(StubPage - FourGiB)]
    public void Arm64_stub_lands_softly_and_jumps_through_its_slot(ulong slot)
    {
        uint[] words = [.. MemoryMarshal.Cast<byte, uint>(Linked(Machine.Arm64, slot, out PatchStatus status))];
        Assert.Equal(PatchStatus.Ok, status);
        Assert.Equal(0xD503_245Fu, words[0]); // bti c
        Assert.Equal(0x9000_0010u, words[1] & ~A64Word.ImmediateMask(InstructionClass.Adrp)); // adrp x16
        Assert.Equal(0xF940_0210u, words[2] & ~A64Word.ImmediateMask(InstructionClass.LdSt64)); // ldr x16, [x16]
        Assert.Equal(0xD61F_0200u, words[3]); // br x16
        long pages = A64Word.Immediate(InstructionClass.Adrp, words[1]) << 43 >> 43;
        Assert.Equal(slot, (ulong)((long)StubPage + (pages << 12) + (A64Word.Immediate(InstructionClass.LdSt64, words[2]) * 8)));
    }

    [Theory]
    [InlineData(Machine.X64, StubAddress + 10 + int.MaxValue + 1)]
    [InlineData(Machine.X64, StubAddress + 10 - 0x8000_0001ul)]
    [InlineData(Machine.Arm64, StubPage + FourGiB)]
    [InlineData(Machine.Arm64, StubPage - FourGiB - 8)]
    public void A_slot_out_of_reach_of_its_stub_is_refused(Machine machine, ulong slot)
    {
        Linked(machine, slot, out PatchStatus status);
        Assert.Equal(PatchStatus.OutOfRange, status);
    }

    [Fact]
    public void A_slot_that_is_not_aligned_is_refused()
    {
        Linked(Machine.Arm64, StubPage + 0x8014, out PatchStatus status);
        Assert.Equal(PatchStatus.Misaligned, status);
    }

    [Theory]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void Size_is_a_power_of_two_and_keeps_stubs_of_a_table_16_byte_aligned(Machine machine)
    {
        int size = StubCode.SizeFor(machine);
        Assert.Equal(StubCode.CodeFor(machine).Length, size);
        Assert.Equal(0, size % 16);
        Assert.True(int.IsPow2(size));
    }

    [Theory]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void Fixups_lie_inside_the_stub(Machine machine)
    {
        foreach (StubFixup fixup in StubCode.FixupsFor(machine))
        {
            int end = fixup.Offset + RelocTable.For(fixup.Kind).Field.Size;
            Assert.InRange(end, 1, StubCode.SizeFor(machine));
        }
    }

    [Fact]
    public void A_machine_without_a_stub_is_refused_by_name()
    {
        const Machine Unknown = (Machine)2;
        Assert.Contains("2", Assert.Throws<NotSupportedException>(() => StubCode.SizeFor(Unknown)).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => StubCode.FixupsFor(Unknown).Length);
    }

    private static byte[] Linked(Machine machine, ulong slot, out PatchStatus status)
    {
        byte[] code = StubCode.CodeFor(machine).ToArray();
        status = PatchStatus.Ok;
        foreach (StubFixup fixup in StubCode.FixupsFor(machine))
        {
            PatchStatus one = Patch.Apply(in RelocTable.For(fixup.Kind), ref code[fixup.Offset], slot, fixup.Addend, RelocTable.For(fixup.Kind).Origin == Origin.Place ? StubAddress + (ulong)fixup.Offset : 0);
            status = status == PatchStatus.Ok ? one : status;
        }

        return code;
    }
}
