using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Linker.Loader;

/// <summary>
/// Reads the tables of a stack map section, version 3, before or after relocation: one table, or those of several objects one behind the other as linkers leave them.
/// For any bytes, <see cref="StackMaps"/> or an <see cref="ObjectFormatException"/>: everything is proved and counted before anything is allocated.
/// </summary>
/// <example>
/// <code>
/// StackMaps maps = StackMapReader.Read(graph.ContentOf(section), graph.FileName);
/// foreach (ref readonly StackMapRecord record in maps.Records)
///     Console.WriteLine($"{record.Id} at {record.InstructionOffset}");
/// </code>
/// </example>
public static class StackMapReader
{
    private const int Version = 3;
    private const int Alignment = 8;

    /// <summary>Reads all tables.</summary>
    /// <param name="bytes">All of the section.</param>
    /// <param name="fileName">For messages.</param>
    /// <param name="fileOffset">Of the section in that file; for messages.</param>
    /// <exception cref="ObjectFormatException">The bytes are not stack maps of version 3.</exception>
    public static StackMaps Read(ReadOnlySpan<byte> bytes, string fileName, ulong fileOffset = 0)
    {
        var reader = new Walk(bytes, fileName, fileOffset);
        Counts counts = reader.Prove();
        return counts.Functions + counts.Constants == 0 ? StackMaps.Empty : Fill(bytes, counts);
    }

    private static int Align(int offset) => (offset + Alignment - 1) & ~(Alignment - 1);

    private static T At<T>(ReadOnlySpan<byte> bytes, int offset)
        where T : unmanaged => MemoryMarshal.Read<T>(bytes[offset..]);

