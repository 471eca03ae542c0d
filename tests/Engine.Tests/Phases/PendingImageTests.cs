using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Engine.Tests;

public sealed class PendingImageTests
{
    [Theory]
    [MemberData(nameof(ImageLayoutTests.Objects), MemberType = typeof(ImageLayoutTests))]
    public void What_was_in_the_memory_before_makes_no_difference(string objects) => AssertNothingIsLeft(LinkRequest.Default, Fixtures.ReadAll(objects.Split(' ')));

    [Fact]
    public void Gaps_and_zero_fill_are_zero_wherever_they_lie()
    {
        var first = new ObjectWriter();
        first.Code("code").Returns(1);
        first.Section(".rodata.a", "a", alignment: 64).Bytes(1);
        first.Section(".rodata.b", "a", alignment: 64).Bytes(2);
        first.Section(".data.a", "aw", alignment: 32).Bytes(3);
        first.Section(".data.b", "aw", alignment: 4096).Bytes(4);
        first.Section(".bss.a", "aw", type: 8, alignment: 16).Zeroes(100);
        first.Section(".bss.b", "aw", type: 8, alignment: 256).Zeroes(10_000);
        first.Section(".empty", "aw", alignment: 128);
        first.Common("common", 77, 32);
        AssertNothingIsLeft(LinkRequest.Default, first.Read());
        AssertNothingIsLeft(new LinkRequest { SectionAddress = (graph, id) => graph.NameOf(graph.Sections[(int)id.Index]) == ".bss.b" ? 0x50_0000 : null }, first.Read());
    }

    private static void AssertNothingIsLeft(LinkRequest request, params LinkGraph[] graphs)
    {
        using var overZero = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager() });
        using var overOld = new RuntimeLinker(new LinkerOptions { Memory = new UsedMemory(new BufferMemoryManager()) });
        Targets.DefineMissing(overZero, graphs, 0x2000_0000);
        Targets.DefineMissing(overOld, graphs, 0x2000_0000);
        using LoadedImage expected = overZero.Link(request, graphs);
        using LoadedImage actual = overOld.Link(request, graphs);
        Assert.Equal(expected.Segments.Length, actual.Segments.Length);
        for (int i = 0; i < expected.Segments.Length; i++)
        {
            ReservedSegment a = expected.Segments[i], b = actual.Segments[i];
            Assert.Equal((a.TargetAddress, a.Size, a.Access), (b.TargetAddress, b.Size, b.Access));
            Assert.True(expected.BytesAt(a.TargetAddress, (int)a.Size).SequenceEqual(actual.BytesAt(b.TargetAddress, (int)b.Size)), $"segment {i}");
        }
    }
}
