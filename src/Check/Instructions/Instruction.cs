using Linker.Relocs;

namespace Linker.Check;

/// <summary>An instruction of either machine: its size and its operands as LLVM's <c>MCInst</c> numbers them.</summary>
/// <param name="Text">How messages show it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Operands">In order; <see langword="null"/> where they are not known.</param>
internal sealed record Instruction(string Text, int Size, IReadOnlyList<Operand>? Operands)
{
    /// <summary>Bytes of the longest instruction.</summary>
    internal const int MaximumSize = 15;

    /// <exception cref="EvaluationException">The bytes are no instruction.</exception>
    internal static Instruction Read(Machine machine, ReadOnlySpan<byte> bytes, ulong address) => machine switch
    {
        Machine.X64 => X64Instruction.Read(bytes, address),
        _ => Arm64Instruction.Read(bytes, address),
    };
}
