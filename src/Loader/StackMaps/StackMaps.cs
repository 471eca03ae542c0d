namespace Linker.Loader;

/// <summary>What compilers say of values at certain instructions: for collectors, interpreters that code falls back to, and code that is patched.</summary>
/// <remarks>True of every instance: ids and indexes are in range, the records of a function follow each other, and so do the locations and live-outs of a record. That an address lies in code is not.</remarks>
/// <example>
/// <code>
/// foreach (StackMapRecordId id in image.StackMaps.At(returnAddress))
///     foreach (StackMapLocation location in image.StackMaps.LocationsOf(id))
///         Console.WriteLine($"{location.Kind} {DwarfRegisters.NameOf(Machine.X64, location.Register)} {location.Value}");
/// </code>
/// </example>
public sealed class StackMaps
{
    private readonly StackMapFunction[] _functions;
    private readonly ulong[] _constants;
    private readonly StackMapRecord[] _records;
    private readonly StackMapLocation[] _locations;
    private readonly StackMapLiveOut[] _liveOuts;

    // Made when somebody asks; whoever comes second at the same time makes an equal one.
    private StackMapRecordId[]? _byAddress;
    private StackMapRecordId[]? _byId;

    internal StackMaps(StackMapFunction[] functions, ulong[] constants, StackMapRecord[] records, StackMapLocation[] locations, StackMapLiveOut[] liveOuts)
    {
        _functions = functions;
        _constants = constants;
        _records = records;
        _locations = locations;
        _liveOuts = liveOuts;
    }

    /// <summary>Nothing.</summary>
    public static StackMaps Empty { get; } = new([], [], [], [], []);

    /// <summary>All functions, in the order of the section.</summary>
    public ReadOnlySpan<StackMapFunction> Functions => _functions;

    /// <summary>Numbers that are too large for a location.</summary>
    public ReadOnlySpan<ulong> Constants => _constants;

    /// <summary>All records, those of a function after those of the one before.</summary>
    public ReadOnlySpan<StackMapRecord> Records => _records;

    /// <summary>The locations of all records.</summary>
    public ReadOnlySpan<StackMapLocation> Locations => _locations;

    /// <summary>The live-outs of all records.</summary>
    public ReadOnlySpan<StackMapLiveOut> LiveOuts => _liveOuts;

    /// <summary>A record.</summary>
    public ref readonly StackMapRecord this[StackMapRecordId id] => ref _records[id.Index];

    /// <summary>A function.</summary>
    public ref readonly StackMapFunction this[StackMapFunctionId id] => ref _functions[id.Index];

    /// <summary>The locations of a record, in the order in which the compiler was given the values.</summary>
    public ReadOnlySpan<StackMapLocation> LocationsOf(StackMapRecordId id) => _locations.AsSpan((int)_records[id.Index].FirstLocation, _records[id.Index].LocationCount);

    /// <summary>The live-outs of a record.</summary>
    public ReadOnlySpan<StackMapLiveOut> LiveOutsOf(StackMapRecordId id) => _liveOuts.AsSpan((int)_records[id.Index].FirstLiveOut, _records[id.Index].LiveOutCount);

    /// <summary>The address that a record is about: its function's and the offset from there.</summary>
    public ulong AddressOf(StackMapRecordId id) => _functions[_records[id.Index].Function.Index].Address + _records[id.Index].InstructionOffset;

    /// <summary>The number that a constant location stands for.</summary>
    /// <exception cref="ArgumentException">The location is not constant.</exception>
    public long ValueOf(in StackMapLocation location) => location.Kind switch
    {
        StackMapLocationKind.Constant => location.Value,
        StackMapLocationKind.ConstantIndex => (long)_constants[location.Value],
        _ => throw new ArgumentException($"The value is in the frame or in a register ({location.Kind}).", nameof(location)),
    };

    /// <summary>The records about an instruction. A statepoint's is found by the address at which its call returns, a patch point's and a stack map's by that of its first byte.</summary>
    /// <param name="address">As in <see cref="AddressOf"/>. Functions at address 0, which an image does not have, are not looked at.</param>
    /// <returns>Usually one or none.</returns>
    public ReadOnlySpan<StackMapRecordId> At(ulong address) => Find(_byAddress ??= SortedByAddress(), address, AddressOf);

    /// <summary>The records with a number.</summary>
    public ReadOnlySpan<StackMapRecordId> WithId(ulong id) => Find(_byId ??= SortedById(), id, r => _records[r.Index].Id);

    /// <summary>A record as one of a statepoint.</summary>
    /// <param name="id">The record.</param>
    /// <param name="statepoint">What it says.</param>
    /// <returns>Whether it can be one. Nothing but its number tells whether it is.</returns>
    public bool TryGetStatepoint(StackMapRecordId id, out Statepoint statepoint) => Statepoint.TryRead(this, LocationsOf(id), out statepoint);

    private StackMapRecordId[] SortedByAddress() =>
        Sorted(r => _functions[_records[r.Index].Function.Index].Address != 0, AddressOf);

    private StackMapRecordId[] SortedById() => Sorted(_ => true, r => _records[r.Index].Id);

    private StackMapRecordId[] Sorted(Func<StackMapRecordId, bool> counts, Func<StackMapRecordId, ulong> keyOf)
    {
        StackMapRecordId[] ids = [.. Enumerable.Range(0, _records.Length).Select(i => new StackMapRecordId((uint)i)).Where(counts)];
        ids.AsSpan().Sort((a, b) => keyOf(a).CompareTo(keyOf(b)) is var order and not 0 ? order : a.Index.CompareTo(b.Index));
        return ids;
    }

    private static ReadOnlySpan<StackMapRecordId> Find(StackMapRecordId[] sorted, ulong key, Func<StackMapRecordId, ulong> keyOf)
    {
        int first = FirstFrom(sorted, 0, id => keyOf(id) >= key);
        return sorted.AsSpan(first, FirstFrom(sorted, first, id => keyOf(id) > key) - first);
    }

    /// <summary>Index of the first for which something holds that holds for all behind it too.</summary>
    private static int FirstFrom(StackMapRecordId[] sorted, int low, Func<StackMapRecordId, bool> holds)
    {
        int high = sorted.Length;
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) / 2);
            (low, high) = holds(sorted[middle]) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
