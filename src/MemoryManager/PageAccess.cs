namespace Linker.MemoryManager;

/// <summary>What may be done with a page at its target address. The values are those of <c>PROT_READ</c>, <c>PROT_WRITE</c> and <c>PROT_EXEC</c>.</summary>
[Flags]
public enum PageAccess
{
    /// <summary>Nothing: reserved address space.</summary>
    None = 0,

    /// <summary>Loads.</summary>
    Read = 1,

    /// <summary>Stores.</summary>
    Write = 2,

    /// <summary>Instruction fetches.</summary>
    Execute = 4,
}
