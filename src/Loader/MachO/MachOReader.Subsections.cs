using System.Numerics;

namespace Linker.Loader;

/// <summary>
/// Sections of the file as sections of the graph: one for one, or, with <c>MH_SUBSECTIONS_VIA_SYMBOLS</c>, one for each part that begins at a symbol and can be moved and left out by itself.
/// </summary>
internal ref partial struct MachOReader
{
    private readonly int PartCount => _parts is null ? _headers.Length : _parts.Owners.Length - 1;

    private readonly int FirstPart(int section) => _parts is null ? section + 1 : _parts.First[section];

    private readonly int OwnerOf(int part) => _parts is null ? part - 1 : _parts.Owners[part];

    private readonly ulong StartOf(int part) => _parts is null ? 0 : _parts.Starts[part];

    private readonly ulong SizeOf(int part)
    {
        int owner = OwnerOf(part);
        return (part + 1 < FirstPart(owner + 1) ? StartOf(part + 1) : _headers[owner].Size) - StartOf(part);
    }

    private readonly ulong AddressOf(int part) => _headers[OwnerOf(part)].Address + StartOf(part);

    /// <summary>The part that an offset of a section lies in; the end belongs to the last.</summary>
    private readonly int PartAt(int section, ulong offset)
    {
        if (_parts is null)
        {
            return section + 1;
        }

        int low = _parts.First[section], high = _parts.First[section + 1] - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >>> 1;
            (low, high) = _parts.Starts[middle] <= offset ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    /// <summary>An offset in a section of the file as one from the symbol of its part.</summary>
    private readonly (SymbolId Symbol, long Addend) InSection(int section, long offset)
    {
        int part = PartAt(section, (ulong)Math.Max(offset, 0));
        return (SymbolOfSection((uint)part), offset - (long)StartOf(part));
    }

    /// <summary>A part of a section that was read whole.</summary>
    private readonly Section Cut(in Section whole, int part)
    {
        if (_parts is null)
        {
            return whole;
        }

        ulong start = StartOf(part), size = SizeOf(part);
        return whole with
        {
            Content = whole.IsZeroFill || size == 0 ? default : new FileRange(whole.Content.Offset + (uint)start, (uint)size),
            Size = size,

            // What it is aligned to where the whole section is.
            Alignment = start == 0 ? whole.Alignment : Math.Min(whole.Alignment, 1UL << BitOperations.TrailingZeroCount(start)),
        };
    }

    private readonly Parts FindParts()
    {
        var starts = new SortedSet<ulong>?[_headers.Length];
        foreach (ref readonly MachOSymbol symbol in _symbols)
        {
            if (SectionOf(in symbol) is var section and >= 0 && BeginsPart(in symbol, section))
            {
                (starts[section] ??= []).Add(symbol.Value - _headers[section].Address);
            }
        }

        var first = new int[_headers.Length + 1];
        var owners = new List<int> { -1 };
        var begin = new List<ulong> { 0 };
        for (int i = 0; i < _headers.Length; i++)
        {
            first[i] = owners.Count;
            owners.Add(i);
            begin.Add(0);
            foreach (ulong start in starts[i] ?? [])
            {
                if (start != 0 && start < _headers[i].Size)
                {
                    owners.Add(i);
                    begin.Add(start);
                }
            }
        }

        first[_headers.Length] = owners.Count;
        return new Parts(first, [.. owners], [.. begin]);
    }

    // Lists and tables stay whole: what is in them is found by its distance from the start.
    private readonly bool BeginsPart(in MachOSymbol symbol, int section) =>
        !symbol.Says(MachOConstants.AlternateEntry) && symbol.Value >= _headers[section].Address
        && TypeOf(in _headers[section]) is 0 or MachOConstants.TypeZeroFill && IsLoaded(section) && !_isFrames[section];

    /// <summary>Where the parts are.</summary>
    /// <param name="First">By section of the file: the number of its first part in the graph; behind the last one that of the next.</param>
    /// <param name="Owners">By part: its section of the file.</param>
    /// <param name="Starts">By part: where it begins there.</param>
    private sealed record Parts(int[] First, int[] Owners, ulong[] Starts);
}
