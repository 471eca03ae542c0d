namespace Linker.Relocs;

/// <summary>Which sides of the equation are rounded down to a page of 4 KiB, whatever the size of the machine's pages.</summary>
public enum Page : byte
{
    /// <summary>None.</summary>
    None,

    /// <summary>X = Page(S + A) − Page(O).</summary>
    Both,

    /// <summary>X = S + A − Page(O).</summary>
    Origin,
}
