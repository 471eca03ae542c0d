using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;

namespace Linker.Engine.Tests;

/// <summary>The numbers of a static link, for images that no process holds.</summary>
public sealed class ThreadLocalBlockStaticTests
{
    private const uint TpRelHigh = 549, TpRelLow = 551, TpOff64 = 18;

    [Theory]
    [InlineData(8UL, 16)]   // a header of 16 bytes, then the block
    [InlineData(16UL, 16)]
    [InlineData(64UL, 64)]  // the header is rounded up to the block's alignment
    [InlineData(4096UL, 4096)]
    public void On_AArch64_the_block_lies_above_the_thread_pointer(ulong alignment, long offset)
    {
        var writer = new ObjectWriter(Machine.Arm64);
        writer.Section(".tdata", "awT", 1, alignment).Label("a", ObjectWriter.ThreadLocal).Word(1).Label("b", ObjectWriter.ThreadLocal).Word(2);
        writer.Section(".text", "ax").Instruction(0x91400000, TpRelHigh, "b").Instruction(0x91000000, TpRelLow, "b").Instruction(0x91000000, TpRelLow, "a");
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(0x1_0000_0000), Scopes = [] });
        using LoadedImage image = linker.Link(new LinkRequest { Record = true }, writer.Read());
        Assert.Equal([offset + 4, offset + 4, offset], image.Record!.Fixups.Select(f => f.X));
    }

    [Theory]
    [InlineData(8UL, -8)]
    [InlineData(64UL, -64)]
    public void On_x86_64_the_block_ends_at_the_thread_pointer(ulong alignment, long offset)
    {
        var writer = new ObjectWriter(Machine.X64);
        writer.Section(".tdata", "awT", 1, alignment).Label("a", ObjectWriter.ThreadLocal).Word(1).Label("b", ObjectWriter.ThreadLocal).Word(2);
        writer.Data("d").Field(TpOff64, "a", 0, 8).Field(TpOff64, "b", 0, 8);
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(0x1_0000_0000), Scopes = [] });
        using LoadedImage image = linker.Link(new LinkRequest { Record = true }, writer.Read());
        Assert.Equal([offset, offset + 4], image.Record!.Fixups.Select(f => f.X));
    }
}
