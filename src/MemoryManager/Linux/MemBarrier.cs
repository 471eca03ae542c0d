using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Linux;

internal static partial class Libc
{
    /// <summary>membarrier(2), for which the C library has no function. −1 on failure.</summary>
    internal static int MemBarrier(MemBarrierCommand command) =>
        (int)SystemCall(RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 324 : 283, (nint)command, 0, 0);

    /// <summary>syscall(2).</summary>
    [LibraryImport("libc.so.6", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint command, nint flags, nint core);
}

/// <summary>MEMBARRIER_CMD_*.</summary>
internal enum MemBarrierCommand
{
    PrivateExpeditedSyncCore = 1 << 5,
    RegisterPrivateExpeditedSyncCore = 1 << 6,
}
