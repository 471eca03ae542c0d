namespace Linker.Relocs;

/// <summary>What S is in the equation: the symbol itself, or the table entry that was made for it.</summary>
public enum Target : byte
{
    /// <summary>S: the address of the symbol.</summary>
    Symbol,

    /// <summary>S: the address of the symbol, or of its stub where the symbol is out of the field's reach.</summary>
    Stub,

    /// <summary>G: the address of the slot that holds the address of the symbol.</summary>
    GotSlot,

    /// <summary>GOT: the address of the table of slots itself; the symbol does not matter.</summary>
    GotBase,

    /// <summary>GTLSIDX: the address of two slots, the symbol's TLS module and its offset in that module's block.</summary>
    TlsIndexSlots,

    /// <summary>GLDM: the address of two slots, this image's TLS module and 0.</summary>
    TlsModuleSlots,

    /// <summary>GTPREL: the address of the slot that holds the symbol's offset from the thread pointer.</summary>
    TlsOffsetSlot,

    /// <summary>GTLSDESC: the address of two slots, a function that finds the symbol's offset from the thread pointer, and its argument.</summary>
    TlsDescriptorSlots,

    /// <summary>Z: the size of the symbol in bytes.</summary>
    SymbolSize,

    /// <summary>N: the number of the image's section that the symbol lies in, from 1.</summary>
    SectionNumber,
}
