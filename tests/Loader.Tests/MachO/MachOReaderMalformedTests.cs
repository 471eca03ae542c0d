using System.Buffers.Binary;
using System.Text;
using Linker.Shared;

namespace Linker.Loader.Tests;

/// <summary>For any bytes: a sound graph or <see cref="ObjectFormatException"/>, and nothing else.</summary>
public class MachOReaderMalformedTests
{
    // The header ends at 32, the segment at 104, the sections' headers at 184 and 264, the symbol table's command at 288.
    private static MachOBuilder Small()
    {
        var builder = new MachOBuilder();
        MachOBuilder.SectionRow text = builder.Text(new byte[16]), data = builder.Data(new byte[16]);
        int f = builder.Global("_f", data, 8);
        text.Relocate(4, 1, f, isRelative: true).RelocateSection(8, 0, 2, length: 3);
        return builder;
    }

    [Theory]
    [InlineData(16, 4, 100u, "load command 2")]                 // ncmds
    [InlineData(16, 4, 0xffffffffu, "load command 2")]
    [InlineData(20, 4, 0xffffffffu, "load commands")]           // sizeofcmds
    [InlineData(20, 4, 0u, "load command 0")]
    [InlineData(32, 4, 1u, "32-bit segment")]                   // cmd
    [InlineData(36, 4, 0u, "load command 0")]                   // cmdsize
    [InlineData(36, 4, 7u, "load command 0")]
    [InlineData(36, 4, 0x10000u, "load command 0")]
    [InlineData(96, 4, 3u, "segment")]                          // nsects
    [InlineData(96, 4, 256u, "256 sections")]
    [InlineData(144, 4, 0xffffffffu, "section 1")]              // size
    [InlineData(152, 4, 0xfffffff0u, "section 1")]              // offset
    [InlineData(156, 4, 33u, "align")]                          // align
    [InlineData(156, 4, 0xffffffffu, "align")]
    [InlineData(160, 4, 0xfffffff0u, "relocations")]            // reloff
    [InlineData(164, 4, 0x7fffffffu, "reloff")]                 // nreloc
    [InlineData(272, 4, 0xffffff00u, "symbol table")]           // symoff
    [InlineData(276, 4, 0x10000u, "symbol table")]              // nsyms
    [InlineData(276, 4, 0xffffffffu, "symbol table")]
    [InlineData(280, 4, 0xffffff00u, "string table")]           // stroff
    [InlineData(284, 4, 0xffffffffu, "string table")]           // strsize
    public void A_field_of_a_command_out_of_range_is_refused_by_name(int offset, int size, uint value, string says) => Changed(Small().Build(), offset, size, value, says);

    [Theory]
    [InlineData(0, 4, 0x10000u, "string table")]                // n_strx
    [InlineData(4, 1, 0x05u, "type 0x5")]                       // n_type
    [InlineData(5, 1, 0u, "section 0 of 2")]                    // n_sect
    [InlineData(5, 1, 3u, "section 3 of 2")]
    [InlineData(5, 1, 1u, "does not lie in section 1")]
    [InlineData(8, 4, 0x8u, "does not lie in section 2")]       // n_value
    [InlineData(8, 4, 0x1000u, "does not lie in section 2")]
    public void A_field_of_a_symbol_out_of_range_is_refused_by_name(int offset, int size, uint value, string says)
    {
        MachOBuilder builder = Small();
        byte[] file = builder.Build();
        Changed(file, builder.SymbolOffset + offset, size, value, says);
    }

    [Theory]
    [InlineData(0x8000_0004u, false, 1, 0, true, 2, "scattered")]
    [InlineData(13u, false, 1, 0, true, 2, "does not lie inside")]
    [InlineData(0xffu, false, 1, 0, true, 2, "does not lie inside")]
    [InlineData(4u, false, 1, 1, true, 2, "refers to symbol 1 of 1")]
    [InlineData(4u, true, 1, 3, true, 2, "refers to section 3 of 2")]
    [InlineData(4u, false, 1, 0, false, 2, "not relative")]
    [InlineData(4u, false, 1, 0, true, 3, "of 8 bytes")]
    [InlineData(4u, false, 0, 0, true, 3, "UNSIGNED that is relative")]
    [InlineData(4u, false, 5, 0, false, 2, "without the relocation that it belongs to")]
    [InlineData(4u, true, 3, 2, true, 2, "slot")]
    public void A_record_that_makes_no_sense_is_refused_by_name(uint address, bool isOfSection, byte type, int number, bool isRelative, int length, string says)
    {
        var builder = new MachOBuilder();
        MachOBuilder.SectionRow text = builder.Text(new byte[16]), data = builder.Data(new byte[16]);
        builder.Global("_f", data, 8);
        _ = isOfSection ? text.RelocateSection((int)address, type, number, isRelative, length) : text.Relocate((int)address, type, number, isRelative, length);
        Refusal.Says(says, builder.Build());
    }

