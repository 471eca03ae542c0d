namespace Linker.Relocs.Tests;

/// <summary>Code as compilers leave it at patch points, and as it is written there.</summary>
public class PatchPointCodeTests
{
    private const string X64Call = "49BBBC9A78563412000041FFD3", Arm64Call = "9046C2D210CFAAF2905793F200023FD6", Arm64Nop = "1F2003D5";

    [Theory]
    [InlineData(Machine.X64, "90", 1, 0)]
    [InlineData(Machine.X64, "6690C3", 2, 0)]
    [InlineData(Machine.X64, "0F1F00C3", 3, 0)]
    [InlineData(Machine.X64, "0F1F4008C3", 4, 0)]
    [InlineData(Machine.X64, "0F1F440008C3", 5, 0)]
    [InlineData(Machine.X64, "0F1F0425C3C3C3C3C3", 8, 0)]
    [InlineData(Machine.X64, "0F1F05C3C3C3C3C3", 7, 0)]
    [InlineData(Machine.X64, "660F1F440008C3", 6, 0)]
    [InlineData(Machine.X64, "0F1F8000020000C3", 7, 0)]
    [InlineData(Machine.X64, "0F1F840000020000C3", 8, 0)]
    [InlineData(Machine.X64, "660F1F840000020000C3", 9, 0)]
    [InlineData(Machine.X64, "2E660F1F840000020000C3", 10, 0)]
    [InlineData(Machine.X64, "6666662E0F1F840000020000C3", 12, 0)]
    [InlineData(Machine.X64, "0F1FC0909090C3", 6, 0)]
    [InlineData(Machine.X64, "90909090909090", 6, 0)]
    [InlineData(Machine.X64, "909090902E660F1F840000020000C3", 14, 0)]
    [InlineData(Machine.X64, X64Call + "90", 13, 0x123456789abc)]
    [InlineData(Machine.X64, "", 0, 0)]
    [InlineData(Machine.X64, "66", 0, 0)]
    [InlineData(Machine.X64, "C3", 0, 0)]
    [InlineData(Machine.X64, "0F1F", 0, 0)]
    [InlineData(Machine.X64, "0F1F44", 0, 0)]
    [InlineData(Machine.X64, "0F1F4400", 0, 0)]
    [InlineData(Machine.X64, "0F1F80000000", 0, 0)]
    [InlineData(Machine.X64, "0F1F08", 0, 0)]
    [InlineData(Machine.X64, "0F1E00", 0, 0)]
    [InlineData(Machine.X64, "49BBBC9A78563412000041FFD2", 0, 0)]
    [InlineData(Machine.X64, "49BBBC9A78563412000041FF", 0, 0)]
    [InlineData(Machine.X64, "49BA", 0, 0)]
    [InlineData(Machine.Arm64, Arm64Nop, 4, 0)]
    [InlineData(Machine.Arm64, Arm64Nop + Arm64Nop + Arm64Nop + Arm64Nop, 12, 0)]
    [InlineData(Machine.Arm64, Arm64Nop + Arm64Nop + "C0035FD6", 8, 0)]
    [InlineData(Machine.Arm64, Arm64Call + Arm64Nop, 16, 0x123456789abc)]
    [InlineData(Machine.Arm64, "", 0, 0)]
    [InlineData(Machine.Arm64, "1F2003", 0, 0)]
    [InlineData(Machine.Arm64, "9046C2D210CFAAF2905793F220023FD6", 0, 0)]
    [InlineData(Machine.Arm64, "9146C2D210CFAAF2905793F200023FD6", 0, 0)]
    [InlineData(Machine.Arm64, "9046C2D210CFAAF2905793F20002", 0, 0)]
    public void An_area_is_whole_instructions_and_no_more_than_needed(Machine machine, string code, int size, ulong target)
    {
        Assert.Equal(size, PatchPointCode.AreaOf(machine, Convert.FromHexString(code), out ulong compiled));
        Assert.Equal(target, compiled);
    }

    [Theory]
    [InlineData(Machine.X64, 6, "FF1500000000")]
    [InlineData(Machine.X64, 7, "FF150000000090")]
    [InlineData(Machine.X64, 8, "FF15000000006690")]
    [InlineData(Machine.X64, 9, "FF15000000000F1F00")]
    [InlineData(Machine.X64, 10, "FF15000000000F1F4000")]
    [InlineData(Machine.X64, 11, "FF15000000000F1F440000")]
    [InlineData(Machine.X64, 12, "FF1500000000660F1F440000")]
    [InlineData(Machine.X64, 13, "FF15000000000F1F8000000000")]
    [InlineData(Machine.X64, 14, "FF15000000000F1F840000000000")]
    [InlineData(Machine.X64, 15, "FF1500000000660F1F840000000000")]
    [InlineData(Machine.X64, 17, "FF1500000000660F1F8400000000006690")]
    [InlineData(Machine.Arm64, 12, "10000090100240F900023FD6")]
    [InlineData(Machine.Arm64, 20, "10000090100240F900023FD61F2003D51F2003D5")]
    public void A_call_fills_its_area(Machine machine, int size, string code)
    {
        byte[] area = new byte[size];
        PatchPointCode.Write(machine, area);
        Assert.Equal(code, Convert.ToHexString(area));
    }

    [Theory]
    [InlineData(Machine.X64, 6)]
    [InlineData(Machine.Arm64, 12)]
    public void What_fills_an_area_behind_a_call_has_no_effect(Machine machine, int call)
    {
        for (int rest = 4; rest < 40; rest += 4)
        {
            byte[] area = new byte[call + rest];
            PatchPointCode.Write(machine, area);
            ReadOnlySpan<byte> fill = area.AsSpan(call);
            while (!fill.IsEmpty)
            {
                int size = machine == Machine.X64 ? X64PatchPoint.NopSizeOf(fill) : Arm64PatchPoint.NopSizeOf(fill);
                Assert.InRange(size, 1, 9);
                fill = fill[size..];
            }
        }
    }

    [Theory]
    [InlineData(Machine.X64, "FF15FA0F0000")]
    [InlineData(Machine.Arm64, "100000B0100240F900023FD6")]
    public void The_fixups_lead_to_the_slot(Machine machine, string code)
    {
        byte[] call = PatchPointCode.CallFor(machine).ToArray();
        foreach (StubFixup fixup in PatchPointCode.FixupsFor(machine))
        {
            ref readonly RelocForm form = ref RelocTable.For(fixup.Kind);
            Assert.Equal(PatchStatus.Ok, Patch.Apply(in form, ref call[fixup.Offset], 0x402000, fixup.Addend, form.Origin == Origin.Place ? 0x401000UL + (ulong)fixup.Offset : 0));
        }

        Assert.Equal(code, Convert.ToHexString(call));
    }

    [Fact]
    public void Other_machines_have_none()
    {
        Assert.Throws<NotSupportedException>(() => PatchPointCode.CallFor((Machine)99).Length);
        Assert.Throws<NotSupportedException>(() => PatchPointCode.FixupsFor((Machine)99).Length);
    }
}
