namespace Linker.Loader;

/// <summary>arm64: frames that x29 points to, and those of functions that call nobody; in both, pairs of registers below.</summary>
internal static class CompactUnwindArm64
{
    private const uint LeafFrame = 0x0200_0000, PointerFrame = 0x0400_0000;
    private const byte X19 = 19, Fp = 29, Lr = 30, Sp = 31, V8 = 72;

    internal static CompactUnwind Rules { get; } = new()
    {
        ReturnAddress = Lr,
        DwarfMode = 0x0300_0000,
        Initially = [0x0c, Sp, 0],
        Write = Write,
    };

    private static bool Write(uint encoding, ReadOnlySpan<byte> function, List<byte> into)
    {
        switch (CompactUnwind.ModeOf(encoding))
        {
            case PointerFrame:
                CompactUnwind.DefineFrame(into, Fp, 16);
                CompactUnwind.Saved(into, Fp, 2);
                CompactUnwind.Saved(into, Lr, 1);
                WritePairs(encoding, 3, into);
                return true;
            case LeafFrame:
                // Bits 23:12: the frame's size in units of 16 bytes.
                CompactUnwind.DefineFrame(into, Sp, ((encoding >> 12) & 0xfff) * 16);
                WritePairs(encoding, 1, into);
                return true;
            default:
                return false;
        }
    }

    // Bits 4:0: x19 and x20 up to x27 and x28; bits 11:8: d8 and d9 up to d14 and d15. The first register of each pair lies above the second.
    private static void WritePairs(uint encoding, ulong words, List<byte> into)
    {
        for (int pair = 0; pair < 9; pair++)
        {
            int bit = pair < 5 ? pair : pair + 3;
            byte register = (byte)(pair < 5 ? X19 + (2 * pair) : V8 + (2 * (pair - 5)));
            if ((encoding & (1u << bit)) != 0)
            {
                CompactUnwind.Saved(into, register, words++);
                CompactUnwind.Saved(into, (byte)(register + 1), words++);
            }
        }
    }
}
