namespace Linker.Loader;

/// <summary>Turns the bytes of an <c>ar</c> archive into an <see cref="Archive"/>: GNU, BSD and thin ones.</summary>
public static class ArchiveReader
{
    /// <summary>Lists an archive's members. Neither they nor the symbol index are read yet.</summary>
    /// <param name="file">All of the archive. It is kept and never copied, so it must not change.</param>
    /// <param name="fileName">How messages call the archive.</param>
    /// <param name="open">For a thin archive: gives the bytes of a member from its name, a path relative to the archive's folder.</param>
    /// <exception cref="ObjectFormatException">It is no archive, or damaged.</exception>
    public static Archive Read(ReadOnlyMemory<byte> file, string fileName, Func<string, ReadOnlyMemory<byte>>? open = null)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        if (!ObjectReader.IsArchive(file.Span))
        {
            Throw.Format(fileName, "archive header", -1, 0, (ulong)file.Length, "it is no archive, so it has no members");
        }

        return new ArchiveWalk(file, fileName).Run(open);
    }
}
