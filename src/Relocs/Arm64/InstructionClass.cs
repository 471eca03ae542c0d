namespace Linker.Relocs;

/// <summary>The instructions that a field can belong to. A place that holds another one is refused, because what would be written is not an immediate there.</summary>
public enum InstructionClass : byte
{
    /// <summary>No instruction: data, or an immediate that fills its bytes.</summary>
    None,

    /// <summary><c>B</c>, <c>BL</c>.</summary>
    Branch26,

    /// <summary><c>B.cond</c>, <c>BC.cond</c>, <c>CBZ</c>, <c>CBNZ</c>.</summary>
    Branch19,

    /// <summary><c>TBZ</c>, <c>TBNZ</c>.</summary>
    Branch14,

    /// <summary>A load or prefetch from a literal, of any register.</summary>
    Literal,

    /// <summary><c>ADR</c>.</summary>
    Adr,

    /// <summary><c>ADRP</c>.</summary>
    Adrp,

    /// <summary><c>ADD</c>, <c>ADDS</c> with an immediate.</summary>
    Add,

    /// <summary>A load or store of 8 bits at an unsigned offset, of any register.</summary>
    LdSt8,

    /// <summary>A load or store of 16 bits at an unsigned offset, of any register.</summary>
    LdSt16,

    /// <summary>A load or store of 32 bits at an unsigned offset, of any register.</summary>
    LdSt32,

    /// <summary>A load, store or prefetch of 64 bits at an unsigned offset, of any register.</summary>
    LdSt64,

    /// <summary>A load or store of 128 bits at an unsigned offset.</summary>
    LdSt128,

    /// <summary><c>MOVZ</c>, <c>MOVK</c>.</summary>
    MovW,

    /// <summary><c>MOVZ</c>, <c>MOVN</c>: the sign of X says which of the two it becomes.</summary>
    MovSigned,
}
