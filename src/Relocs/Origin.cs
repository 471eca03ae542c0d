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

    /// <summary>IB: the image's base, its lowest address.</summary>
    Image,

    /// <summary>SEC: the start of the image's section that the symbol lies in, the template of thread-local data for thread-local symbols.</summary>
    Section,

    /// <summary>B: the address of the second symbol.</summary>
    Subtrahend,
}
