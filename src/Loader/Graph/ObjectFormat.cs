namespace Linker.Loader;

/// <summary>The container an object file is.</summary>
public enum ObjectFormat : byte
{
    /// <summary>Executable and Linking Format, 64-bit little-endian.</summary>
    Elf,

    /// <summary>Common Object File Format, as Microsoft's PE Format document has it; members of import libraries too.</summary>
    Coff,

    /// <summary>Mach object, as Apple's systems have it, 64-bit.</summary>
    MachO,
}

/// <summary>What an object says about all of its code. A promise holds for an image only if every object in it makes it; a demand holds for the image if one object makes it.</summary>
[Flags]
public enum ObjectFeatures : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A promise: every indirect branch lands on a landing pad: <c>endbr64</c> (<c>GNU_PROPERTY_X86_FEATURE_1_IBT</c>), <c>bti</c> (<c>GNU_PROPERTY_AARCH64_FEATURE_1_BTI</c>).</summary>
    IndirectBranchTracking = 1,

    /// <summary>A promise: safe under a shadow stack (<c>GNU_PROPERTY_X86_FEATURE_1_SHSTK</c>, <c>GNU_PROPERTY_AARCH64_FEATURE_1_GCS</c>).</summary>
    ShadowStack = 2,

    /// <summary>A demand: code on the stack has to run (<c>.note.GNU-stack</c> with <c>SHF_EXECINSTR</c>). gcc's nested functions whose address is taken are such code.</summary>
    ExecutableStack = 4,

    /// <summary>A promise: all return addresses on the stack are signed (<c>GNU_PROPERTY_AARCH64_FEATURE_1_PAC</c>).</summary>
    ReturnSigning = 8,
}
