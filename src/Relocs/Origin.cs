namespace Linker.Relocs;

/// <summary>What O is in the equation: what is subtracted.</summary>
public enum Origin : byte
{
    /// <summary>Nothing.</summary>
    Zero,

    /// <summary>P: the address of the place.</summary>
    Place,

    /// <summary>GOT: the address of the table of slots.</summary>
    Got,

    /// <summary>DTP: the start of the TLS block that the symbol lies in.</summary>
    TlsBlock,

    /// <summary>TP: the thread pointer, where the TLS block lies at its static offset from it.</summary>
    ThreadPointer,
}
