using Linker.Relocs;

namespace Linker.Loader.Tests;

/// <summary>Numbers and names, transcribed from the two documents.</summary>
public class DwarfRegistersTests
{
    [Theory]
    [InlineData(0, "rax")]
    [InlineData(1, "rdx")]
    [InlineData(2, "rcx")]
    [InlineData(3, "rbx")]
    [InlineData(4, "rsi")]
    [InlineData(5, "rdi")]
    [InlineData(6, "rbp")]
    [InlineData(7, "rsp")]
    [InlineData(8, "r8")]
    [InlineData(15, "r15")]
    [InlineData(16, "rip")]
    [InlineData(17, "xmm0")]
    [InlineData(32, "xmm15")]
    [InlineData(33, "st0")]
    [InlineData(41, "mm0")]
    [InlineData(49, "rflags")]
    [InlineData(55, "gs")]
    [InlineData(56, "r#56")]
    [InlineData(59, "gs.base")]
    [InlineData(62, "tr")]
    [InlineData(66, "fsw")]
    [InlineData(67, "xmm16")]
    [InlineData(82, "xmm31")]
    [InlineData(83, "r#83")]
    [InlineData(118, "k0")]
    [InlineData(126, "bnd0")]
    [InlineData(130, "r16")]
    [InlineData(145, "r31")]
    [InlineData(146, "r#146")]
    [InlineData(ushort.MaxValue, "r#65535")]
    public void Of_x64(ushort number, string name) => Assert.Equal(name, DwarfRegisters.NameOf(Machine.X64, number));

    [Theory]
    [InlineData(0, "x0")]
    [InlineData(30, "x30")]
    [InlineData(31, "sp")]
    [InlineData(32, "r#32")]
    [InlineData(34, "ra_sign_state")]
    [InlineData(46, "vg")]
    [InlineData(47, "ffr")]
    [InlineData(48, "p0")]
    [InlineData(64, "v0")]
    [InlineData(95, "v31")]
    [InlineData(96, "z0")]
    [InlineData(127, "z31")]
    [InlineData(128, "r#128")]
    public void Of_arm64(ushort number, string name) => Assert.Equal(name, DwarfRegisters.NameOf(Machine.Arm64, number));

    [Theory]
    [InlineData(Machine.X64, "rsp", "rbp")]
    [InlineData(Machine.Arm64, "sp", "x29")]
    public void The_two_that_frames_are_addressed_by(Machine machine, string stack, string frame) =>
        Assert.Equal((stack, frame), (DwarfRegisters.NameOf(machine, DwarfRegisters.StackPointerOf(machine)), DwarfRegisters.NameOf(machine, DwarfRegisters.FramePointerOf(machine))));
}
