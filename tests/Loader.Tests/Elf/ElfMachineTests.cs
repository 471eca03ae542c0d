using System.Buffers.Binary;
using Linker.Relocs;
using Linker.Shared;
using static Linker.Shared.ElfBuilder;

namespace Linker.Loader.Tests;

/// <summary>What one number means on one machine and not on the other.</summary>
public class ElfMachineTests
{
    private const ushort EmArm64 = 183;
    private const uint MemtagGlobals = 0x70000007, Attributes = 0x70000003;

    // GNU_PROPERTY_AARCH64_FEATURE_1_AND in a note of GNU.
    private static readonly byte[] Note64 = [4, 0, 0, 0, 16, 0, 0, 0, 5, 0, 0, 0, (byte)'G', (byte)'N', (byte)'U', 0, 0, 0, 0, 0xc0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private static LinkGraph Read(ElfBuilder elf) => ObjectReader.Read(elf.Build(), "test.o");

    private static ElfBuilder Arm64() => new() { Machine = EmArm64 };

    [Fact]
    public void The_machine_of_the_graph_is_that_of_the_file()
    {
        Assert.Equal(Machine.X64, Read(new ElfBuilder()).Machine);
        Assert.Equal(Machine.Arm64, Read(Arm64()).Machine);
        Assert.Equal("x86-64 or AArch64", ElfMachine.Targets);
        Assert.Null(ElfMachine.Of(40));
    }

    [Theory]
    [InlineData(183, 5, 2, "big-endian, for EM_AARCH64")]
    [InlineData(183, 4, 1, "ELFCLASS32), for EM_AARCH64 with the ILP32 ABI; compile with -mabi=lp64")]
    [InlineData(62, 4, 1, "ELFCLASS32), for EM_X86_64 with the x32 ABI; compile with -m64")]
    [InlineData(40, 4, 1, "32-bit, for EM_ARM; compile for x86-64 or AArch64")]
    public void Other_ABIs_of_the_instruction_set_are_refused_by_name(ushort machine, int offset, byte value, string says)
    {
        byte[] file = new ElfBuilder { Machine = machine }.Build();
        file[offset] = value;
        if (file[5] == 2)
        {
            BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(18), machine);
        }

        Refusal.Says(says, file);
    }

    [Theory]
    [InlineData(0, ObjectFeatures.None)]
    [InlineData(1, ObjectFeatures.IndirectBranchTracking)]
    [InlineData(2, ObjectFeatures.ReturnSigning)]
    [InlineData(3, ObjectFeatures.IndirectBranchTracking | ObjectFeatures.ReturnSigning)]
    [InlineData(4, ObjectFeatures.ShadowStack)]
    [InlineData(0xf8, ObjectFeatures.None)]
    public void Properties_are_the_machine_s(byte bits, ObjectFeatures features)
    {
        byte[] note = [.. Note64];
        note[24] = bits;
        ElfBuilder elf = Arm64(), other = new();
        elf.Section(".note.gnu.property", Note, Alloc, note, 8);
        other.Section(".note.gnu.property", Note, Alloc, note, 8);
        Assert.Equal(features, Read(elf).Features);
        Assert.Equal(ObjectFeatures.None, Read(other).Features);

        // GNU_PROPERTY_X86_FEATURE_1_AND promises nothing here.
        note[16] = 2;
        Assert.Equal(ObjectFeatures.None, Read(elf).Features);
    }

    [Fact]
    public void What_only_x86_64_assigns_means_nothing_here()
    {
        ElfBuilder elf = Arm64();
        int frames = elf.Section(".eh_frame_like", X64Unwind, Alloc, new byte[8], 8);
        int large = elf.Section(".data", Progbits, Alloc | Write | Large, new byte[8], 8);
        LinkGraph graph = Read(elf);
        Assert.Equal(SectionRole.Ordinary, graph.Sections[frames].Role);
        Assert.Equal(SectionFlags.Load | SectionFlags.Write, graph.Sections[large].Flags);
        elf.Symbol("l", LargeCommon, 64, 1000, type: ElfBuilder.Object);
        Refusal.Says("reserved section index 0xff02", elf.Build());
    }

