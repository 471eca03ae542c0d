using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Engine.Tests;

/// <summary>Links for other address spaces and reads the bytes that are meant for them.</summary>
internal static unsafe class Targets
{
    /// <summary>The bytes of an image that was made by a <see cref="BufferMemoryManager"/>, by target address.</summary>
    internal static ReadOnlySpan<byte> BytesAt(this LoadedImage image, ulong address, int size)
    {
        foreach (ref readonly ReservedSegment segment in image.Segments)
        {
            ulong offset = address - segment.TargetAddress;
            if (offset <= segment.Size && (ulong)size <= segment.Size - offset)
            {
                return new ReadOnlySpan<byte>((byte*)segment.WorkingAddress + offset, size);
            }
        }

        throw new ArgumentOutOfRangeException(nameof(address), $"0x{address:x} is not in the image.");
    }

    internal static ulong Word(ReadOnlySpan<byte> bytes)
    {
        ulong word = 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
        {
            word = (word << 8) | bytes[i];
        }

        return word;
    }

    internal static long Signed(ReadOnlySpan<byte> bytes) => (long)(Word(bytes) << (64 - (8 * bytes.Length))) >> (64 - (8 * bytes.Length));

    /// <summary>Gives every name that the objects need and do not have an address, ascending from one.</summary>
    internal static Dictionary<string, ulong> DefineMissing(RuntimeLinker linker, IEnumerable<LinkGraph> graphs, ulong address)
    {
        var defined = new HashSet<string>();
        var needed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (LinkGraph graph in graphs)
        {
            foreach (ref readonly Symbol symbol in graph.Symbols)
            {
                if (symbol.Binding != SymbolBinding.Local)
                {
                    _ = symbol.Place == SymbolPlace.Undefined ? needed.Add(graph.NameOf(symbol)) : defined.Add(graph.NameOf(symbol));
                }
            }
        }

        needed.ExceptWith(defined);
        needed.Remove("_GLOBAL_OFFSET_TABLE_");
        needed.Remove("__dso_handle");
        var addresses = new Dictionary<string, ulong>();
        foreach (string name in needed)
        {
            addresses.Add(name, address);
            linker.Definitions.Add(name, address, SymbolKind.Function);
            address += 16;
        }

        return addresses;
    }
}
