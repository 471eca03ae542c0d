namespace Linker.Loader;

/// <summary>A run of content with one purpose: bytes, alignment, access.</summary>
public readonly record struct Section
{
    /// <summary>The bytes, empty for zero-fill sections and sections of size 0.</summary>
    public FileRange Content { get; init; }

    /// <summary>The name.</summary>
    public FileRange Name { get; init; }

    /// <summary>Size in bytes once loaded. Equals the size of <see cref="Content"/> unless the section is zero-fill.</summary>
    public ulong Size { get; init; }

    /// <summary>Of the section's address, in bytes: a power of two, at least 1.</summary>
    public ulong Alignment { get; init; }

    /// <summary>The format's own flag bits (ELF <c>sh_flags</c>, COFF <c>Characteristics</c>, Mach-O attributes).</summary>
    public ulong FormatFlags { get; init; }

    /// <summary>The format's own type (ELF <c>sh_type</c>, Mach-O section type); 0 where it has none.</summary>
    public uint FormatType { get; init; }

    /// <summary>Index of the first relocation in <see cref="LinkGraph.Relocations"/>.</summary>
    public int FirstRelocation { get; init; }

    /// <summary>How many relocations patch this section.</summary>
    public int RelocationCount { get; init; }

    /// <summary>Index into <see cref="LinkGraph.Comdats"/>, or −1.</summary>
    public int Comdat { get; init; }

    /// <summary>The section whose fate this one shares (ELF <c>SHF_LINK_ORDER</c>, COFF's associative selection), or null.</summary>
    public SectionId LinkedTo { get; init; }

    /// <summary>Bytes of one entry where the format says so (ELF <c>sh_entsize</c>), else 0.</summary>
    public uint EntrySize { get; init; }

    /// <summary>For initialisers and finalisers: runs earlier the smaller it is; 65536 where the section names none.</summary>
    public int Priority { get; init; }

    /// <summary>What the section may do and how it is treated.</summary>
    public SectionFlags Flags { get; init; }

    /// <summary>What the engine does with the content beyond loading it.</summary>
    public SectionRole Role { get; init; }

    /// <summary>Whether the section gets an address.</summary>
    public bool IsLoaded => (Flags & SectionFlags.Load) != 0;

    /// <summary>Whether the section has no bytes in the file.</summary>
    public bool IsZeroFill => (Flags & SectionFlags.ZeroFill) != 0;
}

/// <summary>Properties of a section, whatever the format.</summary>
[Flags]
public enum SectionFlags : ushort
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>Gets an address in the image.</summary>
    Load = 1 << 0,

    /// <summary>Writable by the program.</summary>
    Write = 1 << 1,

    /// <summary>Holds instructions.</summary>
    Execute = 1 << 2,

    /// <summary>All zero, no bytes in the file.</summary>
    ZeroFill = 1 << 3,

    /// <summary>Part of the template of each thread's block.</summary>
    ThreadLocal = 1 << 4,

    /// <summary>Entries may be merged with equal ones; a linker need not.</summary>
    Merge = 1 << 5,

    /// <summary>Entries are zero-terminated strings.</summary>
    Strings = 1 << 6,

    /// <summary>Not for the linked image.</summary>
    Exclude = 1 << 7,

    /// <summary>Content is compressed as it stands in the file.</summary>
    Compressed = 1 << 8,

    /// <summary>May be further away than 2 GiB (x86-64 large data).</summary>
    Large = 1 << 9,

    /// <summary>Stays in the image though nothing leads to it (ELF <c>SHF_GNU_RETAIN</c>, Mach-O <c>S_ATTR_NO_DEAD_STRIP</c> and <c>N_NO_DEAD_STRIP</c>).</summary>
    Keep = 1 << 10,
}

/// <summary>Sections that the engine has to do something with.</summary>
public enum SectionRole : byte
{
    /// <summary>Content and nothing else.</summary>
    Ordinary,

    /// <summary>DWARF call frame records (<c>.eh_frame</c>).</summary>
    Unwind,

    /// <summary>Addresses of functions to run before all other initialisers.</summary>
    PreInitializers,

    /// <summary>Addresses of functions to run in order before the image is used.</summary>
    Initializers,

    /// <summary>Addresses of functions to run in reverse order before the image is used (<c>.ctors</c>).</summary>
    ReversedInitializers,

    /// <summary>Offsets from the image's base of functions to run in order before the image is used, 32 bits each (Mach-O <c>S_INIT_FUNC_OFFSETS</c>).</summary>
    InitializerOffsets,

    /// <summary>Addresses of functions to run in reverse order when the image goes.</summary>
    Finalizers,

    /// <summary>Addresses of functions to run in order when the image goes (<c>.dtors</c>).</summary>
    ReversedFinalizers,

    /// <summary>Entries that say where functions begin and how they are unwound, sorted by address in the image (COFF <c>.pdata</c>).</summary>
    FunctionTable,

    /// <summary>Addresses of functions to call when threads come and go (COFF <c>.CRT$XL</c>).</summary>
    ThreadCallbacks,

    /// <summary>Slots for the addresses of imported names, as import libraries of GNU tools have them: each holds the place of a name (COFF <c>.idata$5</c>).</summary>
    ImportSlots,

    /// <summary>Descriptors of thread-local variables: the function that finds the calling thread's, a key, the offset in the template (Mach-O <c>S_THREAD_LOCAL_VARIABLES</c>).</summary>
    ThreadVariables,

    /// <summary>Where values are at certain instructions (<c>.llvm_stackmaps</c>, <c>__LLVM_STACKMAPS,__llvm_stackmaps</c>).</summary>
    StackMaps,

    /// <summary>Symbols, strings, relocations, groups: the format's own book-keeping.</summary>
    Metadata,
}
