using Linker.Shared;

namespace Linker.Loader.Tests;

/// <summary>Line tables of objects whose sections have addresses.</summary>
public class DebugSectionsTests
{
    private static LinkGraph Graph(params (ulong Offset, uint Type, uint Symbol, long Addend)[] relocations)
    {
        var elf = new ElfBuilder();
        int text = elf.Section(".text", ElfBuilder.Progbits, ElfBuilder.Alloc | ElfBuilder.Exec, new byte[16]);
        int left = elf.Section(".text.left", ElfBuilder.Progbits, ElfBuilder.Alloc | ElfBuilder.Exec, new byte[16]);
        int lines = elf.Section(".debug_line", ElfBuilder.Progbits, 0, new LineTableBuilder { Version = 4 }.At(0).Code(LineTableBuilder.Copy).End(16).At(0).Code(LineTableBuilder.Copy).End(16).Build());
        elf.Symbol("", (uint)text, binding: ElfBuilder.Local, type: ElfBuilder.SectionSymbol);
        elf.Symbol("", (uint)left, binding: ElfBuilder.Local, type: ElfBuilder.SectionSymbol);
        elf.Symbol("nowhere", ElfBuilder.Undefined);
        elf.AddRela(lines, relocations);
        return ObjectReader.Read(elf.Build(), "test.o");
    }

    private static (uint First, uint Second) Places
    {
        get
        {
            byte[] table = new LineTableBuilder { Version = 4 }.At(0x1122334455667788).Code(1).End(16).At(0x1122334455667788).Build();
            int first = table.AsSpan().IndexOf(BitConverter.GetBytes(0x1122334455667788));
            return ((uint)first, (uint)(first + 1 + table.AsSpan(first + 1).IndexOf(BitConverter.GetBytes(0x1122334455667788))));
        }
    }

    private static ulong[] Addresses(ulong text, ulong left) => [0, 0, 0, 0, text, left, 0, 0];

    [Fact]
    public void Addresses_are_those_of_the_sections() => Assert.Equal(
        ["0x5004 main.c:1", "0x5014 end", "0x7ffff00000000000 main.c:1", "0x7ffff00000000010 end"],
        SoundLines.Print(LineReader.Read(Graph((Places.First, 1, 1, 4), (Places.Second, 1, 2, 0)), Addresses(0x5000, 0x7ffff00000000000))));

    [Fact]
    public void What_is_of_a_section_that_is_not_there_is_left_out() => Assert.Equal(
        ["0x5000 main.c:1", "0x5010 end"], SoundLines.Print(LineReader.Read(Graph((Places.First, 1, 1, 0), (Places.Second, 1, 2, 0)), Addresses(0x5000, LineReader.NoAddress))));

    [Fact]
    public void What_is_of_a_name_that_is_not_there_is_left_out() => Assert.Equal(
        ["0x5000 main.c:1", "0x5010 end"], SoundLines.Print(LineReader.Read(Graph((Places.First, 1, 3, 0), (Places.Second, 1, 1, 0)), Addresses(0x5000, 0))));

    [Theory]
    [InlineData(2, "R_X86_64_PC32")] // nothing in debug information is relative to a place
    [InlineData(9, "R_X86_64_GOTPCREL")]
    [InlineData(10, "OutOfRange")] // R_X86_64_32
    public void A_relocation_without_sense_is_refused(uint type, string says) => Assert.Contains(
        says, Assert.Throws<ObjectFormatException>(() => LineReader.Read(Graph((Places.First, type, 1, 0)), Addresses(0x500000000, 0))).Message, StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_have_changed_since_are_refused()
    {
        byte[] file = new ElfBuilder().Build();
        LinkGraph graph = ObjectReader.Read(file, "test.o");
        Assert.Contains("the bytes have changed", Assert.Throws<ObjectFormatException>(() => DebugSections.Of(graph, new ulong[3])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_without_debug_information_has_no_lines() =>
        Assert.Same(LineTable.Empty, LineReader.Read(ObjectReader.Read(new ElfBuilder().Build(), "test.o"), new ulong[4]));

    [Theory]
    [InlineData("macho-x64/lines.o")]
    [InlineData("macho-arm64/lines.o")]
    public void Parts_of_sections_have_addresses_of_their_own(string name)
    {
        LinkGraph graph = ObjectReader.Read(File.ReadAllBytes(Repository.Fixture(name)), name, splitSubsections: true);
        ulong[] addresses = new ulong[graph.Sections.Length];
        Array.Fill(addresses, 0x10000UL);
        SoundLines.Check(LineReader.Read(graph, addresses));
    }
}
