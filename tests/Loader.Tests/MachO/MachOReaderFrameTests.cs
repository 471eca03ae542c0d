using System.Buffers.Binary;
using Linker.Shared;

namespace Linker.Loader.Tests;

/// <summary>Compact unwind information: the records that come of it, and what is refused.</summary>
public class MachOReaderFrameTests
{
    private const int EntrySize = 32, EncodingField = 12, PersonalityField = 16, DataField = 24;
    private const uint BasePointerFrame = 0x0100_0000;

    // Relocations that belong to no field of the second of two entries, or say nothing that a field can mean.
    [Theory]
    [InlineData(0, 0, false, 0)]                     // one byte of the function's address
    [InlineData(0, 0, false, 2)]
    [InlineData(0, 1, true, 2)]                      // a distance
    [InlineData(PersonalityField, 0, false, 2)]
    [InlineData(PersonalityField, 4, true, 2)]       // a distance to its slot
    [InlineData(DataField, 1, true, 2)]
    [InlineData(8, 0, false, 2)]                     // the size
    [InlineData(4, 0, false, 3)]                     // between two fields
    [InlineData(0, 12, false, 3)]                    // no type
    public void A_relocation_that_is_no_address_of_a_field_is_refused_with_its_entry(int field, byte type, bool isRelative, int length)
    {
        MachOBuilder builder = Two(out MachOBuilder.SectionRow compact);
        compact.Relocate(EntrySize + field, type, 0, isRelative, length);
        Refusal.Says("compact unwind entry 1", builder.Build());
        Refusal.Says($"+0x{field:x}", builder.Build());
    }

    [Fact]
    public void A_function_that_is_a_difference_is_refused_with_its_entry()
    {
        MachOBuilder builder = Two(out MachOBuilder.SectionRow compact);
        compact.RelocateSection(EntrySize, 5, 1, length: 3).RelocateSection(EntrySize, 0, 1, length: 3);
        Refusal.Says("compact unwind entry 1", builder.Build());
        Refusal.Says("X86_64_RELOC_SUBTRACTOR", builder.Build());
    }

