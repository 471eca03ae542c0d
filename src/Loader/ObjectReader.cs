namespace Linker.Loader;

/// <summary>Turns the bytes of an object file into a <see cref="LinkGraph"/>.</summary>
/// <example>
/// <code>
/// LinkGraph graph = ObjectReader.Read(File.ReadAllBytes("add.o"), "add.o");
/// </code>
/// </example>
public static class ObjectReader
{
    /// <summary>Reads a relocatable object, 64-bit, x86-64 or AArch64: ELF (little-endian), COFF (members of import libraries included) or Mach-O.</summary>
    /// <param name="file">All of the object. The graph keeps it and never copies it, so it must not change.</param>
    /// <param name="fileName">How messages call the object.</param>
    /// <param name="includeUnloaded">Whether the relocations of sections that get no address (debug information) are decoded too; a linker has no use for them.</param>
    /// <param name="splitSubsections">Whether the parts of a Mach-O section that a linker may move become sections of their own (<c>MH_SUBSECTIONS_VIA_SYMBOLS</c>), so that each can be left out. Other formats have their sections so from the compiler.</param>
    /// <returns>A sound graph, for any bytes; time and memory are bounded by a multiple of their number.</returns>
    /// <exception cref="ObjectFormatException">The bytes are damaged, or are a kind of file that cannot be linked; the message says what to do instead.</exception>
    public static LinkGraph Read(ReadOnlyMemory<byte> file, string fileName, bool includeUnloaded = false, bool splitSubsections = false)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        FileKind kind = FileKinds.Of(file.Span);
        if (kind is not (FileKind.Elf or FileKind.Coff or FileKind.MachO))
        {
            FileKinds.Refuse(kind, fileName, file.Length);
        }

        GraphTables tables = GraphTables.Rent();
        try
        {
            return kind == FileKind.Elf ? new ElfReader(file, fileName, tables).Read(includeUnloaded)
                : kind == FileKind.MachO ? new MachOReader(file, fileName, tables).Read(includeUnloaded, splitSubsections)
                : CoffIdentity.IsImport(file.Span) ? CoffImportReader.Read(file, fileName, tables)
                : new CoffReader(file, fileName, tables).Read(includeUnloaded);
        }
        catch
        {
            GraphTables.Return(tables);
            throw;
        }
    }

    /// <summary>Whether bytes start as an <c>ar</c> archive does, thin or not.</summary>
    /// <param name="file">At least the first 8 bytes.</param>
    public static bool IsArchive(ReadOnlySpan<byte> file) => FileKinds.Of(file) is FileKind.Archive or FileKind.ThinArchive;
}
