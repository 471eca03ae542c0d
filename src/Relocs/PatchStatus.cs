namespace Linker.Relocs;

/// <summary>How one fixup went. A byte, so that the loop over a million of them makes no garbage; exceptions are built elsewhere, from evidence.</summary>
public enum PatchStatus : byte
{
    /// <summary>The field was written.</summary>
    Ok,

    /// <summary>X does not fit the field; nothing was written.</summary>
    OutOfRange,

    /// <summary>X is not a multiple of what the field counts in; nothing was written.</summary>
    Misaligned,

    /// <summary>The place holds an instruction that does not have the field; nothing was written.</summary>
    WrongInstruction,

    /// <summary>There is an addend other than 0, and the equation has none; nothing was written.</summary>
    UnexpectedAddend,
}