    [Theory]
    [InlineData(0, 0, 3)]   // another size
    [InlineData(8, 0, 2)]   // another place
    [InlineData(0, 1, 2)]   // no address
    public void A_difference_whose_records_do_not_belong_together_is_refused(int address, byte type, int length)
    {
        var builder = new MachOBuilder();
        MachOBuilder.SectionRow data = builder.Data(new byte[16]);
        int f = builder.Global("_f", data);
        data.Relocate(0, 5, f).Relocate(address, type, f, length: length);
        Refusal.Says("SUBTRACTOR", builder.Build());
    }

    [Theory]
    [InlineData(4, 6, true, "ARM64_RELOC_GOT_LOAD_PAGEOFF12 has to be of a symbol, of four bytes and not relative")]
    [InlineData(4, 2, false, "ARM64_RELOC_BRANCH26 has to be of a symbol, of four bytes and relative")]
    [InlineData(0, 2, true, "ARM64_RELOC_ADDEND without the relocation that it belongs to")]
    [InlineData(4, 0, false, "ARM64_RELOC_UNSIGNED after an ARM64_RELOC_ADDEND")]
    [InlineData(4, 7, true, "ARM64_RELOC_POINTER_TO_GOT after an ARM64_RELOC_ADDEND")]
    [InlineData(4, 10, false, "ARM64_RELOC_ADDEND after an ARM64_RELOC_ADDEND")]
    [InlineData(4, 12, false, "ARM64_RELOC_(12) after an ARM64_RELOC_ADDEND")]
    public void An_addend_without_its_instruction_is_refused(int address, byte type, bool isRelative, string says)
    {
        var builder = new MachOBuilder { Cpu = MachOBuilder.Arm64 };
        MachOBuilder.SectionRow text = builder.Text(new byte[16]);
        text.RelocateSection(4, 10, 1).Relocate(address, type, builder.Undefined("_x"), isRelative);
        Refusal.Says(says, builder.Build());
    }

    // What an assembler writes that forgets to cut a negative addend to 24 bits: those above are taken for a type, a length and "of a symbol".
    [Theory]
    [InlineData(-8)]
    [InlineData(-4096)]
    public void A_negative_addend_that_fills_its_whole_record_is_refused_as_one(int addend)
    {
        var builder = new MachOBuilder { Cpu = MachOBuilder.Arm64 };
        MachOBuilder.SectionRow text = builder.Text(new byte[16]);
        text.Relocations.Add((4, (uint)addend | (10u << 28)));
        text.Relocate(4, 3, builder.Undefined("_x"), isRelative: true);
        Refusal.Says("ARM64_RELOC_ADDEND", builder.Build());
    }

    [Theory]
    [InlineData(0x19u, 64, "a second segment")]
    [InlineData(0x2u, 16, "a second symbol table")]
    [InlineData(0xbu, 72, "a second dynamic symbol table")]
    [InlineData(0x29u, 0, "its load command has 8 bytes and needs 16")]
    [InlineData(0x2du, 0, "its load command has 8 bytes and needs 12")]
    public void A_command_that_comes_twice_or_is_too_short_is_refused(uint kind, int size, string says)
    {
        MachOBuilder builder = Small();
        builder.IndirectSymbols.Add(0);
        builder.Command(kind, new byte[size]);
        Refusal.Says(says, builder.Build());
    }

    [Fact]
    public void A_dynamic_symbol_table_that_is_too_short_is_refused()
    {
        MachOBuilder builder = Small();
        builder.Command(0xb, new byte[64]);
        Refusal.Says("its load command has 72 bytes and needs 80", builder.Build());
    }

    [Theory]
    [InlineData(1, "-lzz", "linker option 0")]
    [InlineData(2, "-lz\0", "linker option 1")]
    [InlineData(-1, "a\0b\0", "linker option 2")]
    public void A_linker_option_without_its_end_is_refused_by_its_number(int count, string text, string says)
    {
        MachOBuilder builder = Small();
        builder.Command(0x2d, [.. BitConverter.GetBytes(count), .. Encoding.ASCII.GetBytes(text)]);
        Refusal.Says(says, builder.Build());
        Refusal.Says("does not end", builder.Build());
    }

