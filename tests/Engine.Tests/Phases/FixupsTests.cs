using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;
using static Linker.Engine.Tests.ObjectWriter;

namespace Linker.Engine.Tests;

/// <summary>What is special at single places: null weak references, places that hold the wrong thing.</summary>
public sealed class FixupsTests
{
    private const ulong Base = 0x7f00_0000_0000;
    private const uint Nop = 0xd503201f;
    private const uint A64TestBranch = 279, A64ConditionalBranch = 280, A64Prel64 = 260, A64Abs64 = 257, A64Adr = 274;

    private static readonly LinkRequest Recorded = new() { Record = true };

    [Theory]
    [InlineData(0x94000000u, A64Call, 0x94000001u)]          // bl: on to the next instruction
    [InlineData(0x14000000u, A64Jump, 0x14000001u)]          // b
    [InlineData(0x54000000u, A64ConditionalBranch, 0x54000020u)] // b.eq
    [InlineData(0x36000000u, A64TestBranch, 0x36000020u)]    // tbz
    [InlineData(0x10000000u, A64Adr, 0x10000000u)]           // adr: the place itself
    [InlineData(0x90000000u, A64AdrPage, 0x90000000u)]       // adrp: its page
    public void On_AArch64_a_null_weak_reference_is_the_place_or_the_next_instruction(uint before, uint type, uint after)
    {
        foreach (bool isRecorded in (bool[])[false, true])
        {
            var writer = new ObjectWriter(Machine.Arm64);
            writer.Refer("missing", Weak);
            writer.Section(".text", "ax").Label("f").Instructions(Nop).Instruction(before, type, "missing");
            using RuntimeLinker linker = Elsewhere();
            using LoadedImage image = linker.Link(new LinkRequest { Record = isRecorded }, writer.Read());
            Assert.Equal(after, (uint)Targets.Word(image.BytesAt((ulong)image.GetAddress("f") + 4, 4)));
            Assert.Equal(1, image.Segments.Length);
        }
    }

    [Fact]
    public void On_AArch64_data_holds_0_for_a_null_weak_reference_as_an_address_and_as_a_distance()
    {
        var writer = new ObjectWriter(Machine.Arm64);
        writer.Refer("missing", Weak);
        writer.Data("d").Field(A64Abs64, "missing", 0, 8).Field(A64Prel64, "missing", 16, 8).Field(Pc32, "missing", -4);
        using RuntimeLinker linker = Elsewhere();
        using LoadedImage image = linker.Link(writer.Read());
        var d = (ulong)image.GetAddress("d");
        Assert.Equal([0, 16, -4], [Targets.Signed(image.BytesAt(d, 8)), Targets.Signed(image.BytesAt(d + 8, 8)), Targets.Signed(image.BytesAt(d + 16, 4))]);
    }

    [Fact]
    public void On_x86_64_a_null_weak_reference_is_address_0_from_wherever_it_is_asked()
    {
        var writer = new ObjectWriter(Machine.X64);
        writer.Refer("missing", Weak);
        writer.Data("d").Field(Pc64, "missing", 0, 8);
        using RuntimeLinker linker = Elsewhere();
        using LoadedImage image = linker.Link(writer.Read());
        var d = (ulong)image.GetAddress("d");
        Assert.Equal((ulong)-(long)d, Targets.Word(image.BytesAt(d, 8)));
    }

