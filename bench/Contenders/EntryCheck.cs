using Linker.Bench.Inputs;
using Linker.Loader;

namespace Linker.Bench.Contenders;

/// <summary>Holds linked memory against the object: the first bytes of a symbol, up to the instruction of its first relocation, are those of its section, and what may be called returns what it should.</summary>
internal static unsafe class EntryCheck
{
    private const int MaximumSize = 32;

    /// <summary>What an instruction has before the place, and a linker that reaches the symbol without its slot may change: prefix, opcode, operand byte.</summary>
    private const ulong OpcodeSize = 3;

    /// <exception cref="CheckException">They are not.</exception>
    internal static void Of(string linker, ObjectBytes linked, ulong address)
    {
        if (linked.Entry is { Result: { } expectedResult } && ((delegate* unmanaged<int, int>)address)(Entry.Argument) is var result && result != expectedResult)
        {
            throw new CheckException($"{linker}: {linked.Name}: '{linked.Entry.Name}' returns {result} instead of {expectedResult}");
        }

        LinkGraph graph = ObjectReader.Read(linked.Memory, linked.Name);
        foreach (ref readonly Symbol symbol in graph.Symbols)
        {
            if (symbol is { Binding: SymbolBinding.Global, Place: SymbolPlace.Section } && graph.NameOf(symbol) == linked.Entry!.Name)
            {
                ReadOnlySpan<byte> expected = UnrelocatedBytes(graph, symbol);
                if (!expected.SequenceEqual(new ReadOnlySpan<byte>((void*)address, expected.Length)))
                {
                    throw new CheckException($"{linker}: {linked.Name}: the bytes at '{linked.Entry.Name}' are not the object's");
                }
            }
        }
    }

    private static ReadOnlySpan<byte> UnrelocatedBytes(LinkGraph graph, in Symbol symbol)
    {
        ReadOnlySpan<byte> content = graph.ContentOf(symbol.Section);
        if (content.IsEmpty)
        {
            return content;
        }

        ulong size = Math.Min(symbol.Size, MaximumSize);
        foreach (ref readonly Relocation relocation in graph.RelocationsOf(symbol.Section))
        {
            if (relocation.Offset >= symbol.Value)
            {
                ulong distance = relocation.Offset - symbol.Value;
                size = Math.Min(size, distance - Math.Min(distance, OpcodeSize));
            }
        }

        return content.Slice((int)symbol.Value, (int)size);
    }
}
