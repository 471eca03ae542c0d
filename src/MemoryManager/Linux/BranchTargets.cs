using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Linux;

/// <summary>Branch target identification of AArch64 (Linux, Documentation/arch/arm64/elf_hwcaps).</summary>
internal static class BranchTargets
{
    private const ulong SecondCapabilities = 26;   // AT_HWCAP2
    private const ulong BranchTargetPages = 1UL << 17; // HWCAP2_BTI

    /// <summary>Whether this machine watches where indirect branches land, page by page.</summary>
    internal static bool AreWatched { get; } =
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 && (Libc.GetAuxVal(SecondCapabilities) & BranchTargetPages) != 0;
}
