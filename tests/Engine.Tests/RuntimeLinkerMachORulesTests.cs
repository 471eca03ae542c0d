using Linker.Loader;
using Linker.MemoryManager;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>What linkers have got wrong about Mach-O, for both machines: tables, stubs, reach, names, images that depend on each other, links that fail.</summary>
public sealed class RuntimeLinkerMachORulesTests
{
    private const ulong Base = 0x1_4000_0000, Far = 0x7FFF_1234_5678;

    public static TheoryData<uint> Machines => [MachOBuilder.X64, MachOBuilder.Arm64];

    private static RuntimeLinker NewLinker(params ISymbolResolver[] scopes) => new(new LinkerOptions { Memory = new BufferMemoryManager(Base), Scopes = scopes });

    private static LinkGraph Read(MachOBuilder builder, string name = "a.o") => ObjectReader.Read(builder.Build(), name);

    private static ulong Word(LoadedImage image, string name, int size = 8, uint offset = 0) => Targets.Word(image.BytesAt((ulong)image.GetAddress(name) + offset, size));

    private static MachOBuilder Pointer(uint cpu, string name, string target)
    {
        var builder = new MachOBuilder { Cpu = cpu };
        MachOBuilder.SectionRow data = builder.Data(new byte[8]);
        int symbol = builder.Global(name, data);
        data.Relocate(0, 0, name == target ? symbol : builder.Undefined(target), length: 3);
        return builder;
    }

    /// <summary>One byte of data under a name.</summary>
    private static MachOBuilder Value(uint cpu, string name, byte value, byte type = MachOBuilder.External | MachOBuilder.InSection, ushort description = 0)
    {
        var builder = new MachOBuilder { Cpu = cpu };
        MachOBuilder.SectionRow data = builder.Data(value, 0, 0, 0);
        builder.Symbol(name, type, data.Number, builder.AddressOf(data), description);
        return builder;
    }

