namespace Linker.Loader;

/// <summary>A set of sections of which one copy a link is enough: an ELF section group with <c>GRP_COMDAT</c>, a <c>.gnu.linkonce</c> section, or a COFF section with <c>IMAGE_SCN_LNK_COMDAT</c>.</summary>
/// <param name="Name">The signature; sets of one name are copies of each other.</param>
/// <param name="Selection">Which copy is kept.</param>
/// <param name="Section">The section that copies are compared by; null where any will do.</param>
public readonly record struct Comdat(FileRange Name, ComdatSelection Selection = ComdatSelection.Any, SectionId Section = default);

/// <summary>Which of several copies is kept, and what has to be the same in all. PE Format, "COMDAT Sections (Object Only)".</summary>
public enum ComdatSelection : byte
{
    /// <summary>The first.</summary>
    Any,

    /// <summary>The first; all have to be as large.</summary>
    SameSize,

    /// <summary>The first; all have to have the same content.</summary>
    ExactMatch,

    /// <summary>The largest.</summary>
    Largest,
}
