using Linker.Relocs;
using Linker.Shared;
using static Linker.Relocs.RelocKind;

namespace Linker.Loader.Tests;

/// <summary>The maps of both machines: every type is implemented or refused, under Apple's name and number.</summary>
public class MachOReaderRelocationTests
{
    /// <summary>Apple's mach-o/x86_64/reloc.h and mach-o/arm64/reloc.h, in order.</summary>
    private static readonly string[] X64Names = ["UNSIGNED", "SIGNED", "BRANCH", "GOT_LOAD", "GOT", "SUBTRACTOR", "SIGNED_1", "SIGNED_2", "SIGNED_4", "TLV"];

    private static readonly string[] Arm64Names =
    [
        "UNSIGNED", "SUBTRACTOR", "BRANCH26", "PAGE21", "PAGEOFF12", "GOT_LOAD_PAGE21", "GOT_LOAD_PAGEOFF12", "POINTER_TO_GOT", "TLVP_LOAD_PAGE21", "TLVP_LOAD_PAGEOFF12", "ADDEND", "AUTHENTICATED_POINTER",
    ];

    [Theory]
    [InlineData(MachOBuilder.X64, "X86_64_RELOC_")]
    [InlineData(MachOBuilder.Arm64, "ARM64_RELOC_")]
    public void Names_and_numbers_are_those_of_Apple_s_headers(uint cpu, string prefix)
    {
        MachOMachine machine = MachOMachine.Of(cpu)!;
        string[] names = cpu == MachOBuilder.X64 ? X64Names : Arm64Names;
        Assert.Equal(names.Length, machine.Types.Length);
        for (ushort type = 0; type < 16; type++)
        {
            Assert.Equal(type < names.Length ? prefix + names[type] : $"{prefix}({type})", machine.Names.NameOf(type));
        }
    }

    [Theory]
    [InlineData(MachOBuilder.X64, 10, "not assigned")]
    [InlineData(MachOBuilder.X64, 15, "not assigned")]
    [InlineData(MachOBuilder.Arm64, 11, "arm64e")]
    [InlineData(MachOBuilder.Arm64, 12, "not assigned")]
    [InlineData(MachOBuilder.Arm64, 15, "not assigned")]
    public void A_type_that_is_not_applied_is_kept_with_its_reason(uint cpu, byte type, string reason)
    {
        var builder = new MachOBuilder { Cpu = cpu };
        builder.Data(new byte[8]).Relocate(0, type, builder.Undefined("_x"), length: 3);
        LinkGraph graph = builder.Read();
        Relocation relocation = Assert.Single(graph.Relocations.ToArray());
        Assert.Equal((Refused, (ushort)type), (relocation.Kind, relocation.FormatType));
        Assert.Contains(reason, graph.RefusalOf(relocation), StringComparison.Ordinal);
    }

    // What the reader makes of a record: kind and A, S counting from the symbol.
    [Theory]
    [InlineData(0, false, 3, 0x10, Abs64, 0x10)]
    [InlineData(0, false, 2, -3, AbsU32, -3)]
    [InlineData(0, false, 1, 5, Abs16, 5)]
    [InlineData(0, false, 0, -1, Abs8, -1)]
    [InlineData(1, true, 2, 0x10, Pc32, 0xC)]
    [InlineData(2, true, 2, 0, Branch32, -4)]
    [InlineData(3, true, 2, 0, GotPc32, -4)]
    [InlineData(4, true, 2, 4, GotPc32, 0)]
    [InlineData(6, true, 2, -1, Pc32, -5)]
    [InlineData(7, true, 2, -2, Pc32, -6)]
    [InlineData(8, true, 2, -4, Pc32, -8)]
    [InlineData(9, true, 2, 0, GotPc32, -4)]
    public void On_x86_64_the_addend_stands_in_the_place(byte type, bool isRelative, int length, int inPlace, RelocKind kind, long addend)
    {
        var builder = new MachOBuilder();
        byte[] content = new byte[16];
        BitConverter.GetBytes((long)inPlace).AsSpan(0, 1 << length).CopyTo(content.AsSpan(8));
        builder.Data(content).Relocate(8, type, builder.Undefined("_x"), isRelative, length);
        LinkGraph graph = builder.Read();
        Relocation relocation = Assert.Single(graph.Relocations.ToArray());
        Assert.Equal((kind, addend, 8u, "_x"), (relocation.Kind, relocation.Addend, relocation.Offset, graph.NameOf(graph.Symbols[(int)relocation.Target.Index])));
    }

