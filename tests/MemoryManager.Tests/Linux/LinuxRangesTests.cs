using Linker.MemoryManager.Arenas;
using Linker.MemoryManager.Linux;

namespace Linker.MemoryManager.Tests.Linux;

public class LinuxRangesTests
{
    [Fact]
    public void A_line_is_read_with_its_path()
    {
        Assert.True(LinuxRanges.TryRead("7fc6e44be000-7fc6e4614000 r-xp 00026000 fe:00 332096                     /usr/lib/with space/libc.so.6", out MappedRange range));
        Assert.Equal(new MappedRange(0x7fc6e44be000, 0x7fc6e4614000, "r-xp", "/usr/lib/with space/libc.so.6"), range);
        Assert.True(range.IsFile);
        Assert.True(range.IsExecutable);
    }

    [Fact]
    public void An_anonymous_range_has_no_path()
    {
        Assert.True(LinuxRanges.TryRead("7fc6e4684000-7fc6e4686000 rw-p 00000000 00:00 0 ", out MappedRange range));
        Assert.Equal("", range.Path);
        Assert.False(range.IsFile);
        Assert.False(range.IsExecutable);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7fc6e4684000 rw-p 00000000 00:00 0")]
    [InlineData("xyz-7fc6e4686000 rw-p 00000000 00:00 0")]
    public void Anything_else_is_not(string line) => Assert.False(LinuxRanges.TryRead(line, out _));

    [Fact]
    [Trait("System", "linux")] // /proc
    public void This_process_has_a_stack() => Assert.Single(LinuxRanges.ReadAll(), r => r.Path == "[stack]");
}
