using Linker.Loader;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Which name an address belongs to.</summary>
public class FunctionMapTests
{
    private const ulong Start = 0x10000;

    private static (LinkGraph Graph, FunctionMap Map) Map(ushort machine = 62)
    {
        var elf = new ElfBuilder { Machine = machine };
        uint text = (uint)elf.Text(0x100), data = (uint)elf.Section(".data", ElfBuilder.Progbits, ElfBuilder.Alloc | ElfBuilder.Write, new byte[0x100]);
        uint left = (uint)elf.Section(".text.left", ElfBuilder.Progbits, ElfBuilder.Alloc | ElfBuilder.Exec, new byte[0x100]);
        elf.Symbol("", text, 0, 0, ElfBuilder.Local, ElfBuilder.SectionSymbol);
        elf.Symbol("$x", text, 0, 0, ElfBuilder.Local);
        elf.Symbol("local", text, 0x10, 8, ElfBuilder.Local, ElfBuilder.Func);
        elf.Symbol("label", text, 0x14, 0, ElfBuilder.Local);
        elf.Symbol("behind", text, 0x1c, 0, ElfBuilder.Local);
        elf.Symbol("twin_label", text, 0x20, 0, ElfBuilder.Local);
        elf.Symbol("twin_local", text, 0x20, 8, ElfBuilder.Local, ElfBuilder.Func);
        elf.Symbol("twin", text, 0x20, 8, ElfBuilder.Global, ElfBuilder.Func);
        elf.Symbol("open", text, 0x40, 0, ElfBuilder.Global, ElfBuilder.Func);
        elf.Symbol("huge", text, 0x80, ulong.MaxValue, ElfBuilder.Global, ElfBuilder.Func);
        elf.Symbol("table", data, 0, 8, ElfBuilder.Global, ElfBuilder.Object);
        elf.Symbol("dropped", left, 0, 8, ElfBuilder.Global, ElfBuilder.Func);
        elf.Symbol("elsewhere", ElfBuilder.Undefined);
        LinkGraph graph = ObjectReader.Read(elf.Build(), "test.o");
        ulong[] addresses = [.. Enumerable.Repeat(LineReader.NoAddress, graph.Sections.Length)];
        (addresses[text], addresses[data]) = (Start, 0x8000);
        return (graph, FunctionMap.Of(graph, addresses));
    }

    [Theory]
    [InlineData(0x0, null)] // a mark of the ABI's is no name
    [InlineData(0xf, null)]
    [InlineData(0x10, "local+0")]
    [InlineData(0x14, "local+4")] // a function tells more than a label in it
    [InlineData(0x17, "local+7")]
    [InlineData(0x18, "label+4")] // behind it there is nothing better
    [InlineData(0x1d, "behind+1")]
    [InlineData(0x20, "twin+0")]
    [InlineData(0x28, null)]
    [InlineData(0x40, "open+0")]
    [InlineData(0x7f, "open+63")]
    [InlineData(0x80, "huge+0")]
    [InlineData(0xff, "huge+127")]
    [InlineData(-1, null)]
    [InlineData(-0x8000, null)]
    public void An_address_belongs_to_the_function_around_it_or_to_the_name_before_it(long offset, string? expected)
    {
        (LinkGraph graph, FunctionMap map) = Map();
        bool isFound = map.TryFind(Start + (ulong)offset, 0, out FunctionMap.Entry found);
        Assert.Equal(expected, isFound ? $"{graph.NameOf(in graph.Symbols[found.Index])}+{Start + (ulong)offset - found.Start}" : null);
    }

    [Fact]
    public void A_function_before_the_section_is_not_asked() => Assert.False(Map().Map.TryFind(Start + 0x90, Start + 0x88, out _));
}
