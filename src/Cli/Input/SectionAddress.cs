namespace Linker.Cli.Input;

/// <summary>The target address that the command line gives a section.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="File">The object: a path as given, its last part, or an archive's member.</param>
/// <param name="Section">The section's name, or <c>#INDEX</c>.</param>
/// <param name="Address">Absolute.</param>
internal sealed record SectionAddress(string Text, string File, string Section, ulong Address)
{
    /// <summary>Reads <c>FILE,SECTION=ADDR</c>.</summary>
    internal static bool TryRead(string text, out SectionAddress? value)
    {
        value = null;
        int equals = text.LastIndexOf('=');
        int comma = equals < 0 ? -1 : text.LastIndexOf(',', equals);

        // In Mach-O the segment may stand before the section: FILE,__TEXT,__text=ADDR.
        int segment = comma <= 0 ? -1 : text.LastIndexOf(',', comma - 1);
        comma = segment > 0 && text.AsSpan(segment + 1).StartsWith("__") && text.AsSpan(comma + 1).StartsWith("__") ? segment : comma;
        if (comma <= 0 || comma + 1 >= equals || !Definition.TryReadAddress(text.AsSpan(equals + 1), out ulong address))
        {
            return false;
        }

        value = new SectionAddress(text, text[..comma], text[(comma + 1)..equals], address);
        return true;
    }
}