    private static ReadOnlySpan<T> Table<T>(ReadOnlySpan<byte> bytes, int offset, int count)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes.Slice(offset, count * Unsafe.SizeOf<T>()));

    // Linkers fill with zeros what is between sections; no table begins with one.
    private static int SkipPadding(ReadOnlySpan<byte> bytes, int offset)
    {
        while (offset < bytes.Length && bytes.Slice(offset, Math.Min(Alignment, bytes.Length - offset)).IndexOfAnyExcept((byte)0) < 0)
        {
            offset += Math.Min(Alignment, bytes.Length - offset);
        }

        return offset;
    }

    private static StackMaps Fill(ReadOnlySpan<byte> bytes, Counts counts)
    {
        var functions = new StackMapFunction[counts.Functions];
        var constants = new ulong[counts.Constants];
        var records = new StackMapRecord[counts.Records];
        var locations = new StackMapLocation[counts.Locations];
        var liveOuts = new StackMapLiveOut[counts.LiveOuts];
        Counts at = default;
        for (int offset = SkipPadding(bytes, 0); offset < bytes.Length; offset = SkipPadding(bytes, offset))
        {
            StackMapHeader header = At<StackMapHeader>(bytes, offset);
            offset += Unsafe.SizeOf<StackMapHeader>();
            int firstConstant = at.Constants;
            int firstFunction = offset;
            int firstRecord = offset + ((int)header.FunctionCount * Unsafe.SizeOf<StackSizeRecord>());
            Table<ulong>(bytes, firstRecord, (int)header.ConstantCount).CopyTo(constants.AsSpan(firstConstant));
            at.Constants += (int)header.ConstantCount;
            offset = firstRecord + ((int)header.ConstantCount * sizeof(ulong));
            foreach (ref readonly StackSizeRecord function in Table<StackSizeRecord>(bytes, firstFunction, (int)header.FunctionCount))
            {
                functions[at.Functions] = new StackMapFunction(
                    function.Address, function.StackSize == ulong.MaxValue ? null : function.StackSize, (uint)firstFunction, new StackMapRecordId((uint)at.Records), (uint)function.RecordCount);
                firstFunction += Unsafe.SizeOf<StackSizeRecord>();
                for (ulong i = 0; i < function.RecordCount; i++)
                {
                    StackMapRecordHeader record = At<StackMapRecordHeader>(bytes, offset);
                    offset += Unsafe.SizeOf<StackMapRecordHeader>();
                    foreach (ref readonly StackMapLocationEntry entry in Table<StackMapLocationEntry>(bytes, offset, record.LocationCount))
                    {
                        int value = entry.Kind == (byte)StackMapLocationKind.ConstantIndex ? entry.Value + firstConstant : entry.Value;
                        locations[at.Locations++] = new StackMapLocation((StackMapLocationKind)entry.Kind, entry.Size, entry.Register, value);
                    }

                    offset = Align(offset + (record.LocationCount * Unsafe.SizeOf<StackMapLocationEntry>()));
                    ushort liveOutCount = At<StackMapLiveOutHeader>(bytes, offset).Count;
                    offset += Unsafe.SizeOf<StackMapLiveOutHeader>();
                    foreach (ref readonly StackMapLiveOutEntry entry in Table<StackMapLiveOutEntry>(bytes, offset, liveOutCount))
                    {
                        liveOuts[at.LiveOuts++] = new StackMapLiveOut(entry.Register, entry.Size);
                    }

                    offset = Align(offset + (liveOutCount * Unsafe.SizeOf<StackMapLiveOutEntry>()));
                    records[at.Records++] = new StackMapRecord(
                        record.Id, new StackMapFunctionId((uint)at.Functions), record.InstructionOffset, record.Flags,
                        (uint)(at.Locations - record.LocationCount), record.LocationCount, (uint)(at.LiveOuts - liveOutCount), liveOutCount);
                }

                at.Functions++;
            }
        }

        return new StackMaps(functions, constants, records, locations, liveOuts);
    }

    private record struct Counts(int Functions, int Constants, int Records, int Locations, int LiveOuts);

    /// <summary>Goes over all tables once, looks at everything that the second time relies on, and counts.</summary>
    private ref struct Walk(ReadOnlySpan<byte> bytes, string fileName, ulong fileOffset)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private Counts _counts;
        private int _offset;

        internal Counts Prove()
        {
            for (_offset = SkipPadding(_bytes, 0); _offset < _bytes.Length; _offset = SkipPadding(_bytes, _offset))
            {
                ProveTable();
            }

            return _counts;
        }

        private void ProveTable()
        {
            int start = _offset;
            StackMapHeader header = MemoryMarshal.Read<StackMapHeader>(Take(1, Unsafe.SizeOf<StackMapHeader>(), "stack map header", -1));
            if (header.Version != Version)
            {
                Throw.Format(fileName, "stack map header, version", -1, fileOffset + (uint)start, header.Version, $"version {header.Version} is not {Version}, the one that is known");
            }

            ulong left = header.RecordCount;
            int index = 0;
            foreach (ref readonly StackSizeRecord function in MemoryMarshal.Cast<byte, StackSizeRecord>(Take(header.FunctionCount, Unsafe.SizeOf<StackSizeRecord>(), "stack map functions", -1)))
            {
                if (function.RecordCount > left)
                {
                    Throw.Format(fileName, "stack map function", index, fileOffset + (uint)start, function.RecordCount, $"{function.RecordCount} records are claimed, but {left} are left of the table's");
                }

                left -= function.RecordCount;
                index++;
            }

            if (left != 0)
            {
                Throw.Format(fileName, "stack map header, NumRecords", -1, fileOffset + (uint)start, header.RecordCount, $"{left} of its {header.RecordCount} records belong to no function");
            }

            Take(header.ConstantCount, sizeof(ulong), "stack map constants", -1);
            _counts.Functions += (int)header.FunctionCount;
            _counts.Constants += (int)header.ConstantCount;
            for (uint i = 0; i < header.RecordCount; i++)
            {
                ProveRecord(i, header.ConstantCount);
            }
        }

        private void ProveRecord(uint index, uint constantCount)
        {
            StackMapRecordHeader record = MemoryMarshal.Read<StackMapRecordHeader>(Take(1, Unsafe.SizeOf<StackMapRecordHeader>(), "stack map record", index));
            int start = _offset;
            foreach (ref readonly StackMapLocationEntry location in MemoryMarshal.Cast<byte, StackMapLocationEntry>(Take(record.LocationCount, Unsafe.SizeOf<StackMapLocationEntry>(), "locations of stack map record", index)))
            {
                if (location.Kind is < (byte)StackMapLocationKind.Register or > (byte)StackMapLocationKind.ConstantIndex)
                {
                    Throw.Format(fileName, "locations of stack map record", index, fileOffset + (uint)start, location.Kind, $"there is no sort {location.Kind} of location");
                }

                if (location.Kind == (byte)StackMapLocationKind.ConstantIndex && (uint)location.Value >= constantCount)
                {
                    Throw.Format(fileName, "locations of stack map record", index, fileOffset + (uint)start, (uint)location.Value, $"the table has {constantCount} constants, none with index {(uint)location.Value}");
                }
            }

            TakePadding("locations of stack map record", index);
            ushort liveOuts = MemoryMarshal.Read<StackMapLiveOutHeader>(Take(1, Unsafe.SizeOf<StackMapLiveOutHeader>(), "live-outs of stack map record", index)).Count;
            Take(liveOuts, Unsafe.SizeOf<StackMapLiveOutEntry>(), "live-outs of stack map record", index);
            TakePadding("live-outs of stack map record", index);
            _counts.Records++;
            _counts.Locations += record.LocationCount;
            _counts.LiveOuts += liveOuts;
        }

        private ReadOnlySpan<byte> Take(uint count, int size, string structure, long index)
        {
            ulong wanted = count * (ulong)(uint)size;
            int available = _bytes.Length - _offset;
            if (wanted > (ulong)available)
            {
                Throw.Format(fileName, structure, index, fileOffset + (uint)_offset, wanted, $"0x{wanted:x} bytes are claimed, but the section has 0x{available:x} more");
            }

            _offset += (int)wanted;
            return _bytes.Slice(_offset - (int)wanted, (int)wanted);
        }

        private void TakePadding(string structure, uint index) => Take((uint)(-_offset & (Alignment - 1)), 1, structure, index);
    }
}
