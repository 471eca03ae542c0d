namespace Linker.MemoryManager.Linux;

/// <summary>Lets every core that runs a thread of this process forget instructions that it fetched ahead.</summary>
/// <remarks>
/// membarrier(2) promises it since Linux 4.16. Where it is refused, <see cref="Interlocked.MemoryBarrierProcessWide"/> still interrupts the cores:
/// taking the interrupt synchronises them, though that function promises nothing but the order of data.
/// </remarks>
internal static class CoreSynchronization
{
    private static readonly Lazy<bool> Registered = new(() => Libc.MemBarrier(MemBarrierCommand.RegisterPrivateExpeditedSyncCore) == 0);

    /// <summary>Whether the kernel promises it.</summary>
    internal static bool IsPromised => Registered.Value;

    internal static void Run()
    {
        if (!Registered.Value || Libc.MemBarrier(MemBarrierCommand.PrivateExpeditedSyncCore) != 0)
        {
            Interlocked.MemoryBarrierProcessWide();
        }
    }
}
