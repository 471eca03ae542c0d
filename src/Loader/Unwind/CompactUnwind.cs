using Linker.Relocs;

namespace Linker.Loader;

/// <summary>
/// Compact unwind encodings: 32 bits say what a function's frame looks like behind its prologue. Apple's mach-o/compact_unwind_encoding.h. Each becomes the DWARF instructions that say the same,
/// so that any unwinder understands it; within a prologue or an epilogue neither is exact.
/// </summary>
internal sealed record CompactUnwind
{
    private const uint ModeMask = 0x0f00_0000;

    /// <summary>The DWARF number of the register that return addresses are in, or of the column for them.</summary>
    internal required byte ReturnAddress { get; init; }

    /// <summary>What is true at a function's first instruction, as DWARF instructions.</summary>
    internal required byte[] Initially { get; init; }

    /// <summary>The mode that says that there is a DWARF record.</summary>
    internal required uint DwarfMode { get; init; }

    /// <summary>Writes what an encoding says; <see langword="false"/> when it is not known. The bytes are those of the function.</summary>
    internal required Writer Write { get; init; }

    /// <summary>Writes DWARF instructions.</summary>
    internal delegate bool Writer(uint encoding, ReadOnlySpan<byte> function, List<byte> instructions);

    /// <summary>The machine's.</summary>
    internal static CompactUnwind For(Machine machine) => machine == Machine.X64 ? CompactUnwindX64.Rules : CompactUnwindArm64.Rules;

    /// <summary>Whether an encoding describes a frame itself: 0 describes none, and a mode says that DWARF does.</summary>
    internal bool HasFrame(uint encoding) => encoding != 0 && (encoding & ModeMask) != DwarfMode;

    internal static uint ModeOf(uint encoding) => encoding & ModeMask;

    /// <summary><c>DW_CFA_def_cfa</c>: the caller's frame is so many bytes above a register.</summary>
    internal static void DefineFrame(List<byte> into, byte register, ulong offset)
    {
        into.Add(0x0c);
        Leb128.WriteUnsigned(into, register);
        Leb128.WriteUnsigned(into, offset);
    }

    /// <summary><c>DW_CFA_offset</c>, <c>DW_CFA_offset_extended</c>: a register was saved so many words below the caller's frame.</summary>
    internal static void Saved(List<byte> into, byte register, ulong words)
    {
        if (register < 64)
        {
            into.Add((byte)(0x80 | register));
        }
        else
        {
            into.Add(0x05);
            Leb128.WriteUnsigned(into, register);
        }

        Leb128.WriteUnsigned(into, words);
    }
}
