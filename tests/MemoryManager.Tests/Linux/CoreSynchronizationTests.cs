using Linker.MemoryManager.Linux;

namespace Linker.MemoryManager.Tests.Linux;

[Trait("System", "linux")] // membarrier(2)
public class CoreSynchronizationTests
{
    [Fact]
    public void A_kernel_of_today_promises_it() => Assert.True(CoreSynchronization.IsPromised);

    [Fact]
    public void It_can_be_asked_for_by_several_threads_at_a_time() => Parallel.For(0, 100, _ => CoreSynchronization.Run());
}
