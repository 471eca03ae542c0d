namespace Linker.Loader;

/// <summary>The bytes that names of a line table are in: itself, and the strings that all tables of the object share.</summary>
/// <param name="own">The section of the table: 1 + its number.</param>
/// <param name="lines">The end of the last name in <c>.debug_line_str</c>.</param>
/// <param name="all">The end of the last name in <c>.debug_str</c>.</param>
internal readonly struct LineStrings(int own, int lines, int all)
{
    /// <summary>1 + the number of <c>.debug_line_str</c> among the bytes of names.</summary>
    internal const int LinesNumber = 1;

    /// <summary>1 + the number of <c>.debug_str</c>.</summary>
    internal const int AllNumber = 2;

    /// <summary>The name that begins where a cursor is; whoever moves the cursor behind it proves that it ends.</summary>
    internal LineString Here(in DwarfCursor cursor) => new(own, (uint)cursor.Position);

    /// <summary>A name whose place in <c>.debug_line_str</c> comes next.</summary>
    internal LineString OfLines(ref DwarfCursor cursor) => At(ref cursor, LinesNumber, lines, ".debug_line_str");

    /// <summary>A name whose place in <c>.debug_str</c> comes next.</summary>
    internal LineString OfAll(ref DwarfCursor cursor) => At(ref cursor, AllNumber, all, ".debug_str");

    /// <summary>Where the last name ends: a name that begins before has its end there or earlier, however many names are one, and nobody has to look for it.</summary>
    internal static int EndOf(ReadOnlySpan<byte> strings) => strings.LastIndexOf((byte)0) + 1;

    private static LineString At(ref DwarfCursor cursor, int section, int end, string name)
    {
        ulong offset = cursor.Word("place of a name");
        if (offset >= (ulong)end)
        {
            cursor.Fail(offset, $"a name at 0x{offset:x} of {name} lies past its end, or has no terminating zero");
        }

        return new LineString(section, (uint)offset);
    }
}
