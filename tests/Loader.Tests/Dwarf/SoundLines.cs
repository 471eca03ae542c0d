namespace Linker.Loader.Tests;

/// <summary>What is true of every line table that was read.</summary>
internal static class SoundLines
{
    /// <summary>Whether the bytes are read; if not, by the one exception.</summary>
    internal static bool OrRefused(byte[] lines, byte[]? lineStrings = null)
    {
        try
        {
            Check(LineReader.Read(new DebugSections([lines], lineStrings ?? default, default), "test.o"));
            return true;
        }
        catch (ObjectFormatException)
        {
            return false;
        }
    }

    /// <summary>The same for a whole object, whose sections are some bytes apart.</summary>
    internal static bool ObjectOrRefused(byte[] file)
    {
        try
        {
            LinkGraph graph = ObjectReader.Read(file, "test.o");
            Check(LineReader.Read(graph, [.. Enumerable.Range(0, graph.Sections.Length).Select(i => i % 5 == 4 ? LineReader.NoAddress : (ulong)i << 32)]));
            return true;
        }
        catch (ObjectFormatException)
        {
            return false;
        }
    }

    internal static void Check(LineTable table)
    {
        ulong start = 0;
        foreach (ref readonly LineSequence sequence in table.Sequences)
        {
            Assert.True(sequence.Start >= start && sequence.RowCount > 0);
            start = sequence.Start;
            ReadOnlySpan<LineRow> rows = table.RowsOf(in sequence);
            Assert.Equal(sequence.Start, rows[0].Address);
            for (int i = 1; i < rows.Length; i++)
            {
                Assert.True(rows[i].Address > rows[i - 1].Address);
            }

            Assert.True(sequence.End > rows[^1].Address);
            Assert.True(table.TryFind(sequence.Start, out _));
            _ = table.FileOf(in rows[^1]);
        }

        _ = table.TryFind(ulong.MaxValue, out _);
        _ = table.TryFind(0, out _);
    }

    /// <summary>All rows, as text; ends of sequences too.</summary>
    internal static List<string> Print(LineTable table)
    {
        List<string> lines = [];
        foreach (ref readonly LineSequence sequence in table.Sequences)
        {
            foreach (ref readonly LineRow row in table.RowsOf(in sequence))
            {
                lines.Add($"0x{row.Address:x} {table.FileOf(in row)}:{row.Line}");
            }

            lines.Add($"0x{sequence.End:x} end");
        }

        return lines;
    }
}
