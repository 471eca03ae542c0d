using System.Buffers.Binary;

namespace Linker.Loader;

/// <summary>x86-64: frames that %rbp points to, and frames of a fixed size with registers at their upper end.</summary>
internal static class CompactUnwindX64
{
    private const uint BasePointerFrame = 0x0100_0000, SmallFrame = 0x0200_0000, LargeFrame = 0x0300_0000;
    private const byte Rbx = 3, Rbp = 6, Rsp = 7, R12 = 12, R13 = 13, R14 = 14, R15 = 15, Return = 16;

    internal static CompactUnwind Rules { get; } = new()
    {
        ReturnAddress = Return,
        DwarfMode = 0x0400_0000,
        Initially = [0x0c, Rsp, 8, 0x80 | Return, 1],
        Write = Write,
    };

    // By the number that an encoding has for a register, from 1.
    private static ReadOnlySpan<byte> Registers => [0, Rbx, R12, R13, R14, R15, Rbp];

    private static bool Write(uint encoding, ReadOnlySpan<byte> function, List<byte> into) => CompactUnwind.ModeOf(encoding) switch
    {
        BasePointerFrame => WriteBasePointer(encoding, into),
        SmallFrame => WriteFrame(encoding, ((encoding >> 16) & 0xff) * 8, into),
        LargeFrame => TryReadSize(encoding, function, out uint size) && WriteFrame(encoding, size, into),
        _ => false,
    };

    // Bits 23:16: how far below %rbp the first register is, in words; bits 14:0: up to five registers upwards from there, three bits each.
    private static bool WriteBasePointer(uint encoding, List<byte> into)
    {
        CompactUnwind.DefineFrame(into, Rbp, 16);
        CompactUnwind.Saved(into, Rbp, 2);
        int first = (int)((encoding >> 16) & 0xff);
        for (int i = 0; i < 5; i++)
        {
            uint number = (encoding >> (3 * i)) & 7;
            if (number >= 6 || (number != 0 && i > first))
            {
                return false;
            }

            if (number != 0)
            {
                CompactUnwind.Saved(into, Registers[(int)number], (ulong)(2 + first - i));
            }
        }

        return true;
    }

    // A frame too large for 8 bits: bits 23:16 say where in the function the size is, in the instruction that subtracts it; bits 15:13 add words that were pushed.
    private static bool TryReadSize(uint encoding, ReadOnlySpan<byte> function, out uint size)
    {
        int offset = (int)((encoding >> 16) & 0xff);
        size = 0;
        if (offset + sizeof(uint) > function.Length)
        {
            return false;
        }

        ulong all = BinaryPrimitives.ReadUInt32LittleEndian(function[offset..]) + (8UL * ((encoding >> 13) & 7));
        size = (uint)all;
        return all <= int.MaxValue;
    }

    // Bits 12:10: how many registers; bits 9:0: which, as the number of their permutation. They lie below the return address, the first lowest.
    private static bool WriteFrame(uint encoding, uint size, List<byte> into)
    {
        int count = (int)((encoding >> 10) & 7);
        if (count > 6 || size < 8 * (1 + (uint)count))
        {
            return false;
        }

        CompactUnwind.DefineFrame(into, Rsp, size);
        uint permutation = encoding & 0x3ff;
        uint used = 0;
        for (int i = 0; i < count; i++)
        {
            // The digit counts registers that are not used yet; its weight is the number of ways to choose those after it.
            uint weight = 1;
            for (int left = 6 - i - 1; left > 6 - count; left--)
            {
                weight *= (uint)left;
            }

            uint digit = permutation / weight;
            permutation %= weight;
            int number = 1;
            for (; number <= 6; number++)
            {
                if ((used & (1u << number)) == 0 && digit-- == 0)
                {
                    break;
                }
            }

            if (number > 6)
            {
                return false;
            }

            used |= 1u << number;
            CompactUnwind.Saved(into, Registers[number], (ulong)(1 + count - i));
        }

        return permutation == 0;
    }
}
