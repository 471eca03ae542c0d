using System.Runtime.InteropServices;

namespace Linker.Samples.InlineCache;

/// <summary>Objects in native memory: the address of the shape, then a word for each property.</summary>
internal sealed unsafe class Heap : IDisposable
{
    private readonly List<nint> _objects = [];
    private readonly Dictionary<nint, Shape> _shapes = [];

    /// <summary>Makes an object.</summary>
    internal nint New(Shape shape, params ReadOnlySpan<long> values)
    {
        long* words = (long*)NativeMemory.Alloc((nuint)(1 + shape.PropertyCount), sizeof(long));
        words[0] = shape.Address;
        values.CopyTo(new Span<long>(words + 1, shape.PropertyCount));
        _shapes[shape.Address] = shape;
        _objects.Add((nint)words);
        return (nint)words;
    }

    /// <summary>The shape of an object.</summary>
    internal Shape ShapeOf(nint item) => _shapes[*(nint*)item];

    /// <summary>A property, found the slow way.</summary>
    internal long Read(nint item, string property) => *(long*)(item + ShapeOf(item).OffsetOf(property));

    public void Dispose() => _objects.ForEach(item => NativeMemory.Free((void*)item));
}
