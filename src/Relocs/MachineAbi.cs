namespace Linker.Relocs;

/// <summary>What a machine's ABI fixes for all of its objects, beyond what single relocations say.</summary>
/// <param name="BranchReach">Bytes that a direct branch reaches in either direction.</param>
/// <param name="BranchBias">The addend of a direct branch to the very symbol, in bytes: from the end of the instruction back to the place, where branches count from there.</param>
/// <param name="IsNullTheNextPlace">Whether a distance to a null weak reference is one to the place itself, and a branch to it one to the next instruction (AAELF64 §5.6.1, §5.7.7), and not to address 0.</param>
/// <param name="ThreadHeaderSize">Bytes between the thread pointer and the first block of thread-local variables above it; 0 where the block ends at the thread pointer (ELF Handling For Thread-Local Storage §3, variants I and II).</param>
/// <param name="FunctionEntrySize">Bytes of an entry of COFF's function table: start, end and unwind information, or start and information (PE Format, "The .pdata Section").</param>
public sealed record MachineAbi(ulong BranchReach, int BranchBias, bool IsNullTheNextPlace, uint ThreadHeaderSize, int FunctionEntrySize)
{
    private static readonly MachineAbi X64 = new(0x8000_0000, -4, false, 0, 12);
    private static readonly MachineAbi Arm64 = new(0x0800_0000, 0, true, 16, 8);

    /// <summary>Whether a place in code is the distance of a direct branch. The relocation type does not always tell.</summary>
    /// <param name="form">The kind's row.</param>
    /// <param name="before">What stands before the place in its section.</param>
    public bool IsBranch(in RelocForm form, ReadOnlySpan<byte> before) =>
        // A branch that counts from its end has its field there, and its opcode before it.
        BranchBias != 0 ? X64Branch.IsBegunBy(before) : form.Field.Instruction != InstructionClass.None;

    /// <summary>How many bytes behind its symbol a place in code leads: the addend of a branch says where it leads, that of anything else where its distance counts from.</summary>
    /// <param name="form">The kind's row.</param>
    /// <param name="addend">The addend.</param>
    /// <param name="before">What stands before the place in its section.</param>
    public long BehindSymbol(in RelocForm form, long addend, ReadOnlySpan<byte> before) => IsBranch(in form, before) ? addend - BranchBias : 0;

    /// <summary>The machine's.</summary>
    public static MachineAbi For(Machine machine) => machine == Machine.X64 ? X64 : Arm64;
}