    // The place holds what it would if the image lay at the file's addresses: __text has 0x20 bytes at 0, __data lies at 0x20.
    [Theory]
    [InlineData(0, false, 3, 0x24, Abs64, 4)]
    [InlineData(0, false, 2, 0x28, AbsU32, 8)]
    [InlineData(1, true, 2, 0x24 - 0x14, Pc32, 4 - 4)]
    [InlineData(6, true, 2, 0x24 - 0x15, Pc32, 4 - 5)]
    [InlineData(7, true, 2, 0x24 - 0x16, Pc32, 4 - 6)]
    [InlineData(8, true, 2, 0x24 - 0x18, Pc32, 4 - 8)]
    [InlineData(2, true, 2, 0x24 - 0x14, Branch32, 4 - 4)]
    public void Without_a_symbol_the_addend_counts_from_the_section(byte type, bool isRelative, int length, int inPlace, RelocKind kind, long addend)
    {
        var builder = new MachOBuilder();
        byte[] content = new byte[0x20];
        BitConverter.GetBytes((long)inPlace).AsSpan(0, 1 << length).CopyTo(content.AsSpan(16));
        builder.Text(content).RelocateSection(16, type, 2, isRelative, length);
        builder.Data(new byte[16]);
        LinkGraph graph = builder.Read();
        Relocation relocation = Assert.Single(graph.Relocations.ToArray());
        Assert.Equal((kind, addend, "__data"), (relocation.Kind, relocation.Addend, graph.NameOf(graph.Symbols[(int)relocation.Target.Index])));
    }

    [Theory]
    [InlineData(true, true, 0x30, 0x30)]
    [InlineData(true, false, 0x30, 0x30 + 0x20)]     // B stands in the word with its address, turned
    [InlineData(false, true, 0x30, 0x30 - 0x20)]
    [InlineData(false, false, 0x30, 0x30)]
    public void Two_records_make_a_difference_of_any_shape(bool hasMinuend, bool hasSubtrahend, long inPlace, long addend)
    {
        foreach (uint cpu in (uint[])[MachOBuilder.X64, MachOBuilder.Arm64])
        {
            byte subtractor = cpu == MachOBuilder.X64 ? (byte)5 : (byte)1;
            for (int length = 0; length < 4; length++)
            {
                var builder = new MachOBuilder { Cpu = cpu };
                MachOBuilder.SectionRow text = builder.Text(new byte[0x20]), data = builder.Data([.. BitConverter.GetBytes(inPlace), 0, 0]);
                int minuend = builder.Global("_minuend", text), subtrahend = builder.Global("_subtrahend", data);
                _ = hasSubtrahend ? data.Relocate(0, subtractor, subtrahend, length: length) : data.RelocateSection(0, subtractor, 2, length: length);
                _ = hasMinuend ? data.Relocate(0, 0, minuend, length: length) : data.RelocateSection(0, 0, 2, length: length);
                LinkGraph graph = builder.Read();
                Relocation relocation = Assert.Single(graph.Relocations.ToArray());
                Assert.Equal(
                    (MachOMachine.Differences[length], addend, hasMinuend ? "_minuend" : "__data", hasSubtrahend ? "_subtrahend" : "__data"),
                    (relocation.Kind, relocation.Addend, NameOf(graph, relocation.Target), NameOf(graph, relocation.Subtrahend)));
                Assert.NotEqual(SymbolUses.None, graph.Uses[(int)relocation.Subtrahend.Index]);
            }
        }
    }

