namespace Linker.Loader;

/// <summary>What has been read of an object's line tables so far.</summary>
internal sealed class LineSink
{
    private readonly List<LineRow> _rows = [];
    private readonly List<LineSequence> _sequences = [];
    private int _firstRow;

    /// <summary>Files of all tables, in their order.</summary>
    internal List<LineFile> Files { get; } = [];

    /// <summary>Adds a row, in ascending order of addresses. Of several at one address the last one counts, so only that one stays.</summary>
    internal void Add(in LineRow row)
    {
        if (_rows.Count > _firstRow && _rows[^1].Address == row.Address)
        {
            _rows[^1] = row;
        }
        else
        {
            _rows.Add(row);
        }
    }

    /// <summary>Ends a sequence; one without code is forgotten.</summary>
    internal void End(ulong address)
    {
        if (_rows.Count > _firstRow && _rows[^1].Address == address)
        {
            _rows.RemoveAt(_rows.Count - 1);
        }

        if (_rows.Count > _firstRow)
        {
            _sequences.Add(new LineSequence(_rows[_firstRow].Address, address, _firstRow, _rows.Count - _firstRow));
        }

        _firstRow = _rows.Count;
    }

    /// <summary>Forgets the rows of a sequence that has no end, or that is of code that is not there.</summary>
    internal void Drop() => _rows.RemoveRange(_firstRow, _rows.Count - _firstRow);

    internal LineTable Build(ReadOnlyMemory<byte>[] strings) => new([.. _rows], [.. _sequences], [.. Files], strings);
}
