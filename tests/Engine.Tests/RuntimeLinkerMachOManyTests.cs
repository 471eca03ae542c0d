using System.Diagnostics;
using Linker.Loader;
using Linker.MemoryManager;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Counts of Mach-O beyond 16 bits, links whose cost must not grow faster than they do, and links that fail.</summary>
public sealed class RuntimeLinkerMachOManyTests
{
    private const ulong Base = 0x1_4000_0000, Far = 0x7FFF_1234_5678;

    public static TheoryData<uint> Machines => [MachOBuilder.X64, MachOBuilder.Arm64];

    private static MachOBuilder Pointer(uint cpu, string name, string target)
    {
        var builder = new MachOBuilder { Cpu = cpu };
        MachOBuilder.SectionRow data = builder.Data(new byte[8]);
        int symbol = builder.Global(name, data);
        data.Relocate(0, 0, name == target ? symbol : builder.Undefined(target), length: 3);
        return builder;
    }

    private static LinkGraph Read(MachOBuilder builder, string name = "a.o") => ObjectReader.Read(builder.Build(), name);

    [Theory]
    [MemberData(nameof(Machines))]
    public void More_symbols_and_relocations_than_sixteen_bits_count_are_all_applied(uint cpu)
    {
        const int Count = 70_000;
        var builder = new MachOBuilder { Cpu = cpu };
        MachOBuilder.SectionRow table = builder.Data(new byte[8 * Count]);
        for (int i = 0; i < Count; i++)
        {
            int symbol = builder.Global($"_s{i}", table, (ulong)i * 8);
            table.Relocate((Count - 1 - i) * 8, 0, symbol, length: 3);
        }

        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(Base), Scopes = [] });
        byte[] file = builder.Build();
        var watch = Stopwatch.StartNew();
        using LoadedImage image = linker.Link(ObjectReader.Read(file, "a.o"));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Emulation.Patience);
        ulong start = (ulong)image.GetAddress("_s0");
        Assert.Equal(0, Enumerable.Range(0, Count).Count(i => Targets.Word(image.BytesAt(start + ((ulong)i * 8), 8)) != start + ((ulong)(Count - 1 - i) * 8)));
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void Symbols_lie_in_the_sections_of_all_numbers_that_they_can_name(uint cpu)
    {
        const int Count = 255;
        var builder = new MachOBuilder { Cpu = cpu };
        MachOBuilder.SectionRow table = builder.Data(new byte[8 * Count]);
        builder.Global("_table", table);
        for (int i = 1; i < Count; i++)
        {
            MachOBuilder.SectionRow section = builder.Section("__DATA", $"__s{i}", 0, (byte)i);
            table.Relocate(i * 8, 0, builder.Symbol("s", MachOBuilder.InSection, section.Number, builder.AddressOf(section)), length: 3);
        }

        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(Base), Scopes = [] });
        using LoadedImage image = linker.Link(Read(builder));
        ulong start = (ulong)image.GetAddress("_table");
        Assert.Equal(Enumerable.Range(1, Count - 1), Enumerable.Range(1, Count - 1).Select(i => (int)Targets.Word(image.BytesAt(Targets.Word(image.BytesAt(start + ((ulong)i * 8), 8)), 1))));
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void Sixteen_thousand_functions_with_frames_of_their_own_link_in_no_time(uint cpu)
    {
        const int Count = 16_000, EntrySize = 32;
        bool isX64 = cpu == MachOBuilder.X64;
        byte[] call = isX64 ? [0xE9, 0, 0, 0, 0, 0x90, 0x90, 0x90] : [0, 0, 0, 0x14, 0, 0, 0, 0];
        var builder = new MachOBuilder { Cpu = cpu };
        MachOBuilder.SectionRow code = builder.Text([.. Enumerable.Repeat(call, Count).SelectMany(c => c)]);
        MachOBuilder.SectionRow compact = builder.Section("__LD", "__compact_unwind", MachOBuilder.Debug, new byte[EntrySize * Count]);
        for (int i = 0; i < Count; i++)
        {
            int symbol = builder.Global($"_f{i}", code, (ulong)i * 8);
            code.Relocate(((Count - 1 - i) * 8) + (isX64 ? 1 : 0), 2, symbol, isRelative: true);
            compact.Relocate(i * EntrySize, 0, symbol, length: 3);
            BitConverter.GetBytes(8).CopyTo(compact.Content, (i * EntrySize) + 8);
            BitConverter.GetBytes(isX64 ? 0x0100_0000 : 0x0400_0000).CopyTo(compact.Content, (i * EntrySize) + 12);
        }

        byte[] file = builder.Build();
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(Base), Scopes = [] });
        var watch = Stopwatch.StartNew();
        using LoadedImage image = linker.Link(ObjectReader.Read(file, "a.o"));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Emulation.Patience);
        Assert.Equal(Count, image.ExportedNames.Count());
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void Ten_thousand_images_that_live_together_are_linked_in_no_time(uint cpu)
    {
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(Base) });
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < 10_000; i++)
        {
            linker.Link(Read(Pointer(cpu, $"_f{i}", $"_f{i / 2}")));
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Emulation.Patience);
    }

    public static TheoryData<uint, string, Type> Failures()
    {
        var rows = new TheoryData<uint, string, Type>();
        foreach (uint cpu in (uint[])[MachOBuilder.X64, MachOBuilder.Arm64])
        {
            rows.Add(cpu, "duplicate", typeof(DuplicateSymbolException));
            rows.Add(cpu, "unresolved", typeof(UnresolvedSymbolsException));
            rows.Add(cpu, "resolver", typeof(TimeoutException));
            rows.Add(cpu, "refused type", typeof(RelocationException));
            rows.Add(cpu, "overflow", typeof(RelocationException));
            rows.Add(cpu, "reserve", typeof(InsufficientMemoryException));
            rows.Add(cpu, "seal first", typeof(InsufficientMemoryException));
            rows.Add(cpu, "seal second", typeof(InsufficientMemoryException));
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_link_that_fails_leaves_nothing_behind(uint cpu, string kind, Type exception)
    {
        var memory = new CountedMemory();
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = memory });
        using LoadedImage before = linker.Link(Read(Pointer(cpu, "_before", "_before")));
        LinkGraph[] graphs = [Read(Pointer(cpu, "_published", "_before")), Read(Bad(cpu, kind, linker, memory), "bad.o")];
        int scopes = linker.Scopes.Count;
        Assert.IsType(exception, Assert.ThrowsAny<Exception>(() => linker.Link(graphs)));
        Assert.Equal((1, scopes), (memory.Live, linker.Scopes.Count));

        memory.FailsAtReserve = false;
        memory.FailsAtSeal = 0;
        linker.Scopes.RemoveAt(0);
        Assert.Equal("_published", Assert.Single(Assert.Throws<UnresolvedSymbolsException>(() => linker.Link(Read(Pointer(cpu, "_ask", "_published")))).Symbols).Name);
        using LoadedImage after = linker.Link(Read(Pointer(cpu, "_published", "_before")));
        Assert.Equal((ulong)before.GetAddress("_before"), Targets.Word(after.BytesAt((ulong)after.GetAddress("_published"), 8)));
        Assert.Equal(2, memory.Live);
    }

    private static MachOBuilder Bad(uint cpu, string kind, RuntimeLinker linker, CountedMemory memory)
    {
        linker.Scopes.Insert(0, kind == "resolver" ? new CallbackResolver(_ => throw new TimeoutException()) : new CallbackResolver(_ => null));
        linker.Definitions.Add("_far", Far, SymbolKind.Data);
        memory.FailsAtReserve = kind == "reserve";
        memory.FailsAtSeal = kind == "seal first" ? 1 : kind == "seal second" ? 2 : 0;
        var bad = new MachOBuilder { Cpu = cpu };
        MachOBuilder.SectionRow data = bad.Data(new byte[8]);
        int own = bad.Global(kind == "duplicate" ? "_published" : "_bad", data);
        bad.Text(new byte[4]);
        _ = kind switch
        {
            "unresolved" or "resolver" => data.Relocate(0, 0, bad.Undefined("_missing"), length: 3),
            "refused type" => data.Relocate(0, 15, own, length: 3),
            "overflow" => data.Relocate(0, cpu == MachOBuilder.X64 ? (byte)5 : (byte)1, own).Relocate(0, 0, bad.Undefined("_far")),
            _ => data,
        };
        return bad;
    }
}
