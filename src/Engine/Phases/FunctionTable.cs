using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Linker.Loader;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>The entries by which the system finds how a function is unwound: a binary search, so they have to be sorted. PE Format, "The .pdata Section".</summary>
internal static class FunctionTable
{
    /// <summary>Sorts the entries, which are fixed up.</summary>
    /// <exception cref="ObjectFormatException">A section does not hold a number of them.</exception>
    internal static void Sort(Binding binding, PendingImage image)
    {
        ImageLayout layout = image.Layout;
        if (layout.FunctionTableSize == 0)
        {
            return;
        }

        int entry = MachineAbi.For(binding.Machine).FunctionEntrySize;
        foreach (ref readonly LoadedSection loaded in layout.Loaded)
        {
            LinkGraph graph = binding.Graphs[loaded.Graph];
            ref readonly Section section = ref graph.Sections[(int)loaded.Section.Index];
            if (section.Role == SectionRole.FunctionTable && section.Size % (ulong)entry != 0)
            {
                throw new ObjectFormatException(graph.FileName, $"section {loaded.Section.Index}, {graph.NameOf(in section)}", section.Content.Offset, section.Size, $"{section.Size} bytes are not a number of entries of {entry}");
            }
        }

        Span<byte> bytes = image.Bytes(layout.FunctionTable, (int)layout.FunctionTableSize);
        if (entry == Unsafe.SizeOf<Entry>())
        {
            MemoryMarshal.Cast<byte, Entry>(bytes).Sort((a, b) => a.Start.CompareTo(b.Start));
        }
        else
        {
            MemoryMarshal.Cast<byte, ShortEntry>(bytes).Sort((a, b) => a.Start.CompareTo(b.Start));
        }
    }

    private readonly record struct Entry(uint Start, uint End, uint Information);

    private readonly record struct ShortEntry(uint Start, uint Information);
}