    [Fact]
    public void Data_in_code_outside_the_file_is_refused()
    {
        MachOBuilder builder = Small();
        builder.Command(0x29, [0, 0, 0, 0x7f, 8, 0, 0, 0]);
        Refusal.Says("data in code", builder.Build());
    }

    [Theory]
    [InlineData(0x1_0000_0001ul, "the name that it stands for lies at 0x100000001")]
    [InlineData(0x1_0000ul, "string table")]
    public void A_symbol_that_stands_for_a_name_outside_the_table_is_refused(ulong name, string says)
    {
        MachOBuilder builder = Small();
        builder.Symbol("_other", MachOBuilder.External | MachOBuilder.Indirect, value: name);
        Refusal.Says(says, builder.Build());
    }

    [Fact]
    public void A_difference_that_does_not_tell_which_part_it_subtracts_is_refused_where_parts_are_apart()
    {
        var builder = new MachOBuilder();
        builder.Text(new byte[16]).RelocateSection(0, 5, 2, length: 3).RelocateSection(0, 0, 2, length: 3);
        builder.Data(new byte[16]);
        byte[] file = builder.Build();
        Assert.Single(ObjectReader.Read(file, "test.o").Relocations.ToArray());
        ObjectFormatException refusal = Assert.Throws<ObjectFormatException>(() => ObjectReader.Read(file, "test.o", splitSubsections: true));
        Assert.Contains("parts are to be apart", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_that_share_their_bytes_are_refused()
    {
        var builder = new MachOBuilder();
        MachOBuilder.SectionRow first = builder.Data(new byte[8]), second = builder.Data(new byte[8]);
        for (int i = 0; i < 1000; i++)
        {
            first.RelocateSection(0, 0, 1, length: 3);
        }

        byte[] file = builder.Build();
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(MachOBuilder.HeaderOffset(second.Number) + 56), (uint)first.RelocationOffset);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(MachOBuilder.HeaderOffset(second.Number) + 60), 1000);
        Refusal.Says("tables overlap", file);
    }

    [Fact]
    public void Tables_that_sections_share_which_are_not_loaded_are_refused()
    {
        const int Entries = 100, EntrySize = 32;
        var builder = new MachOBuilder();
        MachOBuilder.SectionRow first = builder.Section("__LD", "__compact_unwind", MachOBuilder.Debug, new byte[Entries * EntrySize]);
        MachOBuilder.SectionRow second = builder.Section("__LD", "__compact_unwind", MachOBuilder.Debug, new byte[Entries * EntrySize]);
        for (int i = 0; i < Entries; i++)
        {
            first.RelocateSection(i * EntrySize, 0, 0, length: 3).RelocateSection((i * EntrySize) + 16, 0, 0, length: 3);
        }

        byte[] file = builder.Build();
        file.AsSpan(MachOBuilder.HeaderOffset(first.Number) + 56, 8).CopyTo(file.AsSpan(MachOBuilder.HeaderOffset(second.Number) + 56));
        Refusal.Says("section header 2, reloff", file);
        Refusal.Says("tables overlap", file);
    }

    [Fact]
    public void Pointers_that_share_their_bytes_are_refused()
    {
        var builder = new MachOBuilder();
        builder.Undefined("_x");
        for (int i = 0; i < 4; i++)
        {
            builder.Section("__DATA", "__got", MachOBuilder.Pointers, i == 0 ? new byte[8000] : []);
        }

        builder.IndirectSymbols.AddRange(new uint[1000]);
        byte[] file = builder.Build();
        for (int section = 2; section <= 4; section++)
        {
            file.AsSpan(MachOBuilder.HeaderOffset(1) + 40, 12).CopyTo(file.AsSpan(MachOBuilder.HeaderOffset(section) + 40));
        }

        Refusal.Says("tables overlap", file);
    }

    [Fact]
    public void Pointers_without_entries_in_the_indirect_table_are_refused()
    {
        var builder = new MachOBuilder();
        builder.Section("__DATA", "__got", MachOBuilder.Pointers, new byte[16]);
        Refusal.Says("2 pointers need as many of the 0", builder.Build());
        builder.IndirectSymbols.AddRange([0, 1]);
        builder.Undefined("_x");
        Refusal.Says("symbol 1 of 1", builder.Build());
    }

    [Fact]
    public void An_object_cut_anywhere_is_sound_or_refused()
    {
        byte[] file = MachOSamples.Everything().Build();
        for (int size = 0; size < file.Length; size++)
        {
            SoundGraph.OrRefused(file[..size]);
        }
    }

    private static void Changed(byte[] file, int offset, int size, uint value, string says)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        bytes[..size].CopyTo(file.AsSpan(offset));
        Refusal.Says(says, file);
    }
}