    /// <summary>Some calls of a function, and as many loads of its address through a slot.</summary>
    private static MachOBuilder Uses(uint cpu, string name, int count, bool loads)
    {
        bool isX64 = cpu == MachOBuilder.X64;
        byte[] call = isX64 ? [0xE8, 0, 0, 0, 0] : [0, 0, 0, 0x94];
        byte[] load = !loads ? [] : isX64 ? [0x48, 0x8B, 0x05, 0, 0, 0, 0] : [.. BitConverter.GetBytes(0x90000000), .. BitConverter.GetBytes(0xF9400000)];
        var builder = new MachOBuilder { Cpu = cpu };
        MachOBuilder.SectionRow code = builder.Text([.. Enumerable.Repeat(call.Concat(load), count).SelectMany(c => c)]);
        builder.Global("_uses", code);
        int symbol = builder.Undefined(name);
        for (int at = 0; at < code.Content.Length; at += call.Length + load.Length)
        {
            code.Relocate(at + call.Length - 4, 2, symbol, isRelative: true);
            _ = !loads ? code : isX64 ? code.Relocate(at + call.Length + 3, 3, symbol, isRelative: true)
                : code.Relocate(at + 4, 5, symbol, isRelative: true).Relocate(at + 8, 6, symbol);
        }

        return builder;
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void A_thousand_calls_and_a_thousand_loads_of_a_name_have_one_stub_and_one_slot(uint cpu)
    {
        using RuntimeLinker linker = NewLinker();
        linker.Definitions.Add("_f", Far, SymbolKind.Function);
        using LoadedImage image = linker.Link(new LinkRequest { Record = true }, Read(Uses(cpu, "_f", 1000, true)), Read(Pointer(cpu, "_other", "_f"), "b.o"));
        StubEvent stub = Assert.Single(image.Record!.Stubs);
        Assert.Equal(Far, Targets.Word(image.BytesAt(stub.SlotAddress, 8)));
        Assert.InRange(image.Record.Slots.Count, 1, 2);
        ulong[] slots = [.. image.Record.Fixups.Where(f => f.Kind is Relocs.RelocKind.GotPc32 or Relocs.RelocKind.A64GotPage21 or Relocs.RelocKind.A64GotLd64Offset12).Select(f => f.S).Distinct()];
        Assert.Equal(Far, Targets.Word(image.BytesAt(Assert.Single(slots), 8)));
    }

    [Theory]
    [InlineData(MachOBuilder.X64, 1, "488B0500000000", 3)]      // movq _data(%rip), %rax
    [InlineData(MachOBuilder.X64, 6, "803D0000000001", 2)]      // cmpb $1, _data(%rip)
    [InlineData(MachOBuilder.X64, 8, "813D0000000001000000", 2)]
    [InlineData(MachOBuilder.Arm64, 3, "00000090", 0)]          // adrp x0, _data@PAGE
    public void Data_out_of_reach_is_refused_and_never_read_through_a_stub(uint cpu, byte type, string code, int place)
    {
        foreach (SymbolKind kind in (SymbolKind[])[SymbolKind.Data, SymbolKind.Unknown])
        {
            using RuntimeLinker linker = NewLinker();
            linker.Definitions.Add("_data", Far, kind);
            var builder = new MachOBuilder { Cpu = cpu };
            builder.Text(Convert.FromHexString(code)).Relocate(place, type, builder.Undefined("_data"), isRelative: true);
            RelocationFailure failure = Assert.Single(Assert.Throws<RelocationException>(() => linker.Link(Read(builder))).Failures);
            Assert.Contains("does not fit", failure.ToString(), StringComparison.Ordinal);

            // Called beside it, the function has a stub; what reads is refused still.
            Assert.Equal("_data", Assert.Single(Assert.Throws<RelocationException>(() => linker.Link(Read(builder), Read(Uses(cpu, "_data", 1, false), "b.o"))).Failures).Symbol);
        }
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void A_difference_of_four_bytes_to_far_data_is_refused(uint cpu)
    {
        foreach (SymbolKind kind in (SymbolKind[])[SymbolKind.Data, SymbolKind.Unknown])
        {
            using RuntimeLinker linker = NewLinker();
            linker.Definitions.Add("_data", Far, kind);
            var builder = new MachOBuilder { Cpu = cpu };
            MachOBuilder.SectionRow data = builder.Data(new byte[8]);
            data.Relocate(0, cpu == MachOBuilder.X64 ? (byte)5 : (byte)1, builder.Global("_here", data)).Relocate(0, 0, builder.Undefined("_data"));
            RelocationFailure failure = Assert.Single(Assert.Throws<RelocationException>(() => linker.Link(Read(builder))).Failures);
            Assert.Contains("does not fit", failure.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void All_sections_of_an_image_are_within_two_gigabytes_of_each_other(uint cpu)
    {
        using RuntimeLinker linker = NewLinker();
        MachOBuilder builder = Pointer(cpu, "_pointer", "_zeroes");
        MachOBuilder.SectionRow zeroes = builder.Section("__DATA", "__bss", MachOBuilder.ZeroFill);
        zeroes.Size = 800 << 20;
        MachOBuilder owner = new() { Cpu = cpu };
        MachOBuilder.SectionRow other = owner.Section("__DATA", "__bss", MachOBuilder.ZeroFill);
        other.Size = 16;
        owner.Global("_zeroes", other);
        using LoadedImage image = linker.Link(Read(builder), Read(owner, "b.o"), Read(Pointer(cpu, "_other", "_pointer"), "c.o"));
        ReservedSegment[] segments = image.Segments.ToArray();
        Assert.InRange(segments.Max(s => s.TargetAddress + s.Size) - segments.Min(s => s.TargetAddress), 800UL << 20, 1UL << 31);
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void What_loads_through_a_slot_goes_on_loading_however_near_its_symbol_is(uint cpu)
    {
        using RuntimeLinker linker = NewLinker();
        using LoadedImage image = linker.Link(Read(Uses(cpu, "_near", 1, true)), Read(Value(cpu, "_near", 1), "b.o"));
        byte[] linked = image.BytesAt((ulong)image.GetAddress("_uses"), 12).ToArray();
        if (cpu == MachOBuilder.X64)
        {
            Assert.Equal("488B05", Convert.ToHexString(linked[5..8]));
        }
        else
        {
            Assert.Equal((0x90000000u, 0xF9400000u), (BitConverter.ToUInt32(linked, 4) & 0x9F00001F, BitConverter.ToUInt32(linked, 8) & 0xFFC003FF));
        }
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void Strong_wins_over_weak_and_both_over_common_in_any_order(uint cpu)
    {
        MachOBuilder strong = Value(cpu, "_x", 1), weak = Value(cpu, "_x", 2, description: MachOBuilder.WeakDefinition), second = Value(cpu, "_x", 3, description: MachOBuilder.WeakDefinition), common = Common(cpu, 16, 4);
        foreach ((MachOBuilder[] objects, ulong right) in ((MachOBuilder[], ulong)[])[([strong, weak, common], 1), ([common, weak, strong], 1), ([weak, strong], 1), ([weak, second], 2), ([second, weak], 3), ([common, weak], 2), ([common, strong], 1)])
        {
            using RuntimeLinker linker = NewLinker();
            using LoadedImage image = linker.Link([.. objects.Append(Pointer(cpu, "_pointer", "_x")).Select((o, i) => Read(o, $"{i}.o"))]);
            Assert.Equal(right, Targets.Word(image.BytesAt(Word(image, "_pointer"), 1)));
            Assert.Equal((ulong)image.GetAddress("_x"), Word(image, "_pointer"));
        }
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void Common_symbols_share_the_largest_size_and_alignment(uint cpu)
    {
        using RuntimeLinker linker = NewLinker();
        using LoadedImage image = linker.Link(new LinkRequest { Record = true }, Read(Common(cpu, 100, 2)), Read(Common(cpu, 8, 8), "b.o"), Read(Pointer(cpu, "_pointer", "_x"), "c.o"));
        SymbolEvent symbol = Assert.Single(image.Record!.Symbols, s => s.Name == "_x");
        Assert.Equal((100UL, 0UL, "common"), (symbol.Size, symbol.Address % 256, symbol.Binding));
        Assert.Equal(symbol.Address, Word(image, "_pointer"));
    }

    private static MachOBuilder Common(uint cpu, ulong size, ushort alignment)
    {
        var builder = new MachOBuilder { Cpu = cpu };
        builder.Symbol("_x", MachOBuilder.External, value: size, description: (ushort)(alignment << 8));
        return builder;
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void A_weak_reference_is_null_unless_somebody_defines_it(uint cpu)
    {
        using RuntimeLinker linker = NewLinker();
        var builder = new MachOBuilder { Cpu = cpu };
        MachOBuilder.SectionRow data = builder.Data(new byte[8]);
        builder.Global("_pointer", data);
        data.Relocate(0, 0, builder.Symbol("_x", MachOBuilder.External, description: MachOBuilder.WeakReference), length: 3);
        using (LoadedImage alone = linker.Link(Read(builder)))
        {
            Assert.Equal(0UL, Word(alone, "_pointer"));
        }

        using LoadedImage image = linker.Link(Read(builder), Read(Value(cpu, "_x", 7), "b.o"));
        Assert.Equal((ulong)image.GetAddress("_x"), Word(image, "_pointer"));
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void Two_strong_definitions_are_refused_and_both_are_named(uint cpu)
    {
        using RuntimeLinker linker = NewLinker();
        DuplicateSymbol twin = Assert.Single(Assert.Throws<DuplicateSymbolException>(() => linker.Link(Read(Value(cpu, "_x", 1)), Read(Value(cpu, "_x", 2), "b.o"))).Symbols);
        Assert.Equal(new DuplicateSymbol("_x", "a.o: __data+0x0", "b.o: __data+0x0"), twin);
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void Locals_are_never_seen_from_another_object_and_private_names_only_inside_a_link(uint cpu)
    {
        using RuntimeLinker linker = NewLinker();
        LinkGraph local = Read(Value(cpu, "_x", 1, MachOBuilder.InSection)), hidden = Read(Value(cpu, "_x", 2, MachOBuilder.External | MachOBuilder.Private | MachOBuilder.InSection), "b.o");
        Assert.Equal("_x", Assert.Single(Assert.Throws<UnresolvedSymbolsException>(() => linker.Link(local, Read(Pointer(cpu, "_pointer", "_x"), "c.o"))).Symbols).Name);
        using LoadedImage image = linker.Link(local, hidden, Read(Pointer(cpu, "_pointer", "_x"), "c.o"));
        Assert.Equal(2UL, Targets.Word(image.BytesAt(Word(image, "_pointer"), 1)));
        Assert.Equal(["_pointer"], image.ExportedNames);
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void An_image_in_use_cannot_go_before_its_users_and_then_nobody_finds_it(uint cpu)
    {
        using RuntimeLinker linker = new(new LinkerOptions { Memory = new BufferMemoryManager(Base) });
        LoadedImage first = linker.Link(Read(Pointer(cpu, "_first", "_first"))), second = linker.Link(Read(Pointer(cpu, "_second", "_first"), "b.o"));
        Assert.Throws<InvalidOperationException>(first.Dispose);
        Assert.Equal((ulong)first.GetAddress("_first"), Word(second, "_second"));
        second.Dispose();
        first.Dispose();
        Assert.Equal("_first", Assert.Single(Assert.Throws<UnresolvedSymbolsException>(() => linker.Link(Read(Pointer(cpu, "_third", "_first")))).Symbols).Name);
    }
}
