namespace Linker.MemoryManager.Arenas;

/// <summary>What code asks of a machine that watches where indirect branches land.</summary>
internal static class BranchGuard
{
    /// <summary>The guard that code asks for, where there is one.</summary>
    internal static PageAccess Of(ISystemMemory system, PageAccess access) => (access & PageAccess.Execute) != 0 ? access & system.Guard : PageAccess.None;

    /// <summary>Whether code among the segments asks for the guard, where there is one. Code that does not cannot share its pages.</summary>
    internal static bool IsAskedFor(ISystemMemory system, ReadOnlySpan<SegmentRequest> segments)
    {
        bool isAsked = false;
        foreach (ref readonly SegmentRequest segment in segments)
        {
            isAsked |= Of(system, segment.Access) != PageAccess.None;
        }

        return isAsked;
    }
}