    [Fact]
    public void A_field_with_two_addresses_is_refused_with_its_entry()
    {
        MachOBuilder builder = Two(out MachOBuilder.SectionRow compact);
        compact.RelocateSection(EntrySize, 0, 1, length: 3).Relocate(EntrySize, 0, 0, length: 3);
        Refusal.Says("compact unwind entry 1", builder.Build());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_entry_of_no_function_of_the_object_is_refused(bool isUndefined)
    {
        MachOBuilder builder = Two(out MachOBuilder.SectionRow compact);
        if (isUndefined)
        {
            compact.Relocate(EntrySize, 0, builder.Undefined("_outside"), length: 3);
        }

        Refusal.Says("compact unwind entry 1", builder.Build());
        Refusal.Says("no function of the object", builder.Build());
    }

    [Fact]
    public void Entries_that_do_not_fill_their_section_are_refused()
    {
        var builder = new MachOBuilder();
        builder.Section("__LD", "__compact_unwind", MachOBuilder.Debug, new byte[EntrySize + 8]);
        Refusal.Says("entries of compact unwind information have 32 bytes, and 40 is no multiple", builder.Build());
    }

    [Theory]
    [InlineData(MachOBuilder.X64, 0x0500_0000u)]
    [InlineData(MachOBuilder.X64, 0x0200_0000u)]     // a frame without the return address
    [InlineData(MachOBuilder.Arm64, 0x0100_0000u)]
    public void An_encoding_that_means_nothing_is_refused_by_its_number(uint cpu, uint encoding)
    {
        MachOBuilder builder = Two(out MachOBuilder.SectionRow compact, cpu);
        BinaryPrimitives.WriteUInt32LittleEndian(compact.Content.AsSpan(EntrySize + EncodingField), encoding);
        compact.RelocateSection(EntrySize, 0, 1, length: 3);
        Refusal.Says("compact unwind entry 1", builder.Build());
        Refusal.Says($"the encoding 0x{encoding:x8} is not known", builder.Build());
    }

    [Theory]
    [InlineData(MachOBuilder.X64)]
    [InlineData(MachOBuilder.Arm64)]
    public void Relocations_of_records_that_the_file_has_not_have_no_type_of_the_file_s(uint cpu)
    {
        MachOBuilder builder = Two(out MachOBuilder.SectionRow compact, cpu);
        compact.RelocateSection(EntrySize, 0, 1, length: 3).Relocate(EntrySize + PersonalityField, 0, builder.Undefined("_personality"), length: 3);
        LinkGraph graph = builder.Read();
        Relocation[] made = graph.RelocationsOf(new SectionId(3)).ToArray();
        Assert.Equal([Relocs.RelocKind.Pc32, Relocs.RelocKind.GotPc32, Relocs.RelocKind.Pc32], made.Select(r => r.Kind));
        Assert.All(made, r => Assert.Equal("(made by the reader)", graph.TypeNameOf(r)));
        Assert.All(made, r => Assert.True(r.Subtrahend.IsNull));
    }

    // As many as make every search among them felt.
    [Theory]
    [InlineData(3)]
    [InlineData(20_000)]
    public void Functions_share_a_CIE_by_their_personality_and_whether_they_have_data(int personalities)
    {
        const int FunctionsOfEach = 3;
        int count = FunctionsOfEach * personalities;
        byte[] entries = new byte[count * EntrySize];
        var builder = new MachOBuilder();
        builder.Text(new byte[count]);
        MachOBuilder.SectionRow compact = builder.Section("__LD", "__compact_unwind", MachOBuilder.Debug, entries);
        for (int i = 0; i < count; i++)
        {
            int at = i * EntrySize;
            BinaryPrimitives.WriteInt32LittleEndian(entries.AsSpan(at), i);
            BinaryPrimitives.WriteInt32LittleEndian(entries.AsSpan(at + 8), 1);
            BinaryPrimitives.WriteUInt32LittleEndian(entries.AsSpan(at + EncodingField), BasePointerFrame);

            // Addends whose halves are the same.
            BinaryPrimitives.WriteInt64LittleEndian(entries.AsSpan(at + PersonalityField), (i % personalities) * 0x1_0000_0001L);
            compact.RelocateSection(at, 0, 1, length: 3).RelocateSection(at + PersonalityField, 0, 1, length: 3);
            if (i < personalities)
            {
                compact.RelocateSection(at + DataField, 0, 1, length: 3);
            }
        }

        LinkGraph graph = builder.Read();
        var reader = new EhFrameReader(graph.ContentOf(new SectionId(3)), 1UL << 62, "test.o");
        int cies = 0, fdes = 0;
        while (reader.Next(out EhFrameRecord record))
        {
            cies += record.Kind == EhFrameRecordKind.Cie ? 1 : 0;
            fdes += record.Kind == EhFrameRecordKind.Fde ? 1 : 0;
        }

        Assert.Equal((2 * personalities, count), (cies, fdes));
        Assert.Equal(count + (2 * personalities) + personalities, graph.Relocations.Length);
    }

    // Two functions, two entries; the first is as it should be, the second has no relocations.
    private static MachOBuilder Two(out MachOBuilder.SectionRow compact, uint cpu = MachOBuilder.X64)
    {
        var builder = new MachOBuilder { Cpu = cpu };
        MachOBuilder.SectionRow text = builder.Text(new byte[32]);
        byte[] entries = new byte[2 * EntrySize];
        foreach (int at in (int[])[0, EntrySize])
        {
            BinaryPrimitives.WriteInt32LittleEndian(entries.AsSpan(at), at / 2);
            BinaryPrimitives.WriteInt32LittleEndian(entries.AsSpan(at + 8), 16);
            BinaryPrimitives.WriteUInt32LittleEndian(entries.AsSpan(at + EncodingField), cpu == MachOBuilder.X64 ? BasePointerFrame : 0x0400_0000);
        }

        compact = builder.Section("__LD", "__compact_unwind", MachOBuilder.Debug, entries).RelocateSection(0, 0, 1, length: 3);
        builder.Global("_f", text);
        return builder;
    }
}
