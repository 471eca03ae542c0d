namespace Linker.Cli.Output;

/// <summary>How one column of a <see cref="Table"/> is set.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="IsRight">Whether its cells end, not begin, below each other.</param>
/// <param name="Yields">Whether its cells are cut when the line is too long for the terminal.</param>
/// <param name="DropRank">0: always shown. Others are left out, the highest first, when cutting alone would not be enough.</param>
internal readonly record struct Column(string Name, bool IsRight = false, bool Yields = false, int DropRank = 0);

/// <summary>Rows in columns, as wide as they need and no wider than the terminal.</summary>
internal sealed class Table(string title, params Column[] columns)
{
    private const string Gap = "  ";
    private const int LeastColumn = 8;

    private readonly List<string[]> _rows = [];

    internal void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes the title with the number of rows, the headings and the rows; nothing when there is no row.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="width">Characters in a line.</param>
    /// <param name="hasColour">Whether headings are bold.</param>
    internal void Write(TextWriter output, int width, bool hasColour)
    {
        if (_rows.Count == 0)
        {
            return;
        }

        int[] widths = FitWidths(width);
        output.WriteLine();
        WriteBold(output, $"{title} ({_rows.Count})", hasColour);
        WriteBold(output, Line([.. columns.Select(c => c.Name)], widths), hasColour);
        foreach (string[] row in _rows)
        {
            output.WriteLine(Line(row, widths));
        }
    }

    private static void WriteBold(TextWriter output, string line, bool hasColour) =>
        output.WriteLine(hasColour ? $"{Terminal.Bold}{line}{Terminal.Plain}" : line);

    /// <summary>The width of each column; −1 for one that is left out.</summary>
    private int[] FitWidths(int width)
    {
        var widths = new int[columns.Length];
        for (int i = 0; i < widths.Length; i++)
        {
            widths[i] = Math.Max(columns[i].Name.Length, _rows.Max(r => r[i].Length));
        }

        while (Sum(widths, i => columns[i].Yields ? Math.Min(widths[i], LeastColumn) : widths[i]) > width && DropOne(widths))
        {
        }

        long excess = Sum(widths, i => widths[i]) - width;
        while (excess > 0 && CutWidest(widths, ref excess))
        {
        }

        return widths;
    }

    private static long Sum(int[] widths, Func<int, long> widthOf)
    {
        long sum = -Gap.Length;
        for (int i = 0; i < widths.Length; i++)
        {
            sum += widths[i] < 0 ? 0 : widthOf(i) + Gap.Length;
        }

        return sum;
    }

    private bool DropOne(int[] widths)
    {
        int last = -1;
        for (int i = 0; i < widths.Length; i++)
        {
            if (widths[i] >= 0 && columns[i].DropRank > (last < 0 ? 0 : columns[last].DropRank))
            {
                last = i;
            }
        }

        if (last >= 0)
        {
            widths[last] = -1;
        }

        return last >= 0;
    }

    // The widest that yields gives what it has above the next widest, so that all end about equal.
    private bool CutWidest(int[] widths, ref long excess)
    {
        int widest = -1;
        int next = LeastColumn;
        for (int i = 0; i < widths.Length; i++)
        {
            if (!columns[i].Yields || widths[i] <= LeastColumn)
            {
                continue;
            }

            if (widest < 0 || widths[i] > widths[widest])
            {
                next = widest < 0 ? next : widths[widest];
                widest = i;
            }
            else
            {
                next = Math.Max(next, widths[i]);
            }
        }

        if (widest < 0)
        {
            return false;
        }

        int cut = (int)Math.Min(excess, Math.Max(1, widths[widest] - next));
        widths[widest] -= cut;
        excess -= cut;
        return true;
    }

    private string Line(string[] cells, int[] widths)
    {
        var parts = new List<string>(cells.Length);
        for (int i = 0; i < cells.Length; i++)
        {
            if (widths[i] >= 0)
            {
                string cell = cells[i].Length <= widths[i] ? cells[i] : $"{cells[i].AsSpan(0, widths[i] - 1)}…";
                parts.Add(columns[i].IsRight ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            }
        }

        return string.Join(Gap, parts).TrimEnd();
    }
}
