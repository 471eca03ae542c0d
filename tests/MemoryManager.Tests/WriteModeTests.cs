using Linker.Shared;

namespace Linker.MemoryManager.Tests;

/// <summary>Which mode comes into force, under which limits.</summary>
public class WriteModeTests
{
    [Fact]
    public void Auto_takes_dual_mapping_where_it_works() =>
        Assert.Equal(WriteMode.DualMapping, new InProcessMemoryManager().Mode);

    [Fact]
    [Trait("System", "linux")] // a shell's limits
    public void Auto_falls_back_when_files_may_not_be_that_large() =>
        Assert.Equal("WriteThenExecute 7 together", Child.Run("ulimit -f 4096", "Auto"));

    [Fact]
    [Trait("System", "linux")] // a shell's limits
    public void Dual_mapping_that_is_impossible_is_refused_with_the_reason()
    {
        string said = Child.Run("ulimit -f 4096", "DualMapping");
        Assert.StartsWith("PlatformNotSupportedException: Dual mapping is not possible here: RLIMIT_FSIZE allows files of 2097152 bytes, 536870912 are needed", said, StringComparison.Ordinal);
    }

    // The emulator needs room for what it translates.
    [Fact]
    [Trait("System", "linux")] // a shell's limits
    public void Arenas_get_smaller_where_address_space_is_scarce() =>
        Assert.Equal("DualMapping 7 together", Child.Run($"export DOTNET_GCHeapHardLimit=0x4000000; ulimit -v {(Emulation.IsOn ? 2_500_000 : 1_500_000)}", "Auto"));
}
