using System.Buffers.Binary;
using Linker.Shared;

namespace Linker.Loader.Tests;

public class EhFrameReaderTests
{
    /// <summary>One CIE "zPLR" (personality indirect pcrel sdata4, language data pcrel sdata4, addresses pcrel sdata4), one FDE, one terminator.</summary>
    private static readonly byte[] Full =
    [
        /* 0x00 */ 0x1c, 0, 0, 0, 0, 0, 0, 0, 1, (byte)'z', (byte)'P', (byte)'L', (byte)'R', 0, 1, 0x78, 0x10,
        /* 0x11 */ 7, 0x9b, 0x10, 0, 0, 0, 0x1b, 0x1b,
        /* 0x19 */ 0, 0, 0, 0, 0, 0, 0,
        /* 0x20 */ 0x18, 0, 0, 0, 0x24, 0, 0, 0, 0xd8, 0xff, 0xff, 0xff, 0x30, 0, 0, 0, 4, 0, 1, 0, 0,
        /* 0x35 */ 0, 0, 0, 0, 0, 0, 0,
        /* 0x3c */ 0, 0, 0, 0,
    ];

    private static List<EhFrameRecord> Walk(byte[] bytes, ulong address = 0x1000)
    {
        var reader = new EhFrameReader(bytes, address, "test.o");
        var records = new List<EhFrameRecord>();
        while (reader.Next(out EhFrameRecord record))
        {
            records.Add(record);
        }

        return records;
    }

    private static string Refuses(byte[] bytes) => Assert.Throws<ObjectFormatException>(() => Walk(bytes)).Message;

    private static byte[] With(int at, byte value)
    {
        byte[] bytes = [.. Full];
        bytes[at] = value;
        return bytes;
    }

    [Fact]
    public void A_cie_says_where_its_fields_are_and_what_they_mean()
    {
        EhFrameRecord cie = Walk(Full)[0];
        Assert.Equal(EhFrameRecordKind.Cie, cie.Kind);
        Assert.Equal((0u, 0x20u, 0u), (cie.Offset, cie.Size, cie.CieOffset));
        Assert.Equal((0x9b, 0x1b, 0x1b), (cie.PersonalityEncoding, cie.LsdaEncoding, cie.PointerEncoding));
        Assert.Equal((0x13u, 0x1013UL + 0x10), (cie.PersonalityOffset, cie.Personality));
    }

    [Fact]
    public void An_fde_says_where_its_fields_are_and_what_they_mean()
    {
        EhFrameRecord fde = Walk(Full)[1];
        Assert.Equal(EhFrameRecordKind.Fde, fde.Kind);
        Assert.Equal((0x20u, 0x1cu, 0u, 0x24u), (fde.Offset, fde.Size, fde.CieOffset, fde.CiePointerOffset));
        Assert.Equal((0x28u, 0x1028UL - 0x28), (fde.PcBeginOffset, fde.PcBegin));
        Assert.Equal((0x2cu, 0x30UL), (fde.PcRangeOffset, fde.PcRange));
        Assert.Equal((0x31u, 0x1031UL + 0x100), (fde.LsdaOffset, fde.Lsda));
    }

    [Fact]
    public void A_terminator_is_a_record_and_what_follows_is_read()
    {
        Assert.Equal([EhFrameRecordKind.Cie, EhFrameRecordKind.Fde, EhFrameRecordKind.Terminator], Walk(Full).Select(r => r.Kind));
        Assert.Equal(6, Walk([.. Full, .. Full]).Count);
    }

    [Fact]
    public void A_field_of_zero_is_null_and_not_the_place()
    {
        byte[] bytes = [.. Full];
        bytes.AsSpan(0x28, 4).Clear();
        Assert.Equal(0UL, Walk(bytes)[1].PcBegin);
    }

    [Fact]
    public void A_size_of_augmentation_data_may_take_two_bytes()
    {
        // 0x84 alone would fit the record.
        byte[] bytes = [.. Full[..0x30], 0x84, 0, 1, 0, 0, 0, .. new byte[0xce]];
        bytes[0x20] = 0xe0;
        EhFrameRecord fde = Walk(bytes)[1];
        Assert.Equal((0x32u, 0x1032UL + 1), (fde.LsdaOffset, fde.Lsda));
    }

    [Fact]
    public void An_extended_length_is_eight_bytes()
    {
        byte[] bytes = [0xff, 0xff, 0xff, 0xff, 0x1c, 0, 0, 0, 0, 0, 0, 0, .. Full[4..0x20]];
        EhFrameRecord cie = Assert.Single(Walk(bytes));
        Assert.Equal((0x28u, 0x1bu), (cie.Size, cie.PersonalityOffset));
    }

