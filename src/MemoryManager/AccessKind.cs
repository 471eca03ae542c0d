namespace Linker.MemoryManager;

/// <summary>The three sorts of memory that exist whatever combination is asked for: data may be written, code may run, constants neither.</summary>
internal static class AccessKind
{
    internal const PageAccess Constants = PageAccess.Read;
    internal const PageAccess Code = PageAccess.Read | PageAccess.Execute;
    internal const PageAccess Data = PageAccess.Read | PageAccess.Write;

    /// <summary>What serves this access. Both at once is code: only a manager that keeps nothing apart gives that.</summary>
    internal static PageAccess Of(PageAccess access) =>
        (access & PageAccess.Execute) != 0 ? Code : (access & PageAccess.Write) != 0 ? Data : Constants;
}
