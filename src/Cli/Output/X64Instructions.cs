using Iced.Intel;

namespace Linker.Cli.Output;

/// <summary>x86-64 instructions as text, Intel's syntax.</summary>
internal static class X64Instructions
{
    /// <summary>The instructions one after another.</summary>
    /// <param name="code">The bytes of a section.</param>
    /// <param name="names">Of places in it, for branches.</param>
    /// <param name="isPatched">Whether a relocation patches the instruction that ends at an offset: it leads nowhere yet.</param>
    internal static IEnumerable<InstructionText> Of(byte[] code, Dictionary<ulong, string> names, Func<uint, bool> isPatched)
    {
        var resolver = new LocalNames(names);
        var formatter = new IntelFormatter(resolver) { Options = { SpaceAfterOperandSeparator = true, ShowSymbolAddress = true, BranchLeadingZeros = false, RipRelativeAddresses = true, HexPrefix = "0x", HexSuffix = null, UppercaseHex = false } };
        var decoder = Decoder.Create(64, code);
        var text = new StringOutput();
        while (decoder.IP < (ulong)code.Length)
        {
            uint offset = (uint)decoder.IP;
            decoder.Decode(out Instruction instruction);
            resolver.IsQuiet = isPatched((uint)decoder.IP);
            formatter.Format(instruction, text);
            yield return new InstructionText(offset, (uint)instruction.Length, text.ToStringAndReset());
        }
    }

    private sealed class LocalNames(Dictionary<ulong, string> names) : ISymbolResolver
    {
        internal bool IsQuiet { get; set; }

        public bool TryGetSymbol(in Instruction instruction, int operand, int instructionOperand, ulong address, int addressSize, out SymbolResult symbol)
        {
            bool isBranch = instructionOperand >= 0 && instruction.GetOpKind(instructionOperand) == OpKind.NearBranch64;
            bool isFound = names.TryGetValue(address, out string? name) && isBranch && !IsQuiet;
            symbol = isFound ? new SymbolResult(address, name!) : default;
            return isFound;
        }
    }
}
