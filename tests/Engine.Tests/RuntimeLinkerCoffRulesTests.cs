using Linker.Loader;
using Linker.MemoryManager;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>What linkers have got wrong about COFF, for both machines: tables, stubs, reach, images that depend on each other, links that fail.</summary>
public sealed class RuntimeLinkerCoffRulesTests
{
    private const ulong Far = 0x7FFF_1234_5678;

    public static TheoryData<ushort> Machines => [CoffBuilder.X64, CoffBuilder.Arm64];

    private static (ushort Address, ushort ImageOffset, ushort Distance, ushort Branch, ushort SectionOffset, ushort Number, ushort Unassigned) TypesOf(ushort machine) =>
        machine == CoffBuilder.X64 ? ((ushort)1, (ushort)3, (ushort)4, (ushort)4, (ushort)11, (ushort)10, (ushort)99) : ((ushort)14, (ushort)2, (ushort)17, (ushort)3, (ushort)8, (ushort)13, (ushort)99);

    private static CoffBuilder Pointer(ushort machine, string name, string target)
    {
        var coff = new CoffBuilder { Machine = machine };
        coff.Section(".data", CoffBuilder.Data | CoffBuilder.Align(8), new byte[8]).Named(name).Relocate(0, TypesOf(machine).Address, target);
        return coff;
    }

    private static LinkGraph Read(CoffBuilder coff, string name = "a.obj") => ObjectReader.Read(coff.Build(), name);

