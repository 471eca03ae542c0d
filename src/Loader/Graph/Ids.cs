namespace Linker.Loader;

/// <summary>Which section of a graph; 0 is the null section. In ELF, COFF and Mach-O graphs the file's own section number.</summary>
/// <param name="Index">Index into <see cref="LinkGraph.Sections"/>.</param>
public readonly record struct SectionId(uint Index)
{
    /// <summary>Whether there is a section at all.</summary>
    public bool IsNull => Index == 0;
}

/// <summary>Which symbol of a graph; 0 is the null symbol. In ELF graphs the file's own symbol index, in COFF and Mach-O graphs one more.</summary>
/// <param name="Index">Index into <see cref="LinkGraph.Symbols"/>.</param>
public readonly record struct SymbolId(uint Index)
{
    /// <summary>Whether there is a symbol at all.</summary>
    public bool IsNull => Index == 0;
}

/// <summary>A range of the object file, or behind its end of what the reader has made from it (call frame records of a Mach-O object). Names and contents stay where they are; no string or copy is made until somebody asks.</summary>
/// <param name="Offset">Bytes from the start of the file.</param>
/// <param name="Size">Bytes.</param>
public readonly record struct FileRange(uint Offset, uint Size);
