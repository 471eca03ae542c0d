using System.Runtime.InteropServices;
using Linker.Engine;
using Linker.Loader;

namespace Linker.Samples.InlineCache;

/// <summary>The place in compiled code that reads a property. It calls whom its patch point says: at first Miss, then a stub for the shape that came last, and the slow way once too many shapes have come.</summary>
internal sealed unsafe class PropertySite : IDisposable
{
    // The number in the compiled code, and how many shapes are too many.
    private const ulong Site = 1;
    private const int MostShapes = 4;

    private static readonly string[] Properties = ["x", "y", "z"];

    // Functions that native code calls have no object; there is one site.
    private static PropertySite? s_site;

    private readonly RuntimeLinker _linker = new();
    private readonly LoadedImage _code;
    private readonly PatchPoint _point;
    private readonly LinkGraph _stub;
    private readonly Heap _heap;
    private readonly long* _hits = (long*)NativeMemory.AllocZeroed(sizeof(long));
    private int _stubCount;

    internal PropertySite(Heap heap)
    {
        s_site = this;
        _heap = heap;
        var request = new LinkRequest { PatchPoints = new Dictionary<ulong, nint> { [Site] = (nint)(delegate* unmanaged<nint, long, long, long>)&Miss } };
        _code = _linker.Link(request, Read("inline_cache_site.o"));
        _point = _code.PatchPoints[0];
        _stub = Read("inline_cache_stub.o");
        _linker.Definitions.Add("miss", (nint)(delegate* unmanaged<nint, long, long, long>)&Miss);
        _linker.Definitions.Add("hits", (ulong)_hits, SymbolKind.Data);
    }

    internal int Misses { get; private set; }

    internal int SlowReads { get; private set; }

    internal long Hits => *_hits;

    /// <summary>What the site calls next.</summary>
    internal string State { get; private set; } = "the miss handler";

    /// <summary>The sum of a property, by the compiled loop.</summary>
    internal long Total(nint[] objects, string property)
    {
        fixed (nint* items = objects)
        {
            return ((delegate* unmanaged<nint*, long, long, long>)_code.GetAddress("total"))(items, objects.Length, Array.IndexOf(Properties, property));
        }
    }

    /// <summary>The linker takes its images along, the stubs among them: until then no thread has to have left them.</summary>
    public void Dispose()
    {
        _linker.Dispose();
        NativeMemory.Free(_hits);
    }

    private static LinkGraph Read(string name)
    {
        string machine = RuntimeLinker.MachineOfProcess.ToString()!.ToLowerInvariant();
        return ObjectReader.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, machine, name)), name);
    }

    // The same object becomes another stub each time: its shape and its offset are symbols, which the linker fills in.
    private void Specialise(Shape shape, string property)
    {
        _linker.Definitions.Add("shape", (ulong)shape.Address, SymbolKind.Data);
        _linker.Definitions.Add("offset", (ulong)shape.OffsetOf(property), SymbolKind.Data);
        LoadedImage image = _linker.Link(new LinkRequest { Name = $"{property} of {shape.Name}" }, _stub);
        _point.Target = image.GetAddress("get");
        _stubCount++;
        State = $"the stub for {image.Name}";
    }

    [UnmanagedCallersOnly]
    private static long Miss(nint item, long property, long site)
    {
        PropertySite here = s_site!;
        here.Misses++;
        if (here._stubCount < MostShapes)
        {
            here.Specialise(here._heap.ShapeOf(item), Properties[property]);
        }
        else
        {
            here._point.Target = (nint)(delegate* unmanaged<nint, long, long, long>)&ReadSlowly;
            here.State = "the slow way";
        }

        return here._heap.Read(item, Properties[property]);
    }

    [UnmanagedCallersOnly]
    private static long ReadSlowly(nint item, long property, long site)
    {
        s_site!.SlowReads++;
        return s_site._heap.Read(item, Properties[property]);
    }
}
