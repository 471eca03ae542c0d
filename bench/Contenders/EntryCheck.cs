using Linker.Bench.Inputs;
using Linker.Loader;

namespace Linker.Bench.Contenders;

/// <summary>Holds linked memory against the object: the first bytes of a symbol, up to its first relocation, are those of its section.</summary>
internal static unsafe class EntryCheck
{
    private const int MaximumSize = 32;

    /// <exception cref="CheckException">They are not.</exception>
    internal static void Of(ObjectBytes linked, ulong address)
    {
        LinkGraph graph = ObjectReader.Read(linked.Memory, linked.Name);
        foreach (ref readonly Symbol symbol in graph.Symbols)
        {
            if (symbol is { Binding: SymbolBinding.Global, Place: SymbolPlace.Section } && graph.NameOf(symbol) == linked.Entry!.Name)
            {
                ReadOnlySpan<byte> expected = UnrelocatedBytes(graph, symbol);
                if (!expected.SequenceEqual(new ReadOnlySpan<byte>((void*)address, expected.Length)))
                {
                    throw new CheckException($"{linked.Name}: the bytes at '{linked.Entry.Name}' are not the object's");
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
                size = Math.Min(size, relocation.Offset - symbol.Value);
            }
        }

        return content.Slice((int)symbol.Value, (int)size);
    }
}