    [Fact]
    public void Frames_are_found_by_name_alone()
    {
        ElfBuilder elf = Arm64();
        int frames = elf.Section(".eh_frame", Progbits, Alloc, new byte[8], 8);
        Assert.Equal(SectionRole.Unwind, Read(elf).Sections[frames].Role);
    }

    [Fact]
    public void Variant_calling_conventions_and_mapping_symbols_are_read_without_complaint()
    {
        ElfBuilder elf = Arm64();
        int text = elf.Text(16);
        int code = elf.Symbol("$x", (uint)text, binding: Local);
        int data = elf.Symbol("$d.1", (uint)text, 8, binding: Local);
        int variant = elf.Symbol("vector", (uint)text, 4, 4, type: Func, other: 0x80); // STO_AARCH64_VARIANT_PCS
        int hidden = elf.Symbol("hidden", (uint)text, 4, 4, type: Func, other: 0x82);
        LinkGraph graph = Read(elf);
        Assert.Equal((SymbolBinding.Local, SymbolBinding.Local), (graph.Symbols[code].Binding, graph.Symbols[data].Binding));
        Assert.Equal((SymbolKind.Function, SymbolVisibility.Default), (graph.Symbols[variant].Kind, graph.Symbols[variant].Visibility));
        Assert.Equal(SymbolVisibility.Hidden, graph.Symbols[hidden].Visibility);
    }

    [Fact]
    public void Markers_of_memory_tagging_and_build_attributes_are_read_and_not_loaded()
    {
        ElfBuilder elf = Arm64();
        int data = elf.Section(".data", Progbits, Alloc | Write, new byte[16], 16);
        int tagged = elf.Symbol("tagged", (uint)data, 0, 16, type: ElfBuilder.Object);
        int globals = elf.Section(".memtag.globals.static", MemtagGlobals, 0, []);
        elf.AddRela(globals, (0, 0, (uint)tagged, 0));
        int attributes = elf.Section(".ARM.attributes", Attributes, 0, [(byte)'A']);
        LinkGraph graph = Read(elf);
        Assert.False(graph.Sections[globals].IsLoaded);
        Assert.False(graph.Sections[attributes].IsLoaded);
        Assert.True(graph.Sections[data].IsLoaded);
    }

    [Theory]
    [InlineData(283u, 0x97FFFFFFu, RelocKind.A64Branch26, -4)] // bl .-4
    [InlineData(275u, 0xB0000010u, RelocKind.A64Page21, 1)] // adrp: not shifted
    [InlineData(277u, 0x91002021u, RelocKind.A64Add12, 8)]
    [InlineData(286u, 0xF9400841u, RelocKind.A64LdSt64Offset12, 16)] // scaled
    [InlineData(265u, 0xD2BFFFE0u, RelocKind.A64MovwU1, -1)] // movz: not shifted
    [InlineData(279u, 0x3607FFE3u, RelocKind.A64Branch14, -4)] // tbz
    [InlineData(273u, 0x58000050u, RelocKind.A64Literal19, 8)]
    [InlineData(274u, 0x70FFFFE1u, RelocKind.A64Adr21, -1)]
    [InlineData(258u, 0xFFFFFFFEu, RelocKind.Abs32, -2)]
    public void Addends_are_taken_from_the_place_where_the_table_has_none(uint type, uint word, RelocKind kind, long addend)
    {
        ElfBuilder rel = Arm64();
        rel.AddRel(rel.Section(".text", Progbits, Alloc | Exec, Words(0, word), 4), (4, type, 0));
        Relocation read = Read(rel).Relocations[0];
        Assert.Equal((4u, kind, addend), (read.Offset, read.Kind, read.Addend));

        // CREL without addends: one entry, offset 4, type in two or three bytes of a difference.
        ElfBuilder crel = Arm64();
        int text = crel.Section(".text", Progbits, Alloc | Exec, Words(0, word), 4);
        byte[] entry = [1 * 8, (4 << 2) | 2, (byte)(0x80 | (type & 0x7f)), (byte)(type >> 7)];
        crel.Section(".crel.text", Crel, 0, entry, 1, SymtabIndex, (uint)text, 1);
        Relocation compact = Read(crel).Relocations[0];
        Assert.Equal((4u, kind, addend), (compact.Offset, compact.Kind, compact.Addend));
    }
}