    [Theory]
    [InlineData(2, true, 0x94000000, A64Branch26)]
    [InlineData(3, true, 0x90000000, A64Page21)]
    [InlineData(4, false, 0x91000000, A64Add12)]
    [InlineData(4, false, 0x39400000, A64LdSt8Offset12)]
    [InlineData(4, false, 0x79000000, A64LdSt16Offset12)]
    [InlineData(4, false, 0xB9400000, A64LdSt32Offset12)]
    [InlineData(4, false, 0xF9000000, A64LdSt64Offset12)]
    [InlineData(4, false, 0x3DC00000, A64LdSt128Offset12)]
    [InlineData(4, false, 0xD503201F, A64Add12)]       // no instruction that has the field: the link refuses it
    [InlineData(5, true, 0x90000000, A64GotPage21)]
    [InlineData(6, false, 0xF9400000, A64GotLd64Offset12)]
    [InlineData(8, true, 0x90000000, A64GotPage21)]
    [InlineData(9, false, 0xF9400000, A64GotLd64Offset12)]
    public void On_arm64_the_instruction_tells_the_kind_and_a_record_of_its_own_the_addend(byte type, bool isRelative, uint instruction, RelocKind kind)
    {
        foreach (int addend in (int[])[0, 1, 0x7fffff, -1, -0x800000])
        {
            var builder = new MachOBuilder { Cpu = MachOBuilder.Arm64 };
            MachOBuilder.SectionRow text = builder.Text([.. BitConverter.GetBytes(0xD503201F), .. BitConverter.GetBytes(instruction)]);
            int symbol = builder.Undefined("_x");
            if (addend != 0)
            {
                text.RelocateSection(4, 10, addend);
            }

            LinkGraph graph = Related(builder, text.Relocate(4, type, symbol, isRelative));
            Relocation relocation = Assert.Single(graph.Relocations.ToArray());
            Assert.Equal((kind, (long)addend, 4u), (relocation.Kind, relocation.Addend, relocation.Offset));
        }
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 3)]
    public void A_pointer_to_the_slot_of_a_section_is_refused(bool isRelative, int length)
    {
        var builder = new MachOBuilder { Cpu = MachOBuilder.Arm64 };
        builder.Data(new byte[8]).RelocateSection(0, 7, 1, isRelative, length);
        Refusal.Says("that of a section", builder.Build());
    }

    [Theory]
    [InlineData(true, 2, GotPc32)]
    [InlineData(false, 3, GotSlot64)]
    public void A_pointer_to_a_slot_is_a_distance_or_an_address_and_what_stands_there_is_no_addend(bool isRelative, int length, RelocKind kind)
    {
        var builder = new MachOBuilder { Cpu = MachOBuilder.Arm64 };
        MachOBuilder.SectionRow data = builder.Data(0xEC, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0).Relocate(0, 7, builder.Undefined("_x"), isRelative, length);
        Relocation relocation = Assert.Single(Related(builder, data).Relocations.ToArray());
        Assert.Equal((kind, 0L), (relocation.Kind, relocation.Addend));
    }

    [Theory]
    [InlineData(MachOBuilder.X64)]
    [InlineData(MachOBuilder.Arm64)]
    public void The_third_word_of_a_descriptor_is_an_offset_in_the_template(uint cpu)
    {
        var builder = new MachOBuilder { Cpu = cpu };
        MachOBuilder.SectionRow template = builder.Section("__DATA", "__thread_bss", MachOBuilder.ThreadZeroFill);
        template.Size = 32;
        MachOBuilder.SectionRow variables = builder.Section("__DATA", "__thread_vars", MachOBuilder.ThreadVariables, new byte[48]);
        variables.Relocate(0, 0, builder.Undefined("__tlv_bootstrap"), length: 3).Relocate(16, 0, builder.Global("_v$tlv$init", template, 8), length: 3).RelocateSection(40, 0, 1, length: 3);
        LinkGraph graph = builder.Read();
        Assert.Equal([Abs64, DtpRel64, DtpRel64], graph.Relocations.ToArray().Select(r => r.Kind));
        Assert.Equal(SectionRole.ThreadVariables, graph.Sections[2].Role);
        Assert.Equal(SymbolKind.ThreadLocal, graph.Symbol("_v$tlv$init").Kind);
    }

    private static LinkGraph Related(MachOBuilder builder, MachOBuilder.SectionRow row)
    {
        Assert.NotEmpty(row.Relocations);
        return builder.Read();
    }

    private static string NameOf(LinkGraph graph, SymbolId id) => graph.NameOf(graph.Symbols[(int)id.Index]);
}
