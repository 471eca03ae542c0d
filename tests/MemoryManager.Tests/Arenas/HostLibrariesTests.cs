using Linker.MemoryManager.Arenas;
using Linker.MemoryManager.Linux;

namespace Linker.MemoryManager.Tests.Arenas;

public class HostLibrariesTests
{
    private static readonly LinuxMemory System = new();
    private static readonly MappedRange Program = new(0x5500_0000_0000, 0x5500_0000_1000, "r-xp", "/bin/program");
    private static readonly MappedRange Libc = new(0x7f00_0000_0000, 0x7f00_0020_0000, "r--p", "/lib/libc.so.6");

    [Fact]
    public void Everything_in_the_window_reaches_the_whole_c_library()
    {
        Window window = Assert.Single(HostLibraries.Windows(System, [Program, Libc]));
        Assert.InRange(Libc.End - window.Start, 1ul, (1ul << 31) - 1);
        Assert.InRange(window.End - Libc.Start, 1ul, (1ul << 31) - 1);
    }

    [Fact]
    public void Companions_are_reached_too_where_they_are_close()
    {
        var libm = new MappedRange(0x7f00_2000_0000, 0x7f00_2010_0000, "r-xp", "/lib/libm.so.6");
        Window[] windows = [.. HostLibraries.Windows(System, [Program, Libc, libm])];
        Assert.Equal(2, windows.Length);
        Assert.InRange(libm.End - windows[0].Start, 1ul, (1ul << 31) - 1);
        Assert.True(windows[0].Start > windows[1].Start);
    }

    [Fact]
    public void Companions_out_of_reach_are_given_up()
    {
        var libm = new MappedRange(0x7f01_0000_0000, 0x7f01_0010_0000, "r-xp", "/lib/libm.so.6");
        Assert.Single(HostLibraries.Windows(System, [Program, Libc, libm]));
    }

    [Fact]
    public void Without_a_c_library_the_first_code_is_the_anchor()
    {
        Assert.True(Assert.Single(HostLibraries.Windows(System, [Program])).Contains(Program.Start, Program.End));
        Assert.Empty(HostLibraries.Windows(System, []));
    }
}