    [Theory]
    [InlineData(0x00, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }, 0x0807060504030201UL)]
    [InlineData(0x03, new byte[] { 1, 0, 0, 0x80 }, 0x80000001UL)]
    [InlineData(0x0b, new byte[] { 1, 0, 0, 0x80 }, 0xffffffff80000001UL)]
    [InlineData(0x0a, new byte[] { 0xfe, 0xff }, 0xfffffffffffffffeUL)]
    [InlineData(0x02, new byte[] { 0xfe, 0xff }, 0xfffeUL)]
    [InlineData(0x04, new byte[] { 1, 0, 0, 0, 0, 0, 0, 0 }, 1UL)]
    [InlineData(0x1c, new byte[] { 1, 0, 0, 0, 0, 0, 0, 0 }, 0x101aUL)]
    [InlineData(0x01, new byte[] { 0x80, 1 }, 128UL)]
    [InlineData(0x09, new byte[] { 0x7f }, ulong.MaxValue)]
    public void Addresses_are_decoded_as_their_encoding_says(byte encoding, byte[] address, ulong expected)
    {
        byte[] cie = [12, 0, 0, 0, 0, 0, 0, 0, 3, (byte)'z', (byte)'R', 0, 1, 0x78, 0x10, 1];
        cie = [.. cie, encoding];
        cie[0] = (byte)(cie.Length - 4);
        byte[] fde = [0, 0, 0, 0, (byte)(cie.Length + 4), 0, 0, 0, .. address, .. address.Select((_, i) => (byte)(i == 0 ? 0x10 : 0)), 0];
        fde[0] = (byte)(fde.Length - 4);
        EhFrameRecord record = Walk([.. cie, .. fde])[1];
        Assert.Equal((0x19u, expected), (record.PcBeginOffset, record.PcBegin));
    }

    [Theory]
    [InlineData("")]
    [InlineData("eh")]
    [InlineData("z")]
    [InlineData("zS")]
    [InlineData("zB")]
    public void Plain_augmentations_leave_addresses_absolute(string augmentation)
    {
        byte[] cie = [0, 0, 0, 0, 0, 0, 0, 0, 1, .. augmentation.Select(c => (byte)c), 0, .. new byte[augmentation == "eh" ? 8 : 0], 1, 0x78, 0x10, 0];
        cie[0] = (byte)(cie.Length - 4);
        EhFrameRecord record = Assert.Single(Walk(cie));
        Assert.Equal((0, 0xff, augmentation.Contains('S')), (record.PointerEncoding, record.LsdaEncoding, record.IsSignalFrame));
    }

    [Theory]
    [InlineData(0x00, 0xff, "reaches past the section's end")]
    [InlineData(0x00, 0x02, "cut short")]
    [InlineData(0x08, 4, "version 4")]
    [InlineData(0x09, (byte)'q', "does not start with z")]
    [InlineData(0x0a, (byte)'q', "letter 0x71")]
    [InlineData(0x11, 3, "cut short")]
    [InlineData(0x11, 99, "augmentation data of 0x63")]
    [InlineData(0x12, 0x77, "encoding 0x77")]
    [InlineData(0x18, 0xff, "no addresses")]
    [InlineData(0x18, 0x3b, "encoding 0x3b")]
    [InlineData(0x24, 0x25, "CIE pointer 0x25 does not lead back")]
    [InlineData(0x24, 0x02, "CIE pointer 0x2 does not lead back")]
    [InlineData(0x30, 2, "cut short")]
    [InlineData(0x20, 0x0c, "cut short")]
    [InlineData(0x20, 0x10, "augmentation data of 0x4")]
    [InlineData(0x30, 99, "augmentation data of 0x63")]
    public void A_record_that_does_not_hang_together_is_refused(int at, byte value, string says) =>
        Assert.Contains(says, Refuses(With(at, value)), StringComparison.Ordinal);

    [Fact]
    public void An_fde_that_leads_to_an_fde_is_refused()
    {
        byte[] second = [.. Full[0x20..0x3c]];
        second[4] = 0x20;
        Assert.Contains("where no CIE is", Refuses([.. Full[..0x3c], .. second]), StringComparison.Ordinal);
    }

    [Fact]
    public void An_augmentation_without_an_end_is_refused()
    {
        byte[] bytes = [.. Full];
        bytes.AsSpan(9, 23).Fill((byte)'z');
        Assert.Contains("longer than 8 letters", Refuses(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void The_size_before_the_terminator_is_found_by_lengths_alone()
    {
        Assert.Equal(0x3c, EhFrameReader.SizeBeforeTerminator(Full, "test.o"));
        Assert.Equal(0x3c, EhFrameReader.SizeBeforeTerminator([.. Full, .. Full], "test.o"));
        Assert.Equal(0x3c, EhFrameReader.SizeBeforeTerminator(Full.AsSpan(0, 0x3c), "test.o"));
        Assert.Equal(0x20, EhFrameReader.SizeBeforeTerminator([.. Full[..0x20], 0, 0, 0, 0], "test.o"));
        Assert.Equal(0x28, EhFrameReader.SizeBeforeTerminator([0xff, 0xff, 0xff, 0xff, 0x1c, 0, 0, 0, 0, 0, 0, 0, .. Full[4..0x20]], "test.o"));
        Assert.Equal(0, EhFrameReader.SizeBeforeTerminator([], "test.o"));
        ObjectFormatException e = Assert.Throws<ObjectFormatException>(() => EhFrameReader.SizeBeforeTerminator(With(0x20, 0xff), "test.o", 0x5000));
        Assert.Contains("reaches past the section's end", e.Message, StringComparison.Ordinal);
        Assert.Equal((".eh_frame record at 0x20", 0x5024UL), (e.Structure, e.Offset));
        Assert.Throws<ObjectFormatException>(() => EhFrameReader.SizeBeforeTerminator(Full.AsSpan(0, 0x3e), "test.o"));
    }

    [Fact]
    public void Frames_of_several_cies_in_any_order_are_read_alike()
    {
        // Three CIEs, the second for functions without language-specific data and the third with absolute addresses; their FDEs by turns.
        byte[] plain = [0x14, 0, 0, 0, 0, 0, 0, 0, 1, (byte)'z', (byte)'R', 0, 1, 0x78, 0x10, 1, 0x1b, 0, 0, 0, 0, 0, 0, 0];
        byte[] absolute = [.. plain];
        absolute[0x10] = 3;
        byte[] bytes = [.. Full[..0x20], .. plain, .. absolute];
        foreach (uint cie in new uint[] { 0, 0x20, 0, 0x38, 0x20, 0x38, 0, 0 })
        {
            byte[] fde = [.. Full[0x20..0x3c]];
            BinaryPrimitives.WriteUInt32LittleEndian(fde.AsSpan(4), (uint)bytes.Length + 4 - cie);
            bytes = [.. bytes, .. fde];
        }

        List<EhFrameRecord> records = Walk(bytes);
        Assert.Equal([0u, 0x20, 0x38, 0, 0x20, 0, 0x38, 0x20, 0x38, 0, 0], records.Select(r => r.CieOffset));
        foreach (EhFrameRecord fde in records.Skip(3))
        {
            Assert.Equal(0x30UL, fde.PcRange);
            Assert.Equal(fde.CieOffset == 0x38 ? 0xffffffd8UL : 0x1000UL + fde.Offset + 8 - 0x28, fde.PcBegin);
            Assert.Equal(fde.CieOffset == 0 ? fde.Offset + 0x11 : 0, fde.LsdaOffset);
            Assert.Equal(fde.CieOffset == 0 ? 0x1000UL + fde.Offset + 0x11 + 0x100 : 0, fde.Lsda);
            Assert.Equal((fde.Offset + 8, fde.Offset + 0xc, fde.Offset + 4, 0x1cu), (fde.PcBeginOffset, fde.PcRangeOffset, fde.CiePointerOffset, fde.Size));
        }
    }

    [Fact]
    public void A_message_names_the_record_and_the_place_in_the_file()
    {
        ObjectFormatException e = Assert.Throws<ObjectFormatException>(() =>
        {
            var reader = new EhFrameReader(With(0x08, 4), 0, "test.o", 0x5000);
            reader.Next(out _);
        });
        Assert.Equal((".eh_frame record at 0x0", 0x5009UL), (e.Structure, e.Offset));
    }

    [Fact]
    public void Every_fde_of_a_compiled_object_has_its_relocation_at_pc_begin()
    {
        int count = 0;
        foreach (string path in Fixtures.Objects())
        {
            LinkGraph graph = ObjectReader.Read(File.ReadAllBytes(path), path);
            for (uint i = 0; i < graph.Sections.Length; i++)
            {
                if (graph.Sections[(int)i].Role != SectionRole.Unwind)
                {
                    continue;
                }

                HashSet<uint> places = [.. graph.RelocationsOf(new SectionId(i)).ToArray().Select(r => r.Offset)];
                foreach (EhFrameRecord fde in Walk(graph.ContentOf(new SectionId(i)).ToArray()).Where(r => r.Kind == EhFrameRecordKind.Fde))
                {
                    Assert.Contains(fde.PcBeginOffset, places);
                    Assert.True(fde.LsdaOffset == 0 || places.Contains(fde.LsdaOffset) || BinaryPrimitives.ReadInt32LittleEndian(graph.ContentOf(new SectionId(i))[(int)fde.LsdaOffset..]) == 0);
                    count++;
                }
            }
        }

        Assert.True(count > 100);
    }
}
