namespace Linker.Loader;

/// <summary>Numbers of seven bits a byte, least significant first (DWARF 5 §7.6). Bits beyond 64 are dropped.</summary>
internal static class Leb128
{
    /// <summary>An unsigned number. The position moves past it, or stays where there is none.</summary>
    /// <returns>Whether the bytes held a whole number.</returns>
    internal static bool TryReadUnsigned(ReadOnlySpan<byte> bytes, ref int position, out ulong value)
    {
        value = 0;
        int shift = 0;
        for (int i = position; i < bytes.Length; i++, shift += 7)
        {
            byte b = bytes[i];
            value |= shift < 64 ? (ulong)(b & 0x7f) << shift : 0;
            if (b < 0x80)
            {
                position = i + 1;
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes an unsigned number in as few bytes as hold it.</summary>
    internal static void WriteUnsigned(List<byte> into, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            into.Add((byte)(value | 0x80));
        }

        into.Add((byte)value);
    }

    /// <summary>A signed number. The position moves past it, or stays where there is none.</summary>
    /// <returns>Whether the bytes held a whole number.</returns>
    internal static bool TryReadSigned(ReadOnlySpan<byte> bytes, ref int position, out long value)
    {
        value = 0;
        int shift = 0;
        for (int i = position; i < bytes.Length; i++)
        {
            byte b = bytes[i];
            value |= shift < 64 ? (long)(b & 0x7f) << shift : 0;
            shift += 7;
            if (b < 0x80)
            {
                value |= shift < 64 && (b & 0x40) != 0 ? -1L << shift : 0;
                position = i + 1;
                return true;
            }
        }

        return false;
    }
}
