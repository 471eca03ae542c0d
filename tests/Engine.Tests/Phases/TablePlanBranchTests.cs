using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;
using static Linker.Engine.Tests.ObjectWriter;

namespace Linker.Engine.Tests;

/// <summary>Branches inside an image whose code is larger than they reach.</summary>
public sealed class TablePlanBranchTests
{
    private const ulong Base = 0x10_0000_0000;
    private const ulong SixtyFourMiB = 64 << 20;

    private static readonly LinkRequest Recorded = new() { Record = true };

    [Fact]
    public void Small_code_needs_no_stubs()
    {
        using RuntimeLinker linker = Elsewhere();
        using LoadedImage image = linker.Link(Recorded, Calling(Machine.Arm64, 8));
        Assert.Empty(image.Record!.Stubs);
        Assert.All(image.Record.Fixups, f => Assert.Equal(f.S, Destination(image, f.P)));
    }

    [Fact]
    public void Every_branch_in_large_code_reaches_its_function_or_a_stub_that_leads_there()
    {
        using RuntimeLinker linker = Elsewhere();
        using LoadedImage image = linker.Link(Recorded, Calling(Machine.Arm64, SixtyFourMiB));
        LinkRecord record = image.Record!;
        Assert.Equal(36, record.Fixups.Count);
        Assert.All(record.Fixups, f => Assert.Equal(record.Symbols.Single(s => s.Name == f.Symbol).Address, Final(image, Destination(image, f.P))));
        Assert.Contains(record.Fixups, f => !f.ThroughStub);

        // f0 is far from f3 to f5, so that all six are called through stubs by somebody; they are copied into more islands than one and share their slots.
        Assert.Equal(6, record.Stubs.Select(s => s.Symbol).Distinct().Count());
        Assert.True(record.Stubs.Count > 6);
        Assert.Equal(6, record.Stubs.Select(s => s.SlotAddress).Distinct().Count());
    }

    [Fact]
    public void A_stub_may_lead_behind_a_symbol()
    {
        var writer = new ObjectWriter(Machine.Arm64);
        writer.Section(".text.a", "ax").Instruction(0x94000000, A64Call, "b", 8).Instruction(0x94000000, A64Call, "b", 8).Instruction(0x94000000, A64Call, "b");
        writer.Section(".text.gap", "ax", 1, 4 * SixtyFourMiB).Instructions(Part.Ret);
        writer.Section(".text.b", "ax").Label("b", NoType, Local).Instructions(Part.Ret, Part.Ret, Part.Ret);
        using RuntimeLinker linker = Elsewhere();
        using LoadedImage image = linker.Link(Recorded, writer.Read());
        ulong b = image.Record!.Sections.Single(s => s.Name == ".text.b").Address;
        Assert.Equal([b + 8, b + 8, b], image.Record.Fixups.Select(f => Final(image, Destination(image, f.P))));
        Assert.Equal(2, image.Record.Stubs.Select(s => s.SlotAddress).Distinct().Count());
    }

    [Theory]
    //          before    A   behind
    [InlineData("E8",     -4, 0)]    // call f
    [InlineData("E8",     0,  4)]    // call f + 4
    [InlineData("E9",     8,  12)]   // jmp f + 12
    [InlineData("0F85",   8,  12)]   // jne f + 12
    [InlineData("C7F8",   8,  12)]   // xbegin f + 12
    [InlineData("",       0,  0)]    // .long f@PLT − .
    [InlineData("85",     0,  0)]    // the same, with something before it
    [InlineData("4885",   8,  0)]    // .long f@PLT − (. − 8)
    [InlineData("488D05", -4, 0)]    // lea rax, f@PLT[rip]
    public void On_x86_64_only_a_branch_leads_behind_its_symbol_and_a_word_in_code_counts_from_where_it_says(string before, long addend, long behind)
    {
        foreach (ulong distance in (ulong[])[1UL << 20, 1UL << 32])
        {
            var writer = new ObjectWriter(Machine.X64);
            writer.Section(".text.a", "ax").Bytes(Convert.FromHexString(before)).Field(Plt32, "f", addend);
            writer.Section(".text.f", "ax").Label("f", Function).Bytes(new byte[16]);
            using RuntimeLinker linker = Elsewhere();
            using LoadedImage image = linker.Link(Recorded with { SectionAddress = (g, id) => g.NameOf(g.Sections[(int)id.Index]) == ".text.f" ? Base + distance : null }, writer.Read());
            FixupEvent fixup = Assert.Single(image.Record!.Fixups);
            ulong meant = fixup.P + (ulong)(Targets.Signed(image.BytesAt(fixup.P, 4)) - addend + behind);
            Assert.Equal(distance > uint.MaxValue, fixup.ThroughStub);
            Assert.Equal(Base + distance + (ulong)behind, fixup.ThroughStub ? SlotOf(image, meant) : meant);
        }
    }

