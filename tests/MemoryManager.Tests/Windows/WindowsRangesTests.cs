using Linker.MemoryManager.Arenas;
using Linker.MemoryManager.Windows;

namespace Linker.MemoryManager.Tests.Windows;

public class WindowsRangesTests
{
    // The numbers are those of winnt.h: PAGE_*, MEM_COMMIT and MEM_RESERVE, MEM_PRIVATE, MEM_MAPPED and MEM_IMAGE.
    [Theory]
    [InlineData(0x02, 0x1000, 0x20000, "r--p")]
    [InlineData(0x04, 0x1000, 0x20000, "rw-p")]
    [InlineData(0x104, 0x1000, 0x20000, "rw-p")] // PAGE_GUARD
    [InlineData(0x08, 0x1000, 0x1000000, "rw-p")]
    [InlineData(0x10, 0x1000, 0x1000000, "--xp")]
    [InlineData(0x20, 0x1000, 0x40000, "r-xs")]
    [InlineData(0x40, 0x1000, 0x40000, "rwxs")]
    [InlineData(0x80, 0x1000, 0x1000000, "rwxp")]
    [InlineData(0x01, 0x1000, 0x20000, "---p")]
    [InlineData(0x00, 0x2000, 0x20000, "---p")]
    [InlineData(0x00, 0x2000, 0x40000, "---s")]
    public void Permissions_are_printed_as_linux_does(uint protection, uint state, uint type, string permissions) =>
        Assert.Equal(permissions, WindowsRanges.Permissions(new PageRange { Protection = (PageProtection)protection, State = (PageState)state, Type = (PageType)type }));

    [Fact]
    [Trait("System", "windows")]
    public void The_ranges_ascend_and_cover_what_cannot_be_reserved_at_the_lower_end()
    {
        List<MappedRange> ranges = WindowsRanges.ReadAll();
        Assert.Equal((0ul, 0x1_0000ul), (ranges[0].Start, ranges[0].End));
        Assert.All(ranges.Zip(ranges.Skip(1)), pair => Assert.True(pair.First.Start < pair.First.End && pair.First.End <= pair.Second.Start));
        Assert.InRange(ranges[^1].End, 1ul << 32, 0x7fff_ffff_0000ul);
    }

    [Fact]
    [Trait("System", "windows")]
    public void Libraries_have_names_and_code()
    {
        List<MappedRange> library = [.. WindowsRanges.ReadAll().Where(r => r.FileName.Equals("ucrtbase.dll", StringComparison.OrdinalIgnoreCase))];
        Assert.Contains(library, r => r.IsFile && r.IsExecutable);
        Assert.Contains(library, r => r.Permissions == "r--p");
    }
}
