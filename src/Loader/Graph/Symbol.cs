namespace Linker.Loader;

/// <summary>A name, or an anonymous place, that relocations refer to.</summary>
public readonly record struct Symbol
{
    /// <summary>Offset in <see cref="Section"/>, absolute value, for a common symbol the alignment, for an undefined one the index of its <see cref="Alternate"/>; see <see cref="Place"/>.</summary>
    public ulong Value { get; init; }

    /// <summary>Size in bytes, 0 when unknown.</summary>
    public ulong Size { get; init; }

    /// <summary>The name; empty for a section's own symbol.</summary>
    public FileRange Name { get; init; }

    /// <summary>The section it lies in when <see cref="Place"/> is <see cref="SymbolPlace.Section"/>.</summary>
    public SectionId Section { get; init; }

    /// <summary>How <see cref="Value"/> is meant.</summary>
    public SymbolPlace Place { get; init; }

    /// <summary>What it names.</summary>
    public SymbolKind Kind { get; init; }

    /// <summary>Who sees it and who wins.</summary>
    public SymbolBinding Binding { get; init; }

    /// <summary>Whether it is seen outside the link.</summary>
    public SymbolVisibility Visibility { get; init; }

    /// <summary>The symbol of the same graph that an undefined one stands for when nobody else defines it (COFF weak externals, <c>/ALTERNATENAME</c>, Mach-O indirect symbols); otherwise the null symbol.</summary>
    public SymbolId Alternate => Place == SymbolPlace.Undefined ? new SymbolId((uint)Value) : default;

    /// <summary>Whether the object itself says where it is; a common symbol is only asked for.</summary>
    public bool IsDefined => Place is SymbolPlace.Section or SymbolPlace.Absolute;
}

/// <summary>How a symbol's value is meant.</summary>
public enum SymbolPlace : byte
{
    /// <summary>To be found elsewhere.</summary>
    Undefined,

    /// <summary>An offset in a section.</summary>
    Section,

    /// <summary>A number that no layout changes.</summary>
    Absolute,

    /// <summary>Zero-fill data to be allocated once a link; the value is the alignment.</summary>
    Common,
}

/// <summary>What a symbol names.</summary>
public enum SymbolKind : byte
{
    /// <summary>The object does not say.</summary>
    Unknown,

    /// <summary>Data.</summary>
    Data,

    /// <summary>Code.</summary>
    Function,

    /// <summary>A section's own symbol.</summary>
    Section,

    /// <summary>A source file's name.</summary>
    File,

    /// <summary>Data in each thread's block.</summary>
    ThreadLocal,

    /// <summary>A function that returns the address to use (<c>STT_GNU_IFUNC</c>, Mach-O <c>N_SYMBOL_RESOLVER</c>).</summary>
    IndirectFunction,
}

/// <summary>Who sees a symbol and who wins.</summary>
public enum SymbolBinding : byte
{
    /// <summary>Never seen from another object.</summary>
    Local,

    /// <summary>One definition a link.</summary>
    Global,

    /// <summary>Gives way to a global definition; undefined, it may be null.</summary>
    Weak,

    /// <summary>One a process, any of several equal definitions (<c>STB_GNU_UNIQUE</c>).</summary>
    Unique,
}

/// <summary>Whether a symbol is seen outside the link.</summary>
public enum SymbolVisibility : byte
{
    /// <summary>Exported.</summary>
    Default,

    /// <summary>As hidden, and no pointer to it leaves the link.</summary>
    Internal,

    /// <summary>Seen by the objects of the link only.</summary>
    Hidden,

    /// <summary>Exported, never replaced by another image's definition.</summary>
    Protected,
}
