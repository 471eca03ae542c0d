namespace Linker.Engine;

/// <summary>Sorts of names that few links have.</summary>
[Flags]
internal enum SpecialNames : byte
{
    None = 0,

    /// <summary>Common symbols.</summary>
    Common = 1,

    /// <summary>Names that the linker itself defines.</summary>
    Synthetic = 2,

    /// <summary>Definitions of functions that find an address.</summary>
    Indirect = 4,
}
