namespace Linker.MemoryManager;

/// <summary>What may be done with a page at its target address. The values are those of <c>PROT_READ</c>, <c>PROT_WRITE</c>, <c>PROT_EXEC</c> and AArch64's <c>PROT_BTI</c>.</summary>
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

    /// <summary>With <see cref="Execute"/>: indirect branches fault where they land on anything but a landing pad. Without effect where the processor does not watch them.</summary>
    Guarded = 0x10,
}