    [Theory]
    [InlineData(Nop, A64Call, 0, "the place holds 0xd503201f, which is no B or BL")]
    [InlineData(0x94000000u, A64Call, 2, "X = 0x6 is not a multiple of 4")]
    [InlineData(0xf9400000u, A64Load64Low, 2, "is not a multiple of 8")]
    [InlineData(0xf9400000u, A64Load32Low, 0, "the place holds 0xf9400000, which is no load or store of 32 bits at an unsigned offset")]
    public void What_a_place_cannot_hold_is_refused_with_what_it_holds_and_left_alone(uint instruction, uint type, long addend, string problem)
    {
        var writer = new ObjectWriter(Machine.Arm64);
        writer.Section(".text", "ax").Instruction(instruction, type, "target", addend).Label("target").Instructions(Part.Ret, Part.Ret);
        using RuntimeLinker linker = Elsewhere();
        RelocationException e = Assert.Throws<RelocationException>(() => linker.Link(writer.Read()));
        Assert.Contains(problem, Assert.Single(e.Failures).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x90000000u, 311u, NoType)]      // adrp, ADR_GOT_PAGE
    [InlineData(0xf9400000u, 312u, NoType)]      // ldr, LD64_GOT_LO12_NC
    [InlineData(0x58000000u, 309u, NoType)]      // ldr, GOT_LD_PREL19
    [InlineData(0xd2a00000u, 302u, NoType)]      // movz, MOVW_GOTOFF_G1
    [InlineData(0x90000000u, 513u, ThreadLocal)] // adrp, TLSGD_ADR_PAGE21
    [InlineData(0x90000000u, 541u, ThreadLocal)] // adrp, TLSIE_ADR_GOTTPREL_PAGE21
    [InlineData(0x90000000u, 562u, ThreadLocal)] // adrp, TLSDESC_ADR_PAGE21
    public void On_AArch64_an_instruction_that_finds_a_slot_takes_no_addend(uint instruction, uint type, byte symbolType)
    {
        foreach (long addend in (long[])[0, 8, -8])
        {
            var writer = new ObjectWriter(Machine.Arm64);
            writer.Section(".text", "ax").Instruction(instruction, type, "v", addend);
            writer.Section(".data", symbolType == ThreadLocal ? "awT" : "aw").Label("v", symbolType).Bytes(new byte[16]);
            using RuntimeLinker linker = Elsewhere();
            if (addend == 0)
            {
                linker.Link(writer.Read()).Dispose();
                continue;
            }

            RelocationFailure failure = Assert.Single(Assert.Throws<RelocationException>(() => linker.Link(writer.Read())).Failures);
            Assert.Equal(("v", addend, $"A = {addend}, and where a slot is takes no addend"), (failure.Symbol, failure.A, failure.Problem));
        }
    }

    [Fact]
    public void On_AArch64_a_word_that_finds_a_slot_counts_from_where_it_says()
    {
        var writer = new ObjectWriter(Machine.Arm64);
        writer.Data("v").Field(GotPcRel, "v").Field(GotPcRel, "v", 4);
        using RuntimeLinker linker = Elsewhere();
        using LoadedImage image = linker.Link(Recorded, writer.Read());
        ulong slot = Assert.Single(image.Record!.Slots).Address, start = image.Record.Fixups[0].P;
        Assert.All(image.Record.Fixups, f => Assert.Equal(slot, start + (ulong)Targets.Signed(image.BytesAt(f.P, 4))));
    }

    [Fact]
    public void Data_beyond_the_reach_of_32_bits_is_an_error_that_says_what_to_compile_with()
    {
        var writer = new ObjectWriter(Machine.Arm64);
        writer.Data("d").Field(Pc32, "far");
        using RuntimeLinker linker = Elsewhere();
        linker.Definitions.Add("far", 0x1000UL);
        RelocationFailure failure = Assert.Single(Assert.Throws<RelocationException>(() => linker.Link(writer.Read())).Failures);
        Assert.Equal((RelocKind.Pc32, "R_AARCH64_PREL32", "compile with -fPIC"), (failure.Kind, failure.TypeName, failure.Hint));
    }

    [Fact]
    public void Adrp_reaches_four_gigabytes_in_both_directions()
    {
        // The place lies in page 0 of the image; pages −2^20 and 2^20 − 1 are the last ones that are reached.
        foreach ((ulong symbol, bool fits) in ((ulong, bool)[])[(Base - (1UL << 32), true), (Base - (1UL << 32) - 1, false), (Base + (1UL << 32) - 1, true), (Base + (1UL << 32), false)])
        {
            var writer = new ObjectWriter(Machine.Arm64);
            writer.Section(".text", "ax").Label("f").Instruction(0x90000000, A64AdrPage, "far");
            using RuntimeLinker linker = Elsewhere();
            linker.Definitions.Add("far", symbol);
            if (!fits)
            {
                Assert.Throws<RelocationException>(() => linker.Link(writer.Read()));
                continue;
            }

            using LoadedImage image = linker.Link(Recorded, writer.Read());
            FixupEvent fixup = Assert.Single(image.Record!.Fixups);
            Assert.Equal((symbol & ~0xfffUL) - (fixup.P & ~0xfffUL), (ulong)fixup.X);
        }
    }

    private static RuntimeLinker Elsewhere() => new(new LinkerOptions { Memory = new BufferMemoryManager(Base), Scopes = [] });
}