    /// <summary>Some calls of a function, one behind the other.</summary>
    private static CoffBuilder Calls(ushort machine, string name, int count)
    {
        var coff = new CoffBuilder { Machine = machine };
        byte[] call = machine == CoffBuilder.X64 ? [0xE8, 0, 0, 0, 0] : [0, 0, 0, 0x94];
        CoffBuilder.SectionRow code = coff.Section(".text", CoffBuilder.Code | CoffBuilder.Align(16), [.. Enumerable.Repeat(call, count).SelectMany(c => c)]).Named("calls");
        for (int i = 0; i < count; i++)
        {
            code.Relocate((uint)((i * call.Length) + call.Length - 4), TypesOf(machine).Branch, name);
        }

        return coff;
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void A_thousand_calls_and_a_thousand_imports_of_a_name_have_one_stub_and_one_slot(ushort machine)
    {
        using var link = new CoffLink(machine);
        link.Linker.Definitions.Add("f", Far, SymbolKind.Function);
        CoffBuilder imports = new() { Machine = machine };
        CoffBuilder.SectionRow table = imports.Section(".rdata", CoffBuilder.Constants | CoffBuilder.Align(8), new byte[8000]).Named("imports");
        for (uint i = 0; i < 1000; i++)
        {
            table.Relocate(i * 8, TypesOf(machine).Address, "__imp_f");
        }

        link.Link(Calls(machine, "f", 1000), imports);
        StubEvent stub = Assert.Single(link.Image.Record!.Stubs);
        Assert.Equal(Far, link.Word(stub.SlotAddress, 8));
        ulong[] slots = [.. Enumerable.Range(0, 1000).Select(i => link.Word("imports", 8, (uint)i * 8)).Distinct()];
        Assert.Equal(Far, link.Word(Assert.Single(slots), 8));
        Assert.InRange(link.Image.Record.Slots.Count, 1, 2);
    }

    [Theory]
    [InlineData(CoffBuilder.X64, 4, 0x00058B48u, 3)] // mov rax, [rip + data]
    [InlineData(CoffBuilder.X64, 5, 0x3D80u, 2)] // cmp byte [rip + data], imm8
    [InlineData(CoffBuilder.Arm64, 4, 0x90000000u, 0)] // adrp x0, data
    [InlineData(CoffBuilder.Arm64, 5, 0x10000000u, 0)] // adr x0, data
    [InlineData(CoffBuilder.Arm64, 17, 0u, 0)]
    [InlineData(CoffBuilder.Arm64, 2, 0u, 0)]
    public void Data_out_of_reach_is_refused_and_never_read_through_a_stub(ushort machine, ushort type, uint code, int place)
    {
        foreach (SymbolKind kind in (SymbolKind[])[SymbolKind.Data, SymbolKind.Unknown])
        {
            using var link = new CoffLink(machine);
            link.Linker.Definitions.Add("data", Far, kind);
            var coff = new CoffBuilder { Machine = machine };
            coff.Section(".text", CoffBuilder.Code, [.. BitConverter.GetBytes(code), 0, 0, 0, 0]).Relocate((uint)place, type, "data");
            RelocationFailure failure = Assert.Single(Assert.Throws<RelocationException>(() => link.Link(coff)).Failures);
            Assert.Contains("does not fit", failure.ToString(), StringComparison.Ordinal);

            // Called beside it, the function has a stub; what reads is refused still.
            CoffBuilder calls = Calls(machine, "data", 1);
            Assert.Equal("data", Assert.Single(Assert.Throws<RelocationException>(() => link.Link(coff, calls)).Failures).Symbol);
        }
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void Offsets_from_the_image_base_are_right_in_every_order_of_sections_and_objects(ushort machine)
    {
        // What a structured exception handler needs: .xdata that names a function, .pdata that names both, in an object whose sections stand in the unusual order.
        ushort type = TypesOf(machine).ImageOffset;
        CoffBuilder tables = new() { Machine = machine }, code = new() { Machine = machine };
        int size = machine == CoffBuilder.X64 ? 12 : 8;
        tables.Section(".xdata", CoffBuilder.Constants | CoffBuilder.Align(4), new byte[8]).Named("information").Relocate(4, type, "handler");
        CoffBuilder.SectionRow pdata = tables.Section(".pdata", CoffBuilder.Constants | CoffBuilder.Align(4), new byte[size]).Relocate(0, type, "function").Relocate((uint)size - 4, type, "information");
        _ = size == 12 ? pdata.Relocate(4, type, "function") : pdata;
        code.Section(".data", CoffBuilder.Data, new byte[8]).Named("data");
        code.Section(".text", CoffBuilder.Code | CoffBuilder.Align(16), new byte[32]).Named("function").Named("handler", 16);
        foreach (CoffBuilder[] order in (CoffBuilder[][])[[tables, code], [code, tables]])
        {
            using var link = new CoffLink(machine);
            link.Link(order);
            ulong Base = link.Image.Segments.ToArray().Min(s => s.TargetAddress);
            Assert.Equal((ulong)link.Image.GetAddress("handler"), Base + link.Word("information", 4, 4));
            ulong entry = link.Image.Record!.Sections.Single(s => s.Name == ".pdata").Address;
            Assert.Equal((ulong)link.Image.GetAddress("function"), Base + link.Word(entry, 4));
            Assert.Equal((ulong)link.Image.GetAddress("information"), Base + link.Word(entry + (ulong)size - 4, 4));
        }
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void Sections_offsets_and_their_addends_count_from_the_image_s_section(ushort machine)
    {
        var (_, _, _, _, offset, number, _) = TypesOf(machine);
        using var link = new CoffLink(machine);
        CoffBuilder first = new() { Machine = machine }, second = new() { Machine = machine };
        first.Section(".data", CoffBuilder.Data, new byte[24]).Named("start");
        second.Section(".data", CoffBuilder.Data, new byte[16]).Named("target", 8);
        second.Section(".rdata", CoffBuilder.Constants, 0xFE, 0xFF, 0xFF, 0xFF, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0).Named("answers")
            .Relocate(0, offset, "target").Relocate(4, offset, "target").Relocate(8, number, "target").Relocate(12, number, "answers");
        link.Link(first, second);
        Assert.Equal([24u + 8 - 2, 24u + 8 + 5], (uint[])[(uint)link.Word("answers", 4), (uint)link.Word("answers", 4, 4)]);
        Assert.Equal(2, new HashSet<ulong> { 0, link.Word("answers", 2, 8), link.Word("answers", 2, 12) }.Count - 1);
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void All_sections_of_an_image_are_within_two_gigabytes_of_each_other(ushort machine)
    {
        using var link = new CoffLink(machine);
        CoffBuilder coff = Pointer(machine, "pointer", "zeroes");
        coff.Section(".bss", CoffBuilder.Zeroes).Named("zeroes").Size = 800 << 20;
        link.Link(coff, Pointer(machine, "other", "pointer"));
        ReservedSegment[] segments = link.Image.Segments.ToArray();
        Assert.InRange(segments.Max(s => s.TargetAddress + s.Size) - segments.Min(s => s.TargetAddress), 800UL << 20, 1UL << 31);
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void What_loads_through_a_slot_goes_on_loading_however_near_its_symbol_is(ushort machine)
    {
        var coff = new CoffBuilder { Machine = machine };
        byte[] code = machine == CoffBuilder.X64 ? [0xFF, 0x15, 0, 0, 0, 0] : CoffBuilder.Words(0x90000008, 0xF9400108, 0xD63F0100);
        CoffBuilder.SectionRow text = coff.Section(".text", CoffBuilder.Code | CoffBuilder.Align(16), [.. code, .. new byte[16]]).Named("ask").Named("near", 20);
        _ = machine == CoffBuilder.X64 ? text.Relocate(2, 4, "__imp_near") : text.Relocate(0, 4, "__imp_near").Relocate(4, 7, "__imp_near");
        using var link = new CoffLink(machine);
        link.Link(coff);
        byte[] linked = link.Image.BytesAt((ulong)link.Image.GetAddress("ask"), code.Length).ToArray();
        if (machine == CoffBuilder.X64)
        {
            Assert.Equal("FF15", Convert.ToHexString(linked[..2]));
        }
        else
        {
            Assert.Equal((0x90000008u, 0xF9400108u, 0xD63F0100u), (BitConverter.ToUInt32(linked) & 0x9F00001F, BitConverter.ToUInt32(linked, 4) & 0xFFC003FF, BitConverter.ToUInt32(linked, 8)));
        }
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void An_image_in_use_cannot_go_before_its_users_and_then_nobody_finds_it(ushort machine)
    {
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(CoffLink.Base) });
        LoadedImage library = linker.Link(Read(Pointer(machine, "f", "f")));
        LoadedImage user = linker.Link(Read(Pointer(machine, "ask", "f")));
        Assert.Equal([library], user.Dependencies);
        Assert.Equal((ulong)library.GetAddress("f"), Targets.Word(user.BytesAt((ulong)user.GetAddress("ask"), 8)));
        Assert.Throws<InvalidOperationException>(library.Dispose);
        user.Dispose();
        library.Dispose();
        Assert.Throws<ObjectDisposedException>(() => library.GetAddress("f"));
        Assert.Equal("f", Assert.Single(Assert.Throws<UnresolvedSymbolsException>(() => linker.Link(Read(Pointer(machine, "ask", "f")))).Symbols).Name);
    }

    [Theory]
    [InlineData("coff-x64")]
    [InlineData("coff-arm64")]
    public void Two_copies_of_what_may_have_one_are_refused_together_and_either_is_linked_alone(string folder)
    {
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(CoffLink.Base), Scopes = [] });
        LinkGraph[] twins = [.. ((string[])["duplicate_a.obj", "duplicate_b.obj"]).Select(n => ObjectReader.Read(File.ReadAllBytes(Repository.Fixture($"{folder}/{n}")), n))];
        DuplicateSymbol twin = Assert.Single(Assert.Throws<DuplicateSymbolException>(() => linker.Link(twins)).Symbols);
        Assert.Equal(new DuplicateSymbol("only", "duplicate_a.obj: .rdata+0x0", "duplicate_b.obj: .rdata+0x0"), twin);
        foreach (LinkGraph alone in twins)
        {
            using LoadedImage image = linker.Link(alone);
            Assert.True(image.TryGetAddress("only", out _));
        }
    }

    [Theory]
    [InlineData("coff-x64")]
    [InlineData("coff-arm64")]
    public void Locals_are_never_seen_from_another_object(string folder)
    {
        ushort machine = folder == "coff-x64" ? CoffBuilder.X64 : CoffBuilder.Arm64;
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(CoffLink.Base), Scopes = [] });
        LinkGraph[] owners = [.. ((string[])["locals_a.obj", "locals_b.obj"]).Select(n => ObjectReader.Read(File.ReadAllBytes(Repository.Fixture($"{folder}/{n}")), n))];
        using (LoadedImage image = linker.Link(owners))
        {
            Assert.DoesNotContain("secret", image.ExportedNames);
        }

        UnresolvedSymbolsException e = Assert.Throws<UnresolvedSymbolsException>(() => linker.Link([.. owners, Read(Pointer(machine, "wanted", "secret"))]));
        Assert.Equal("secret", Assert.Single(e.Symbols).Name);
    }

