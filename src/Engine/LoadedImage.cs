using System.Runtime.InteropServices;
using System.Text;
using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Engine;

/// <summary>Linked objects in memory: code that can be called and data that can be read, until it is disposed.</summary>
/// <remarks>Dispose only when no thread runs code of the image and nobody uses its addresses any more. What shall stay longer than its linker is kept by a <see cref="CodeHandle"/>.</remarks>
/// <example>
/// <code>
/// using LoadedImage image = linker.Link(ObjectReader.Read(File.ReadAllBytes("add.o"), "add.o"));
/// var add = (delegate* unmanaged&lt;int, int, int&gt;)image.GetAddress("add");
/// int five = add(2, 3);
/// </code>
/// </example>
public sealed unsafe partial class LoadedImage : IDisposable
{
    private readonly RuntimeLinker _linker;
    private readonly ObjectFormat _format;
    private readonly PageReservation _pages;
    private readonly ThreadLocalBlock _tls;
    private readonly IDisposable? _unwind;
    private readonly Initializers? _initializers;
    private readonly LoadedImage[] _dependencies;
    private readonly nint _dsoHandle;
    private int _isInitialized;

    internal LoadedImage(
        RuntimeLinker linker, string name, ObjectFormat format, PageReservation pages, ExportTable exports, ThreadLocalBlock tls, ulong threadLocalTemplate, IDisposable? unwind,
        Initializers? initializers, nint dsoHandle, LoadedImage[] dependencies, StackMapContent? stackMapContent, KeptObjects? keptObjects, LinkRecord? record)
    {
        _linker = linker;
        Name = name;
        _format = format;
        _pages = pages;
        ExportTable = exports;
        _tls = tls;
        ThreadLocalTemplate = threadLocalTemplate;
        _unwind = unwind;
        _initializers = initializers;
        _dsoHandle = dsoHandle;
        _dependencies = dependencies;
        _stackMapContent = stackMapContent;
        _keptObjects = keptObjects;
        Record = record;
        foreach (LoadedImage dependency in dependencies)
        {
            Interlocked.Increment(ref dependency._dependentCount);
        }
    }

    /// <summary>What messages and profilers call the image.</summary>
    public string Name { get; }

    /// <summary>Every step of the link, when <see cref="LinkRequest.Record"/> asked for it.</summary>
    public LinkRecord? Record { get; }

    /// <summary>The image's memory in ascending order.</summary>
    public ReadOnlySpan<ReservedSegment> Segments => _pages.Segments;

    /// <summary>Images whose definitions this one uses; they cannot be disposed before it.</summary>
    public IReadOnlyCollection<LoadedImage> Dependencies => _dependencies;

    /// <summary>The exported names.</summary>
    public IEnumerable<string> ExportedNames
    {
        get
        {
            for (int i = 0; i < ExportTable.Count; i++)
            {
                yield return Encoding.UTF8.GetString(ExportTable.NameOf(i));
            }
        }
    }

    /// <summary>The image linked before this one that still lives; for the linker's list of images, which its gate guards.</summary>
    internal LoadedImage? Earlier { get; set; }

    /// <summary>The image linked after this one.</summary>
    internal LoadedImage? Later { get; set; }

    /// <summary>The number of the last link that uses this image.</summary>
    internal long LatestUser { get; set; }

    internal ExportTable ExportTable { get; }

    /// <summary>Of the linker's <see cref="ImageResolver"/>, which alone reads and writes it.</summary>
    internal ImageResolver.Filing Filing { get; set; }

    internal ulong ThreadLocalTemplate { get; }

    internal TlsLibrary? ThreadLocals => _tls.Library;

    /// <summary>What a link is told that asks for one of the exported names.</summary>
    internal SymbolAnswer AnswerFor(int export)
    {
        ref readonly ExportTable.Entry entry = ref ExportTable[export];
        ulong address = entry.Kind == SymbolKind.ThreadLocal ? entry.Address - ThreadLocalTemplate : entry.Address;
        return SymbolAnswer.At(address, entry.Kind, entry.Size) with { Owner = this };
    }

    /// <summary>The address of an exported name.</summary>
    /// <param name="name">As in the object; for Mach-O also as in C, without the underscore.</param>
    /// <param name="address">Absolute address in the target.</param>
    /// <exception cref="ObjectDisposedException">The image is gone.</exception>
    public bool TryGetAddress(string name, out nint address)
    {
        int export = Find(name);
        address = export < 0 ? 0 : (nint)ExportTable[export].Address;
        return export >= 0;
    }

    /// <summary>The address of an exported name.</summary>
    /// <exception cref="KeyNotFoundException">The image exports no such name.</exception>
    /// <exception cref="ObjectDisposedException">The image is gone.</exception>
    public nint GetAddress(string name) =>
        (nint)ExportTable[FindOrThrow(name)].Address;

    /// <summary>A delegate for an exported function. It must not be called once the image is disposed.</summary>
    /// <typeparam name="T">A delegate type that is not generic, with the function's signature.</typeparam>
    /// <exception cref="KeyNotFoundException">The image exports no such name.</exception>
    /// <exception cref="InvalidOperationException">The image is not in this process.</exception>
    public T GetDelegate<T>(string name)
        where T : Delegate
    {
        nint address = GetAddress(name);
        ThrowIfElsewhere();
        return Marshal.GetDelegateForFunctionPointer<T>(address);
    }

    /// <summary>A global variable or array as elements, or a function's code: as many as its size, as the object gives it, has. It must not be used once the image is disposed.</summary>
    /// <exception cref="KeyNotFoundException">The image exports no such name.</exception>
    /// <exception cref="InvalidOperationException">The name is thread-local, has no size, or the image is not in this process.</exception>
    public Span<T> GetSpan<T>(string name)
        where T : unmanaged
    {
        ref readonly ExportTable.Entry entry = ref ExportTable[FindOrThrow(name)];
        ThrowIfElsewhere();
        if (entry.Kind == SymbolKind.ThreadLocal || entry.Size == 0)
        {
            throw new InvalidOperationException($"'{name}' of {Name} is {(entry.Size == 0 ? "of unknown size" : "thread-local")}.");
        }

        if (Segments.Find(entry.Address, entry.Size) < 0)
        {
            throw new InvalidOperationException($"'{name}' of {Name} claims {entry.Size} bytes, which reach past the image.");
        }

        // Nothing but the check above vouches for the size: it is the object's own word.
        return new Span<T>((void*)entry.Address, checked((int)(entry.Size / (ulong)sizeof(T))));
    }

    private int Find(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        int export = ExportTable.Find(Encoding.UTF8.GetBytes(name));
        return export < 0 && _format == ObjectFormat.MachO ? ExportTable.Find(Encoding.UTF8.GetBytes('_' + name)) : export;
    }

    private int FindOrThrow(string name) => Find(name) is var export and >= 0 ? export : throw new KeyNotFoundException($"{Name} exports no '{name}'.");

    private void ThrowIfElsewhere()
    {
        if (_initializers is null)
        {
            throw new InvalidOperationException($"{Name} was linked for another address space or machine; it cannot be used in this process.");
        }
    }
}