    [Theory]
    [InlineData(Machine.Arm64, true)]
    [InlineData(Machine.Arm64, false)]
    [InlineData(Machine.X64, true)]
    [InlineData(Machine.X64, false)]
    public void A_stub_may_lead_behind_a_function_outside_the_image(Machine machine, bool isAbsolute)
    {
        var writer = new ObjectWriter(machine);
        ObjectWriter.Part text = writer.Section(".text", "ax");
        foreach (long behind in (long[])[8, 0, 8])
        {
            _ = machine == Machine.Arm64 ? text.Instruction(0x94000000, A64Call, "far", behind) : text.Bytes(0xE8).Field(Plt32, "far", behind - 4);
        }

        using RuntimeLinker linker = Elsewhere();
        if (isAbsolute)
        {
            writer.Absolute("far", 0x7000_0000_0000);
        }
        else
        {
            linker.Definitions.Add("far", 0x7000_0000_0000UL, SymbolKind.Function);
        }

        using LoadedImage image = linker.Link(Recorded, writer.Read());
        IEnumerable<ulong> stubs = image.Record!.Fixups.Select(f => machine == Machine.Arm64 ? Destination(image, f.P) : f.P + 4 + (ulong)Targets.Signed(image.BytesAt(f.P, 4)));
        Assert.Equal([0x7000_0000_0008, 0x7000_0000_0000, 0x7000_0000_0008], stubs.Select(s => SlotOf(image, s)));
        Assert.Equal(2, image.Record.Stubs.Count);
    }

    [Fact]
    public void On_x86_64_a_word_in_code_is_the_distance_to_the_stub_of_a_function_out_of_reach()
    {
        var writer = new ObjectWriter(Machine.X64);
        writer.Section(".text", "ax").Field(Plt32, "far").Field(Plt32, "far", 4);
        using RuntimeLinker linker = Elsewhere();
        linker.Definitions.Add("far", 0x1000UL, SymbolKind.Function);
        using LoadedImage image = linker.Link(Recorded, writer.Read());
        StubEvent stub = Assert.Single(image.Record!.Stubs);
        ulong start = image.Record.Fixups[0].P;
        Assert.Equal(0x1000UL, SlotOf(image, stub.Address));
        Assert.All(image.Record.Fixups, f => Assert.Equal(stub.Address, start + (ulong)Targets.Signed(image.BytesAt(f.P, 4))));
    }

    [Fact]
    public void On_AArch64_a_word_in_code_counts_from_where_it_says()
    {
        var writer = new ObjectWriter(Machine.Arm64);
        writer.Section(".text", "ax").Field(Plt32, "far").Field(Plt32, "far", 4);
        using RuntimeLinker linker = Elsewhere();
        linker.Definitions.Add("far", 0x1000UL, SymbolKind.Function);
        using LoadedImage image = linker.Link(Recorded, writer.Read());
        ulong start = image.Record!.Fixups[0].P;
        Assert.All(image.Record.Fixups, f => Assert.Equal(0x1000UL, Final(image, start + (ulong)Targets.Signed(image.BytesAt(f.P, 4)))));
    }

