namespace Linker.Loader;

/// <summary>The container an object file is.</summary>
public enum ObjectFormat : byte
{
    /// <summary>Executable and Linking Format, 64-bit little-endian.</summary>
    Elf,
}

/// <summary>Promises that an object makes about all of its code; an image keeps one only if every object in it does.</summary>
[Flags]
public enum ObjectFeatures : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Every indirect branch lands on <c>endbr64</c> (<c>GNU_PROPERTY_X86_FEATURE_1_IBT</c>).</summary>
    IndirectBranchTracking = 1,

    /// <summary>Safe under a shadow stack (<c>GNU_PROPERTY_X86_FEATURE_1_SHSTK</c>).</summary>
    ShadowStack = 2,
}
