using System.Text;

namespace Linker.Bench.Output;

/// <summary>Rows of text between bars.</summary>
/// <param name="heads">One a column; all columns but the first are numbers.</param>
internal sealed class MarkdownTable(params IReadOnlyList<string> heads)
{
    private readonly StringBuilder _rows = new();

    internal void Add(params IReadOnlyList<string> cells)
    {
        if (cells.Count != heads.Count)
        {
            throw new ArgumentException($"{cells.Count} cells for {heads.Count} columns", nameof(cells));
        }

        AddRow(cells);
    }

    /// <inheritdoc/>
    public override string ToString() => $"| {string.Join(" | ", heads)} |\n|---|{string.Concat(Enumerable.Repeat("---:|", heads.Count - 1))}\n{_rows}";

    private void AddRow(IReadOnlyList<string> cells) => _rows.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
