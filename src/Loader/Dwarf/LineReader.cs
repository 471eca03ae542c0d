namespace Linker.Loader;

/// <summary>
/// Reads DWARF line tables, versions 2 to 5, of an object whose sections have addresses. For any bytes, a <see cref="LineTable"/> or an <see cref="ObjectFormatException"/>, in time and memory bounded by a multiple of their
/// number.
/// </summary>
internal static class LineReader
{
    /// <summary>The address of a section that is not there.</summary>
    internal const ulong NoAddress = ulong.MaxValue;

    /// <summary>All line tables of an object, as they are with the sections at certain addresses. What they say of sections that are not there is left out.</summary>
    /// <param name="graph">Read with or without the relocations of sections that are not loaded; they are read once more here.</param>
    /// <param name="addresses">By section; <see cref="NoAddress"/> for one that is not there. Those of sections that are not loaded do not matter.</param>
    /// <exception cref="ObjectFormatException">The debug sections are damaged, or compressed in a way that is not known.</exception>
    internal static LineTable Read(LinkGraph graph, ReadOnlySpan<ulong> addresses)
    {
        if (!DebugSections.HaveLines(graph))
        {
            return LineTable.Empty;
        }

        using LinkGraph whole = DebugSections.ReadWhole(graph);
        return Read(DebugSections.Of(whole, addresses), graph.FileName);
    }

    /// <summary>The same from the sections' bytes, with their relocations applied.</summary>
    internal static LineTable Read(DebugSections sections, string fileName)
    {
        int lines = LineStrings.EndOf(sections.LineStrings.Span), all = LineStrings.EndOf(sections.Strings.Span);
        ReadOnlyMemory<byte>[] strings = [sections.LineStrings, sections.Strings, .. sections.Lines];
        var sink = new LineSink();
        for (int i = 0; i < sections.Lines.Count; i++)
        {
            ReadSection(sections.Lines[i].Span, new LineStrings(LineStrings.AllNumber + 1 + i, lines, all), sink, fileName);
        }

        return sink.Build(strings);
    }

    private static void ReadSection(ReadOnlySpan<byte> bytes, LineStrings strings, LineSink sink, string fileName)
    {
        for (int position = 0; position < bytes.Length;)
        {
            var section = new DwarfCursor(bytes, position, $"line table at 0x{position:x}", fileName);
            ulong size = section.U32("unit_length");
            bool isWide = size == DwarfConstants.WideFormat;
            size = isWide ? section.U64("unit_length") : size;
            if (!isWide && size >= DwarfConstants.ReservedLength)
            {
                section.Fail(size, $"its unit_length 0x{size:x} is reserved");
            }

            int start = section.Position;
            section.Take(size, "content");
            position = section.Position;
            var table = new DwarfCursor(bytes[..position], start, $"line table at 0x{start - (isWide ? 12 : 4):x}", fileName) { IsWide = isWide };
            var header = new LineHeader(ref table, strings, sink);
            new LineProgram(header, sink).Run(table);
        }
    }
}
