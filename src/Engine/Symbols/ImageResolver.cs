using Linker.Loader;

namespace Linker.Engine;

/// <summary>The exported names of a linker's live images; of several with one name, the image that was linked first.</summary>
public sealed class ImageResolver : ISymbolResolver
{
    private readonly Dictionary<uint, List<(LoadedImage Image, int Export)>> _byHash = [];
    private readonly Lock _gate = new();

    internal ImageResolver()
    {
    }

    /// <inheritdoc/>
    public string Name => "images";

    /// <inheritdoc/>
    public SymbolAnswer Resolve(in SymbolQuery query)
    {
        lock (_gate)
        {
            foreach ((LoadedImage image, int export) in _byHash.GetValueOrDefault(NameHash.Of(query.Name)) ?? [])
            {
                if (image.ExportTable.NameOf(export).SequenceEqual(query.Name))
                {
                    ref readonly ExportTable.Entry entry = ref image.ExportTable[export];
                    ulong address = entry.Kind == SymbolKind.ThreadLocal ? entry.Address - image.ThreadLocalTemplate : entry.Address;
                    return SymbolAnswer.At(address, entry.Kind, entry.Size) with { Owner = image };
                }
            }

            return SymbolAnswer.NotFound;
        }
    }

    internal void Add(LoadedImage image)
    {
        lock (_gate)
        {
            for (int i = 0; i < image.ExportTable.Count; i++)
            {
                uint hash = image.ExportTable[i].Hash;
                if (!_byHash.TryGetValue(hash, out List<(LoadedImage, int)>? entries))
                {
                    _byHash.Add(hash, entries = new List<(LoadedImage, int)>(1));
                }

                entries.Add((image, i));
            }
        }
    }

    internal void Remove(LoadedImage image)
    {
        lock (_gate)
        {
            for (int i = 0; i < image.ExportTable.Count; i++)
            {
                uint hash = image.ExportTable[i].Hash;
                if (!_byHash.TryGetValue(hash, out List<(LoadedImage Image, int Export)>? entries))
                {
                    // It was never published, or is gone already.
                    continue;
                }

                entries.RemoveAll(e => e.Image == image);
                if (entries.Count == 0)
                {
                    _byHash.Remove(hash);
                }
            }
        }
    }
}
