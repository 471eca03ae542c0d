using System.Text;

namespace Linker.Loader;

/// <summary>From addresses to lines of source: what an object's DWARF line tables say of code at the addresses that it was given.</summary>
internal sealed class LineTable
{
    private readonly LineRow[] _rows;
    private readonly LineSequence[] _sequences;
    private readonly LineFile[] _files;
    private readonly ReadOnlyMemory<byte>[] _strings;

    /// <summary>What a reader has found.</summary>
    /// <param name="rows">All sequences' rows, each sequence's in ascending order.</param>
    /// <param name="sequences">In any order.</param>
    /// <param name="files">What the rows name.</param>
    /// <param name="strings">What files' and folders' names are in.</param>
    internal LineTable(LineRow[] rows, LineSequence[] sequences, LineFile[] files, ReadOnlyMemory<byte>[] strings)
    {
        _rows = rows;
        _sequences = sequences;
        _files = files;
        _strings = strings;
        Array.Sort(sequences, static (a, b) => (a.Start, a.FirstRow).CompareTo((b.Start, b.FirstRow)));
    }

    /// <summary>The table of an object without debug information.</summary>
    internal static LineTable Empty { get; } = new([], [], [], []);

    /// <summary>Runs of code, in ascending order of their starts.</summary>
    internal ReadOnlySpan<LineSequence> Sequences => _sequences;

    /// <summary>The rows of a sequence: what each says holds up to the next one, or to the sequence's end.</summary>
    internal ReadOnlySpan<LineRow> RowsOf(in LineSequence sequence) => _rows.AsSpan(sequence.FirstRow, sequence.RowCount);

    /// <summary>The row that an address belongs to.</summary>
    internal bool TryFind(ulong address, out LineRow row)
    {
        row = default;
        int found = SortedItems.CountUpTo<LineSequence>(_sequences, address, static (in LineSequence sequence) => sequence.Start) - 1;
        if (found < 0 || address >= _sequences[found].End)
        {
            return false;
        }

        // The first row is at the sequence's start.
        ReadOnlySpan<LineRow> rows = RowsOf(in _sequences[found]);
        row = rows[SortedItems.CountUpTo(rows, address, static (in LineRow candidate) => candidate.Address) - 1];
        return true;
    }

    /// <summary>The path of a row's source as the compiler was given it, <see langword="null"/> where the table has no such file. Before version 5 a table does not know the folder that relative paths begin at.</summary>
    internal string? FileOf(in LineRow row)
    {
        if ((uint)row.File >= (uint)_files.Length)
        {
            return null;
        }

        ref readonly LineFile file = ref _files[row.File];
        return Join(Text(file.Root), Join(Text(file.Folder), Text(file.Name)));
    }

    private static string Join(string folder, string path) => folder.Length == 0 || IsAbsolute(path) ? path : folder[^1] is '/' or '\\' ? folder + path : $"{folder}/{path}";

    private static bool IsAbsolute(string path) => path.StartsWith('/') || path.StartsWith('\\') || (path.Length > 1 && path[1] == ':');

    // The reader has proved that a zero ends it.
    private string Text(LineString name)
    {
        if (name.IsNone)
        {
            return "";
        }

        ReadOnlySpan<byte> bytes = _strings[name.Section - 1].Span[(int)name.Offset..];
        return Encoding.UTF8.GetString(bytes[..bytes.IndexOf((byte)0)]);
    }
}
