namespace Linker.Loader;

/// <summary>Bytes that are not the object they claim to be, or a kind of object that cannot be linked here.</summary>
public sealed class ObjectFormatException : Exception
{
    /// <summary>Evidence of what was read where.</summary>
    /// <param name="fileName">The object.</param>
    /// <param name="structure">What was being read, in the specification's words: <c>section header 3, sh_offset</c>.</param>
    /// <param name="offset">Where in the file, in bytes.</param>
    /// <param name="value">The offending number.</param>
    /// <param name="problem">What is wrong with it, and what to do where that is known.</param>
    public ObjectFormatException(string fileName, string structure, ulong offset, ulong value, string problem)
        : base($"{fileName}: {structure} at offset 0x{offset:x}: {problem}")
    {
        FileName = fileName;
        Structure = structure;
        Offset = offset;
        Value = value;
    }

    /// <summary>The object.</summary>
    public string FileName { get; }

    /// <summary>What was being read.</summary>
    public string Structure { get; }

    /// <summary>Bytes from the start of the file.</summary>
    public ulong Offset { get; }

    /// <summary>The offending number.</summary>
    public ulong Value { get; }
}
