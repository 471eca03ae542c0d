namespace Linker.Loader;

/// <summary>One file in an archive.</summary>
/// <param name="Name">In the archive's bytes; for a thin archive the path, relative to the archive's folder.</param>
/// <param name="HeaderOffset">Of the member's header, in bytes from the start of the archive; what symbol indexes refer to.</param>
/// <param name="Content">Its bytes in the archive; empty in a thin archive, whose members are files of their own.</param>
/// <param name="Size">Of the member in bytes, wherever they are.</param>
/// <param name="NestedOffset">In a thin archive, where the header of the member lies in the archive that <paramref name="Name"/> names, or 0 for a file of its own.</param>
public readonly record struct ArchiveMember(FileRange Name, uint HeaderOffset, FileRange Content, ulong Size, ulong NestedOffset);

/// <summary>One entry of an archive's symbol index.</summary>
/// <param name="Name">See <see cref="Archive.NameOf(in ArchiveSymbol)"/>.</param>
/// <param name="Member">Index into <see cref="Archive.Members"/> of the member that defines it.</param>
public readonly record struct ArchiveSymbol(FileRange Name, int Member);
