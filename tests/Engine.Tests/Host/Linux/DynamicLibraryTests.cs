using Linker.Engine.Host.Linux;

namespace Linker.Engine.Tests;

/// <summary>What the dynamic linker says, word for word.</summary>
public sealed class DynamicLibraryTests
{
    [Fact]
    public void The_reason_of_a_failure_is_never_lost()
    {
        // Often enough that the runtime compiles the method again in between, and binds functions while it does.
        for (int i = 0; i < 40_000; i++)
        {
            Assert.Equal(0, DynamicLibrary.Open("/nowhere/libdoes-not-exist.so", out string? error));
            Assert.Contains("libdoes-not-exist.so", error, StringComparison.Ordinal);
        }
    }
}
