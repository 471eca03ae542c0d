using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;

namespace Linker.Engine.Tests;

/// <summary>What a link says it did is what it did.</summary>
public sealed class LinkRecordTests
{
    private static readonly LinkRequest Recorded = new() { Record = true };

    public static TheoryData<string> Objects() =>
    [
        .. Fixtures.Named("reloc_"), .. Fixtures.Named("models_gcc_O2"), .. Fixtures.Named("models_clang_O0"), .. Fixtures.Named("tls_").Where(n => !n.Contains("user", StringComparison.Ordinal)),
        "data.o", "thrower.o", "hello.o", "multiple_eh_frame.o",
    ];

    [Fact]
    public void Nothing_is_recorded_unless_asked()
    {
        using var linker = new RuntimeLinker();
        using LoadedImage image = linker.Link("data.o");
        Assert.Null(image.Record);
    }

    [Fact]
    public void A_link_that_fails_says_where_everything_lay()
    {
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(0x40_0000) });
        linker.Definitions.Add("far_data", 0x1234_5678_9abc, SymbolKind.Data);
        LinkGraph graph = new ObjectWriter().Code("ask").ReturnsValueOf("far_data").Read();
        LinkRecord record = Assert.Throws<RelocationException>(() => linker.Link(Recorded, graph)).Record!;
        Assert.Equal(["ask", "far_data"], record.Symbols.Select(s => s.Name).Order(StringComparer.Ordinal));
        Assert.Equal(record.Sections.Single(s => s.Access == "r-x").Address, record.Symbols.Single(s => s.Name == "ask").Address);
        Assert.Null(Assert.Throws<RelocationException>(() => linker.Link(graph)).Record);
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public void Every_fixup_is_what_is_in_memory_and_the_equation_s(string name)
    {
        // Far from all externals, so that branches to them go through stubs; non-PIC code goes low by itself.
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(0x5000_0000_0000) });
        LinkGraph graph = Fixtures.Read(name);
        Targets.DefineMissing(linker, [graph], 0x40_0000);
        using LoadedImage image = linker.Link(Recorded, graph);
        Assert.Equal(image.Record!.Sections.Sum(s => Meaningful(graph, s.Index)), image.Record.Fixups.Count);
        foreach (FixupEvent fixup in image.Record.Fixups)
        {
            RelocForm form = RelocTable.For(fixup.Kind);
            ulong sMask = form.Page == Page.Both ? ~0xfffUL : ~0UL;
            ulong oMask = form.Page == Page.None ? ~0UL : ~0xfffUL;
            Assert.Equal((long)(((fixup.S + (ulong)fixup.A) & sMask) - (fixup.O & oMask)), fixup.X);
            Assert.Equal(form.Origin == Origin.Place ? fixup.P : form.Origin == Origin.Zero ? 0 : fixup.O, fixup.O);
            Assert.Equal(Inserted(form.Field, fixup.Before, fixup.X), fixup.After);
            Assert.Equal(Targets.Word(image.BytesAt(fixup.P, form.Field.Size)), fixup.After);
            SectionEvent section = image.Record.Sections.Single(s => s.Name == fixup.Section && fixup.P - s.Address < s.Size);
            Assert.Equal(section.Address + fixup.Offset, fixup.P);
            Assert.Equal(Targets.Word(graph.ContentOf(new SectionId((uint)section.Index)).Slice((int)fixup.Offset, form.Field.Size)), fixup.Before);
            Assert.Equal(fixup.ThroughStub, image.Record.Stubs.Any(s => s.Address == fixup.S));
        }
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public void Every_slot_holds_its_symbol_and_every_stub_jumps_through_its_slot(string name)
    {
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(0x5000_0000_0000) });
        LinkGraph graph = Fixtures.Read(name);
        Targets.DefineMissing(linker, [graph], 0x40_0000);
        using LoadedImage image = linker.Link(Recorded, graph);
        LinkRecord record = image.Record!;
        foreach (SlotEvent slot in record.Slots.Where(s => s.Purpose == "address" && record.Symbols.Any(r => r.Name == s.Symbol)))
        {
            Assert.Equal(record.Symbols.Single(s => s.Name == slot.Symbol).Address, Targets.Word(image.BytesAt(slot.Address, 8)));
        }

        foreach (StubEvent stub in record.Stubs)
        {
            Assert.Equal(stub.SlotAddress, SlotThatIsJumpedThrough(image.BytesAt(stub.Address, 16), stub.Address));
            Assert.Equal(0x40_0000UL, Targets.Word(image.BytesAt(stub.SlotAddress, 8)) & ~0xffffUL);
        }

        Assert.Equal(record.Slots.Count, record.Slots.Select(s => s.Address).Distinct().Count());
    }

    [Fact]
    public void Every_name_says_who_defined_it_and_how()
    {
        using var linker = new RuntimeLinker();
        linker.Definitions.Add("given", 0x1234UL);
        using LoadedImage library = linker.Link(new ObjectWriter().Code("from_image").Returns(1).Read());
        var writer = new ObjectWriter().Refer("nothing", ObjectWriter.Weak).Common("common", 8, 8);
        writer.Code("strong").ReturnsAddressOf("given").ReturnsAddressOf("from_image").ReturnsAddressOf("abs").ReturnsAddressOf("nothing").ReturnsAddressOf("__dso_handle");
        writer.Code("weak", ObjectWriter.Weak).Returns(1);
        using LoadedImage image = linker.Link(Recorded, writer.Read("me.o"));
        var names = image.Record!.Symbols.ToDictionary(s => s.Name, s => (s.DefinedBy, s.Binding));
        Assert.Equal(("definitions", "external"), names["given"]);
        Assert.Equal(("images", "external"), names["from_image"]);
        Assert.Equal(("host process", "external"), names["abs"]);
        Assert.Equal(("nobody", "null"), names["nothing"]);
        Assert.Equal(("linker", "synthetic"), names["__dso_handle"]);
        Assert.Equal(("linker", "common"), names["common"]);
        Assert.Equal(("me.o", "strong"), names["strong"]);
        Assert.Equal(("me.o", "weak"), names["weak"]);
        Assert.Equal((ulong)image.GetAddress("strong"), image.Record.Symbols.Single(s => s.Name == "strong").Address);
    }

    [Fact]
    public void Every_section_says_where_it_came_from_and_what_may_be_done_with_it()
    {
        using var linker = new RuntimeLinker();
        LinkGraph graph = Fixtures.Read("data.o");
        using LoadedImage image = linker.Link(Recorded, graph);
        foreach (SectionEvent section in image.Record!.Sections)
        {
            Section source = graph.Sections[section.Index];
            Assert.Equal((graph.NameOf(source), source.Size, (ulong)source.Content.Offset), (section.Name, section.Size, section.FileOffset));
            Assert.StartsWith(section.Access, Maps.PermissionsAt((nint)section.Address), StringComparison.Ordinal);
        }
    }

    // Data is the value itself, of an instruction its immediate only.
    private static ulong Inserted(Field field, ulong before, long x)
    {
        if (field.Instruction == InstructionClass.None)
        {
            return field.Size == 8 ? (ulong)x : (ulong)x & ((1UL << (8 * field.Size)) - 1);
        }

        byte[] word = BitConverter.GetBytes(before);
        field.Insert(ref word[0], x);
        return BitConverter.ToUInt64(word);
    }

    private static ulong SlotThatIsJumpedThrough(ReadOnlySpan<byte> code, ulong address)
    {
        if (RuntimeLinker.MachineOfProcess == Machine.X64)
        {
            // jmp *slot(%rip) begins with FF 25, whatever stands before it.
            int jump = code.IndexOf((ReadOnlySpan<byte>)[0xff, 0x25]);
            Assert.InRange(jump, 0, 10);
            return address + (ulong)jump + 6 + (ulong)Targets.Signed(code.Slice(jump + 2, 4));
        }

        // bti c; adrp x16, slot; ldr x16, [x16, slot]; br x16.
        uint page = (uint)Targets.Word(code.Slice(4, 4)), load = (uint)Targets.Word(code.Slice(8, 4));
        Assert.Equal((0xd503245fUL, 0x90000010u, 0xf9400210u, 0xd61f0200UL), (Targets.Word(code[..4]), page & 0x9f00001f, load & 0xffc003ff, Targets.Word(code[12..])));
        long pages = (long)((ulong)(((page >> 5) & 0x7ffff) << 2 | ((page >> 29) & 3)) << 43) >> 43;
        return ((address + 4) & ~0xfffUL) + (ulong)(pages << 12) + (((load >> 10) & 0xfff) * 8);
    }

    private static int Meaningful(LinkGraph graph, int section)
    {
        int count = 0;
        foreach (ref readonly Relocation relocation in graph.RelocationsOf(new SectionId((uint)section)))
        {
            count += RelocTable.For(relocation.Kind).Field.Size > 0 ? 1 : 0;
        }

        return count;
    }
}
