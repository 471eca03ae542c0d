using Linker.Loader;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>What an object says of its code when it is asked.</summary>
public class KeptObjectTests
{
    [Fact]
    public void Damaged_debug_information_leaves_the_names()
    {
        var elf = new ElfBuilder();
        uint text = (uint)elf.Text(16);
        elf.Symbol("named", text, 0, 16, ElfBuilder.Global, ElfBuilder.Func);
        elf.Section(".debug_line", ElfBuilder.Progbits, 0, [1, 2, 3]);
        LinkGraph graph = ObjectReader.Read(elf.Build(), "test.o");
        var addresses = new ulong[graph.Sections.Length];
        Assert.Throws<ObjectFormatException>(() => LineReader.Read(graph, addresses));
        var kept = new KeptObject(graph, addresses);
        Assert.Null(kept.FileAt(4, out int line));
        Assert.Equal(0, line);
        Assert.Equal("named", kept.FunctionAt(4, 0, out ulong start));
        Assert.Equal(0UL, start);
        Assert.Null(kept.FunctionAt(16, 0, out _));
    }
}