    public static TheoryData<ushort, string, Type> Failures()
    {
        var rows = new TheoryData<ushort, string, Type>();
        foreach (ushort machine in (ushort[])[CoffBuilder.X64, CoffBuilder.Arm64])
        {
            rows.Add(machine, "duplicate", typeof(DuplicateSymbolException));
            rows.Add(machine, "unresolved", typeof(UnresolvedSymbolsException));
            rows.Add(machine, "mismatch", typeof(ObjectMismatchException));
            rows.Add(machine, "resolver", typeof(TimeoutException));
            rows.Add(machine, "archive member", typeof(ObjectFormatException));
            rows.Add(machine, "refused type", typeof(RelocationException));
            rows.Add(machine, "overflow", typeof(RelocationException));
            rows.Add(machine, "function table", typeof(ObjectFormatException));
            rows.Add(machine, "reserve", typeof(InsufficientMemoryException));
            rows.Add(machine, "seal first", typeof(InsufficientMemoryException));
            rows.Add(machine, "seal second", typeof(InsufficientMemoryException));
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_link_that_fails_leaves_nothing_behind(ushort machine, string kind, Type exception)
    {
        var memory = new CountedMemory();
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = memory });
        using LoadedImage before = linker.Link(Read(Pointer(machine, "before", "before")));
        CoffBuilder bad = Bad(machine, kind, linker, memory);
        LinkGraph[] graphs = [Read(Pointer(machine, "published", "before")), Read(bad, "bad.obj")];
        int scopes = linker.Scopes.Count;
        Assert.IsType(exception, Assert.ThrowsAny<Exception>(() => linker.Link(graphs)));
        Assert.Equal((1, scopes), (memory.Live, linker.Scopes.Count));

        memory.FailsAtReserve = false;
        memory.FailsAtSeal = 0;
        linker.Scopes.RemoveAt(0);
        Assert.Equal("published", Assert.Single(Assert.Throws<UnresolvedSymbolsException>(() => linker.Link(Read(Pointer(machine, "ask", "published")))).Symbols).Name);
        using LoadedImage after = linker.Link(Read(Pointer(machine, "published", "before")));
        Assert.Equal((ulong)before.GetAddress("before"), Targets.Word(after.BytesAt((ulong)after.GetAddress("published"), 8)));
        Assert.Equal(2, memory.Live);
    }