    [Theory]
    [InlineData(Machine.Arm64, true)]
    [InlineData(Machine.X64, false)]
    public void Code_with_addresses_of_its_own_has_stubs_behind_each_piece_that_needs_some(Machine machine, bool needs)
    {
        LinkGraph graph = Calling(machine, 8);
        using RuntimeLinker linker = Elsewhere();
        using LoadedImage image = linker.Link(
            Recorded with { SectionAddress = (g, id) => g.NameOf(g.Sections[(int)id.Index]) is var name && name.StartsWith(".text.f", StringComparison.Ordinal) ? Base + 0x1000_0000 + ((ulong)(name[^1] - '0') << 28) : null },
            graph);
        LinkRecord record = image.Record!;
        Assert.All(record.Fixups.Where(f => f.ThroughStub), f => Assert.InRange(f.S - f.P, 0UL, 0x1000UL));
        ulong Of(string name) => record.Symbols.Single(s => s.Name == name).Address;
        Assert.All(record.Fixups, f => Assert.Equal(Of(f.Symbol), f.ThroughStub ? SlotOf(image, f.S) : f.S));
        Assert.Equal(needs, record.Fixups.Any(f => f.ThroughStub));
    }

    [Fact]
    public unsafe void Large_code_runs()
    {
        var writer = new ObjectWriter();
        writer.Code("near").JumpsTo("far");
        writer.Section(".text.gap", "ax", 1, 2 * SixtyFourMiB).Bytes(0, 0, 0, 0);
        writer.Section(".text.middle", "ax", 1, SixtyFourMiB).Label("middle", Function).JumpsTo("end");
        writer.Code("far").JumpsTo("middle");
        writer.Code("end").Returns(42);
        using var linker = new RuntimeLinker();
        using LoadedImage image = linker.Link(writer.Read());
        Assert.Equal(42, ((delegate* unmanaged<int>)image.GetAddress("near"))());
    }

    /// <summary>Six functions, each of which branches to all six.</summary>
    private static LinkGraph Calling(Machine machine, ulong alignment)
    {
        var writer = new ObjectWriter(machine);
        for (int i = 0; i < 6; i++)
        {
            Part code = writer.Section($".text.f{i}", "ax", 1, alignment).Label($"f{i}", Function);
            for (int j = 0; j < 6; j++)
            {
                code.JumpsTo($"f{j}");
            }
        }

        return writer.Read();
    }

    private static ulong SlotOf(LoadedImage image, ulong stub) => Targets.Word(image.BytesAt(image.Record!.Stubs.Single(s => s.Address == stub).SlotAddress, 8));

    private static ulong Destination(LoadedImage image, ulong place)
    {
        uint word = (uint)Targets.Word(image.BytesAt(place, 4));
        Assert.Equal(0x14000000u, word & 0x7c000000);
        return place + (ulong)((long)((ulong)word << 38) >> 36);
    }

    // Where a stub leads: adrp x16; ldr x16, [x16, #n]; br x16 behind a landing pad.
    private static ulong Final(LoadedImage image, ulong address)
    {
        if ((uint)Targets.Word(image.BytesAt(address, 4)) != 0xd503245f)
        {
            return address;
        }

        uint page = (uint)Targets.Word(image.BytesAt(address + 4, 4)), load = (uint)Targets.Word(image.BytesAt(address + 8, 4));
        Assert.Equal((0x90000010u, 0xf9400210u, 0xd61f0200u), (page & 0x9f00001f, load & 0xffc003ff, (uint)Targets.Word(image.BytesAt(address + 12, 4))));
        long pages = (long)((((ulong)(page >> 5) & 0x7ffff) << 2) | ((page >> 29) & 3)) << 43 >> 31;
        ulong slot = ((address + 4) & ~0xfffUL) + (ulong)pages + (((load >> 10) & 0xfff) * 8UL);
        return Targets.Word(image.BytesAt(slot, 8));
    }

    private static RuntimeLinker Elsewhere() => new(new LinkerOptions { Memory = new BufferMemoryManager(Base), Scopes = [] });
}
