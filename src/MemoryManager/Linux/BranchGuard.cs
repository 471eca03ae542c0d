using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Linux;

/// <summary>Whether this machine watches where indirect branches land, page by page: branch target identification of AArch64 (Linux, Documentation/arch/arm64/elf_hwcaps).</summary>
internal static class BranchGuard
{
    private const ulong SecondCapabilities = 26;   // AT_HWCAP2
    private const ulong BranchTargets = 1UL << 17; // HWCAP2_BTI

    /// <summary>Whether pages can be guarded.</summary>
    internal static bool IsWatching { get; } =
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 && (Libc.GetAuxVal(SecondCapabilities) & BranchTargets) != 0;

    /// <summary>The guard that code asks for, where there is one.</summary>
    internal static PageAccess Of(PageAccess access) => IsWatching && (access & PageAccess.Execute) != 0 ? access & PageAccess.Guarded : PageAccess.None;

    /// <summary>Whether code among the segments asks for the guard, where there is one. Code that does not cannot share its pages.</summary>
    internal static bool IsAskedFor(ReadOnlySpan<SegmentRequest> segments)
    {
        bool isAsked = false;
        foreach (ref readonly SegmentRequest segment in segments)
        {
            isAsked |= Of(segment.Access) != PageAccess.None;
        }

        return isAsked;
    }
}