    private static CoffBuilder Bad(ushort machine, string kind, RuntimeLinker linker, CountedMemory memory)
    {
        byte[] half = [.. Pointer(machine, "broken", "broken").Build().Take(70)];
        linker.Scopes.Insert(0, kind switch
        {
            "resolver" => new CallbackResolver(_ => throw new TimeoutException()),
            "archive member" => CoffLink.Archive((half, ["missing"])),
            _ => new CallbackResolver(_ => null),
        });
        linker.Definitions.Add("far", Far, SymbolKind.Data);
        memory.FailsAtReserve = kind == "reserve";
        memory.FailsAtSeal = kind == "seal first" ? 1 : kind == "seal second" ? 2 : 0;
        var bad = new CoffBuilder { Machine = machine };
        CoffBuilder.SectionRow data = bad.Section(".data", CoffBuilder.Data, new byte[8]).Named(kind == "duplicate" ? "published" : "bad");
        bad.Section(".text", CoffBuilder.Code, new byte[4]).Named("code");
        switch (kind)
        {
            case "unresolved" or "resolver" or "archive member":
                data.Relocate(0, TypesOf(machine).Address, "missing");
                break;
            case "mismatch":
                bad.Directives("/failifmismatch:\"k=1\" /failifmismatch:\"k=2\"");
                break;
            case "refused type":
                data.Relocate(0, TypesOf(machine).Unassigned, "bad");
                break;
            case "overflow":
                data.Relocate(0, TypesOf(machine).Distance, "far");
                break;
            case "function table":
                bad.Section(".pdata", CoffBuilder.Constants | CoffBuilder.Align(4), new byte[machine == CoffBuilder.X64 ? 16 : 12]);
                break;
        }

        return bad;
    }
}
