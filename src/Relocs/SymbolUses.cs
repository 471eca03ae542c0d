namespace Linker.Relocs;

/// <summary>What places ask of a symbol, several at once: all that a linker has to know to give the symbol slots and stubs. Each kind asks for one thing, <see cref="RelocForm.Uses"/>.</summary>
[Flags]
public enum SymbolUses : uint
{
    /// <summary>Nothing: a marker, the table of slots itself, or the symbol's size.</summary>
    None = 0,

    /// <summary>Its address or distance, in a field as wide as an address or without a check.</summary>
    Wide = 1 << 0,

    /// <summary>Its address in 32 bits.</summary>
    Address32 = 1 << 1,

    /// <summary>Its address in less than 32 bits.</summary>
    Address16 = 1 << 2,

    /// <summary>The distance to it, checked, in a field of 32 bits.</summary>
    Distance32 = 1 << 3,

    /// <summary>The distance to it, checked, in less than 32 bits.</summary>
    Distance16 = 1 << 4,

    /// <summary>A branch of limited reach, to it or to its stub.</summary>
    Branch = 1 << 5,

    /// <summary>A slot with its address.</summary>
    Slot = 1 << 6,

    /// <summary>Slots with its TLS index.</summary>
    TlsIndex = 1 << 7,

    /// <summary>Slots with the image's own TLS module; the symbol does not matter.</summary>
    TlsModule = 1 << 8,

    /// <summary>A slot with its offset from the thread pointer.</summary>
    TlsOffset = 1 << 9,

    /// <summary>Slots with its TLS descriptor.</summary>
    TlsDescriptor = 1 << 10,

    /// <summary>Its offset in its TLS block.</summary>
    BlockOffset = 1 << 11,

    /// <summary>Its offset from the thread pointer.</summary>
    ThreadOffset = 1 << 12,

    /// <summary>A type that is refused.</summary>
    Refused = 1 << 13,

    /// <summary>The distance to it, checked, in 33 bits: in pages of 4 KiB, or in halves.</summary>
    Distance33 = 1 << 14,

    /// <summary>Besides one of the others: the place is not a branch and reaches 1 MiB, so that what it asks for has to lie there.</summary>
    Near = 1 << 15,

    /// <summary>Besides <see cref="Branch"/>: with an addend, so that the branch may lead behind the symbol.</summary>
    BranchBehind = 1 << 17,

    /// <summary>The distance to it from the start of the image.</summary>
    ImageOffset = 1 << 18,

    /// <summary>The distance to it from the start of the image's section that it lies in.</summary>
    SectionOffset = 1 << 19,

    /// <summary>The number of the image's section that it lies in.</summary>
    SectionNumber = 1 << 20,

    /// <summary>All that only thread-local symbols have.</summary>
    ThreadLocal = TlsIndex | TlsOffset | TlsDescriptor | BlockOffset | ThreadOffset,
}
