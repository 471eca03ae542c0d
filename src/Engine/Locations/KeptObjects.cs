using Linker.Loader;

namespace Linker.Engine;

/// <summary>The objects that an image was linked from, for those who ask where its code comes from. Nothing here refers to the image's memory, so that it may go meanwhile.</summary>
internal sealed class KeptObjects
{
    private readonly KeptObject[] _objects;
    private readonly Part[] _parts;

    private KeptObjects(KeptObject[] objects, Part[] parts)
    {
        _objects = objects;
        _parts = parts;
        Array.Sort(parts, static (a, b) => a.Address.CompareTo(b.Address));
    }

    /// <summary>Keeps the objects of a link.</summary>
    internal static KeptObjects Of(Binding binding, PendingImage image)
    {
        ReadOnlySpan<LoadedSection> loaded = image.Layout.Loaded;
        var addresses = new ulong[binding.Graphs.Count][];
        var objects = new KeptObject[addresses.Length];
        for (int i = 0; i < addresses.Length; i++)
        {
            LinkGraph graph = binding.Graphs[i];
            addresses[i] = new ulong[graph.Sections.Length];
            Array.Fill(addresses[i], LineReader.NoAddress);
            _ = graph.Hold();
            objects[i] = new KeptObject(graph, addresses[i]);
        }

        var parts = new Part[loaded.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            ulong address = image.AddressOf(loaded[i].Place);
            addresses[loaded[i].Graph][(int)loaded[i].Section.Index] = address;
            parts[i] = new Part(address, loaded[i].Size, loaded[i].Graph);
        }

        return new KeptObjects(objects, parts);
    }

    /// <summary>The object whose section an address is in.</summary>
    /// <param name="address">Absolute.</param>
    /// <param name="section">Where the section begins.</param>
    internal KeptObject? Find(ulong address, out ulong section)
    {
        // Sections without bytes may begin where another one does.
        for (int i = SortedItems.CountUpTo<Part>(_parts, address, static (in Part part) => part.Address) - 1; i >= 0; i--)
        {
            section = _parts[i].Address;
            if (address - section < _parts[i].Size)
            {
                return _objects[_parts[i].Object];
            }

            if (_parts[i].Size != 0)
            {
                break;
            }
        }

        section = 0;
        return null;
    }

    /// <summary>A section of the image.</summary>
    /// <param name="Address">Where it begins.</param>
    /// <param name="Size">Bytes.</param>
    /// <param name="Object">Index of its object.</param>
    private readonly record struct Part(ulong Address, ulong Size, int Object);
}
