using Linker.Loader;

namespace Linker.Engine;

/// <summary>The exported names of a linker's live images; of several with one name, the image that was linked first.</summary>
/// <remarks>Names are looked at when a link asks for some that nobody before defines: images that come and go in between cost nothing.</remarks>
public sealed class ImageResolver : ISymbolResolver
{
    private readonly Lock _gate = new();
    private readonly ExportIndex _index = new();

    // Not in the index yet, in the order in which they were linked; null where one has gone.
    private readonly List<LoadedImage?> _waiting = [];
    private int _waitingCount;
    private volatile bool _isEmpty = true;

    internal ImageResolver()
    {
    }

    /// <inheritdoc/>
    public string Name => "images";

    /// <summary>Whether there is nothing to find.</summary>
    internal bool IsEmpty => _isEmpty;

    /// <inheritdoc/>
    public SymbolAnswer Resolve(in SymbolQuery query)
    {
        if (_isEmpty)
        {
            return SymbolAnswer.NotFound;
        }

        lock (_gate)
        {
            IndexWaiting();
            if ((_index.Find(query.Name, out int export) ?? (query.Format == ObjectFormat.MachO ? _index.Find(query.CName, out export) : null)) is not { } image)
            {
                return SymbolAnswer.NotFound;
            }

            return image.AnswerFor(export);
        }
    }

    internal void Add(LoadedImage image)
    {
        if (image.ExportTable.Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            if (_waiting.Count > (2 * _waitingCount) + 16)
            {
                CloseGaps();
            }

            _waiting.Add(image);
            _waitingCount++;
            image.Filing = Filing.Waiting(_waiting.Count - 1);
            _isEmpty = false;
        }
    }

    internal void Remove(LoadedImage image)
    {
        lock (_gate)
        {
            if (image.Filing.IsWaiting(out int place))
            {
                _waiting[place] = null;
                _waitingCount--;
                while (_waiting.Count > 0 && _waiting[^1] is null)
                {
                    _waiting.RemoveAt(_waiting.Count - 1);
                }
            }
            else if (image.Filing.IsIndexed(out int first))
            {
                _index.Remove(first);
            }

            // Else it was never published, or is gone already.
            image.Filing = default;
            _isEmpty = _waitingCount == 0 && _index.Count == 0;
        }
    }

    private void IndexWaiting()
    {
        foreach (LoadedImage? image in _waiting)
        {
            if (image is not null)
            {
                image.Filing = Filing.Indexed(_index.Add(image));
            }
        }

        _waiting.Clear();
        _waitingCount = 0;
    }

    private void CloseGaps()
    {
        _waiting.RemoveAll(image => image is null);
        for (int i = 0; i < _waiting.Count; i++)
        {
            _waiting[i]!.Filing = Filing.Waiting(i);
        }
    }

    /// <summary>Where an image is filed, so that it is found again at once; by default nowhere.</summary>
    internal readonly struct Filing
    {
        // 0 nowhere, positive waiting, negative indexed.
        private readonly int _code;

        private Filing(int code) => _code = code;

        internal static Filing Waiting(int place) => new(place + 1);

        internal static Filing Indexed(int first) => new(~first);

        internal bool IsWaiting(out int place)
        {
            place = _code - 1;
            return _code > 0;
        }

        internal bool IsIndexed(out int first)
        {
            first = ~_code;
            return _code < 0;
        }
    }
}
