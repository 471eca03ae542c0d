using System.Buffers.Binary;

namespace Linker.Loader.Tests;

/// <summary>Writes the table of one object as the format's document has it.</summary>
internal sealed class StackMapBuilder
{
    private readonly List<byte[]> _functions = [];
    private readonly List<ulong> _constants = [];
    private readonly List<byte[]> _records = [];

    internal byte Version { get; init; } = 3;

    internal uint? FunctionCount { get; init; }

    internal uint? ConstantCount { get; init; }

    internal uint? RecordCount { get; init; }

    /// <summary>A function; its records are added behind.</summary>
    internal StackMapBuilder Function(ulong address, ulong stackSize, ulong records)
    {
        _functions.Add([.. Bytes(address), .. Bytes(stackSize), .. Bytes(records)]);
        return this;
    }

    internal StackMapBuilder Constant(ulong value)
    {
        _constants.Add(value);
        return this;
    }

    internal StackMapBuilder Record(ulong id, uint offset, (byte Kind, ushort Size, ushort Register, int Value)[] locations, params (ushort Register, byte Size)[] liveOuts)
    {
        List<byte> record = [.. Bytes(id), .. Bytes(offset)[..4], 0, 0, (byte)locations.Length, (byte)(locations.Length >> 8)];
        foreach ((byte kind, ushort size, ushort register, int value) in locations)
        {
            record.AddRange([kind, 0, (byte)size, (byte)(size >> 8), (byte)register, (byte)(register >> 8), 0, 0, .. Bytes((uint)value)[..4]]);
        }

        Pad(record);
        record.AddRange([0, 0, (byte)liveOuts.Length, (byte)(liveOuts.Length >> 8)]);
        foreach ((ushort register, byte size) in liveOuts)
        {
            record.AddRange([(byte)register, (byte)(register >> 8), 0, size]);
        }

        Pad(record);
        _records.Add([.. record]);
        return this;
    }

    internal byte[] Build() =>
    [
        Version, 0, 0, 0, .. Bytes(FunctionCount ?? (uint)_functions.Count)[..4], .. Bytes(ConstantCount ?? (uint)_constants.Count)[..4], .. Bytes(RecordCount ?? (uint)_records.Count)[..4],
        .. _functions.SelectMany(f => f), .. _constants.SelectMany(Bytes), .. _records.SelectMany(r => r),
    ];

    private static void Pad(List<byte> record)
    {
        while (record.Count % 8 != 0)
        {
            record.Add(0);
        }
    }

    private static byte[] Bytes(ulong value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }
}
