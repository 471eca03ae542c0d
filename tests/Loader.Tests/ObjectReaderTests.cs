using System.Buffers.Binary;
using Linker.Shared;

namespace Linker.Loader.Tests;

public class ObjectReaderTests
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData("!<arch>\n", "it is an archive; its members are the objects")]
    [InlineData("!<thin>\n", "it is an archive; its members are the objects")]
    [InlineData("BC\u00c0\u00de rest", "LLVM bitcode")]
    [InlineData("\u00de\u00c0\u0017\u000b rest", "LLVM bitcode")]
    [InlineData("\u00cf\u00fa\u00ed\u00fe rest", "the file ends at")]
    [InlineData("\u00ce\u00fa\u00ed\u00fe rest", "32-bit Mach-O")]
    [InlineData("\u00ce\u00fa\u00ed\u00fe\u000c\u0000\u0000\u0002 rest", "arm64_32")]
    [InlineData("\u00cf\u00fa\u00ed\u00fe\u000c\u0000\u0000\u0002 rest", "arm64_32")]
    [InlineData("\u00fe\u00ed\u00fa\u00cf rest", "big-endian Mach-O")]
    [InlineData("\u00ca\u00fe\u00ba\u00be\u0000\u0000\u0000\u0002", "a universal file, which holds files for several machines; its parts are the objects")]
    [InlineData("\u00ca\u00fe\u00ba\u00bf\u0000\u0000\u0000\u0002", "a universal file, which holds files for several machines; its parts are the objects")]
    [InlineData("\u00ca\u00fe\u00ba\u00be\u0000\u0000\u0000\u0041", "Java class")]
    [InlineData("\u0064\u0086 no header", "no object file that is known")]
    [InlineData("\u004c\u0001 and eighteen more bytes", "32-bit x86, which is not supported; compile for x86_64-pc-windows-msvc")]
    [InlineData("\u00c4\u0001 and eighteen more bytes", "32-bit Arm, which is not supported; compile for aarch64-pc-windows-msvc")]
    [InlineData("\u0041\u00a6 and eighteen more bytes", "ARM64EC")]
    [InlineData("\u004e\u00a6 and eighteen more bytes", "ARM64X")]
    [InlineData("\u0000\u0000\u00ff\u00ff\u0001\u0000\u0064\u0086\u0000\u0000\u0000\u0000\u0038\u00fe\u00b3\u000c\u00a5\u00d9\u00ab\u004d\u00ac\u009b\u00d6\u00b6\u0022\u0026\u0053\u00c2 and twenty-eight more bytes", "/GL")]
    [InlineData("\u0000\u0000\u00ff\u00ff\u0001\u0000\u0064\u0086 of another class, and then forty bytes more and more", "anonymous object")]
    [InlineData("\u0000\u0000\u00ff\u00ff bigobj", "the file ends at")]
    [InlineData("MZ rest", "Windows executable")]
    [InlineData("\u0000asm rest", "WebAssembly")]
    [InlineData("/* GNU ld script */", "text, not an object")]
    [InlineData("nothing known at all", "no object file that is known")]
    [InlineData("\u007fELF", "the file ends at")]
    public void A_file_of_another_kind_is_refused_by_name(string bytes, string says) =>
        Refusal.Says(says, bytes.Select(c => (byte)c).ToArray());

    [Theory]
    [InlineData(2, "already linked")]
    [InlineData(3, "--library")]
    [InlineData(4, "core dump")]
    [InlineData(0, "ET_REL")]
    public void A_linked_file_is_refused_with_what_to_do_instead(ushort type, string says)
    {
        byte[] file = new ElfBuilder().Build();
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(16), type);
        Refusal.Says(says, file);
    }

    [Theory]
    [InlineData(40, "EM_ARM")]
    [InlineData(3, "EM_386")]
    [InlineData(243, "EM_RISCV")]
    [InlineData(12345, "machine number 12345")]
    public void Another_machine_is_refused_by_name(ushort machine, string says)
    {
        byte[] file = new ElfBuilder().Build();
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(18), machine);
        Refusal.Says(says, file);
    }

    [Theory]
    [InlineData(4, 1, "x32")]
    [InlineData(4, 3, "class 3")]
    [InlineData(5, 2, "big-endian")]
    [InlineData(5, 0, "byte order 0")]
    [InlineData(6, 2, "version of ELF")]
    [InlineData(20, 0, "version of ELF")]
    public void Another_class_byte_order_or_version_is_refused(int offset, byte value, string says)
    {
        byte[] file = new ElfBuilder().Build();
        file[offset] = value;
        Refusal.Says(says, file);
    }

    [Fact]
    public void A_slim_gcc_lto_object_is_refused_with_the_option_that_helps()
    {
        var elf = new ElfBuilder();
        elf.Section(".gnu.lto_.inline.0", ElfBuilder.Progbits, ElfBuilder.Exclude, [1]);
        elf.Symbol("__gnu_lto_slim", ElfBuilder.Common, 1, 1);
        Refusal.Says("-ffat-lto-objects", elf.Build());
    }

    [Fact]
    public void A_fat_gcc_lto_object_is_read()
    {
        var elf = new ElfBuilder();
        int lto = elf.Section(".gnu.lto_.inline.0", ElfBuilder.Progbits, ElfBuilder.Exclude, [1]);
        LinkGraph graph = ObjectReader.Read(elf.Build(), "fat.o");
        Assert.Equal(SectionFlags.Exclude, graph.Sections[lto].Flags);
    }

    [Fact]
    public void A_message_names_the_file_the_structure_and_the_offset()
    {
        byte[] file = new ElfBuilder().Build();
        file[5] = 2;
        ObjectFormatException e = Refusal.Of(file);
        Assert.Equal(("test.o", "file header, EI_DATA", 5UL, 2UL), (e.FileName, e.Structure, e.Offset, e.Value));
        Assert.StartsWith("test.o: file header, EI_DATA at offset 0x5: it is big-endian", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_archives_are_taken_for_archives()
    {
        Assert.True(ObjectReader.IsArchive("!<arch>\n"u8));
        Assert.True(ObjectReader.IsArchive("!<thin>\n..."u8));
        Assert.False(ObjectReader.IsArchive("!<arch>"u8));
        Assert.False(ObjectReader.IsArchive(new ElfBuilder().Build()));
        Assert.False(ObjectReader.IsArchive([]));
    }
}
