using System.IO.Compression;
using Linker.Shared;

namespace Linker.Loader.Tests;

/// <summary>Debug sections that are compressed.</summary>
public class ElfInflationTests
{
    private static readonly byte[] Lines = new LineTableBuilder { Version = 4 }.At(0x1000).Code(LineTableBuilder.Copy).End(16).Build();

    private static byte[] Deflate(byte[] content)
    {
        using var into = new MemoryStream();
        using (var stream = new ZLibStream(into, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(content);
        }

        return into.ToArray();
    }

    private static LineTable Read(byte[] content, uint type = 1, ulong? size = null, ulong alignment = 1)
    {
        var elf = new ElfBuilder();
        elf.Section(".debug_line", ElfBuilder.Progbits, ElfBuilder.Compressed, [.. BitConverter.GetBytes(type), 0, 0, 0, 0, .. BitConverter.GetBytes(size ?? (ulong)Lines.Length), .. BitConverter.GetBytes(alignment), .. content]);
        byte[] file = elf.Build();
        LinkGraph graph = ObjectReader.Read(file, "test.o");
        return LineReader.Read(graph, new ulong[graph.Sections.Length]);
    }

    private static string Refusal(byte[] content, uint type = 1, ulong? size = null, ulong alignment = 1) => Assert.Throws<ObjectFormatException>(() => Read(content, type, size, alignment)).Message;

    [Fact]
    public void Compressed_lines_are_those_that_were_compressed() => Assert.Equal(["0x1000 main.c:1", "0x1010 end"], SoundLines.Print(Read(Deflate(Lines))));

    [Theory]
    [InlineData("elf-x64")]
    [InlineData("elf-arm64")]
    public void A_compiler_packs_what_it_would_have_written_otherwise(string folder)
    {
        string path = Repository.Fixture($"{folder}/lines_zlib.o");
        LinkGraph graph = ObjectReader.Read(File.ReadAllBytes(path), path);
        ulong[] addresses = [.. Enumerable.Range(0, graph.Sections.Length).Select(i => (ulong)i << 20)];
        Assert.Contains(SoundLines.Print(LineReader.Read(graph, addresses)), row => row.EndsWith("/fixtures/lines/inner.h:13", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("elf-x64")]
    [InlineData("elf-arm64")]
    public void Another_compression_is_refused_by_its_name(string folder)
    {
        string path = Repository.Fixture($"{folder}/lines_zstd.o");
        LinkGraph graph = ObjectReader.Read(File.ReadAllBytes(path), path);
        Assert.Contains("ELFCOMPRESS_ZSTD", Assert.Throws<ObjectFormatException>(() => LineReader.Read(graph, new ulong[graph.Sections.Length])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_what_it_claims_is_refused()
    {
        byte[] packed = Deflate(Lines);
        Assert.Contains("the compression 7 is not known", Refusal(packed, type: 7), StringComparison.Ordinal);
        Assert.Contains("it does not become", Refusal(packed, size: (ulong)Lines.Length + 1), StringComparison.Ordinal);
        Assert.Contains("it does not become", Refusal(packed, size: (ulong)Lines.Length - 1), StringComparison.Ordinal);
        Assert.Contains("cannot become", Refusal(packed, size: ulong.MaxValue), StringComparison.Ordinal);
        Assert.Contains("cannot become", Refusal(packed, size: 1UL << 20), StringComparison.Ordinal);
        Assert.Contains("not what zlib makes", Refusal([1, 2, 3, 4, .. packed]), StringComparison.Ordinal);
        Assert.Contains("alignment", Refusal(packed, alignment: 3), StringComparison.Ordinal);
        var elf = new ElfBuilder();
        elf.Section(".debug_line", ElfBuilder.Progbits, ElfBuilder.Compressed, new byte[23]);
        LinkGraph graph = ObjectReader.Read(elf.Build(), "test.o");
        Assert.Contains("ends in it", Assert.Throws<ObjectFormatException>(() => LineReader.Read(graph, new ulong[graph.Sections.Length])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packed_section_cut_or_damaged_anywhere_is_sound_or_refused()
    {
        byte[] packed = Deflate(Lines);
        int refused = 0;
        for (int i = 0; i < packed.Length; i++)
        {
            byte[] cut = packed[..i], damaged = [.. packed];
            damaged[i] ^= 0x55;
            foreach (byte[] content in (byte[][])[cut, damaged])
            {
                try
                {
                    SoundLines.Check(Read(content));
                }
                catch (ObjectFormatException)
                {
                    refused++;
                }
            }
        }

        Assert.True(refused > packed.Length);
    }
}
