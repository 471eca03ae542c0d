using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>Links relocatable objects into memory, where their code runs. What LLVM calls RuntimeDyld.</summary>
/// <remarks>Safe to use from several threads; links are made one after the other. A failed link leaves nothing behind.</remarks>
/// <example>
/// <code>
/// using var linker = new RuntimeLinker();
/// using LoadedImage image = linker.Link(ObjectReader.Read(File.ReadAllBytes("add.o"), "add.o"));
/// var add = (delegate* unmanaged&lt;int, int, int&gt;)image.GetAddress("add");
/// Console.WriteLine(add(2, 3));
/// </code>
/// </example>
public sealed class RuntimeLinker : IDisposable
{
    private readonly IMemoryManager _memory;
    private readonly InProcessMemoryManager? _ownMemory;
    private readonly List<LoadedImage> _images = [];
    private bool _isDisposed;

    /// <summary>A linker over this process's memory and names, or over what the options say.</summary>
    public RuntimeLinker(LinkerOptions? options = null)
    {
        _memory = options?.Memory ?? (_ownMemory = new InProcessMemoryManager());
        Scopes = [Definitions, Images, .. options?.Scopes ?? [new HostProcessResolver()]];
    }

    /// <summary>Names that the caller defines.</summary>
    public SymbolDefinitions Definitions { get; } = new();

    /// <summary>The exported names of the live images.</summary>
    public ImageResolver Images { get; } = new();

    /// <summary>Whom a link asks for names that it does not define, in order: by default the definitions, the images, then the host process. Change it between links.</summary>
    public IList<ISymbolResolver> Scopes { get; }

    internal Lock Gate { get; } = new();

    /// <summary>Links objects, which may refer to each other in any way, into one image, and runs its initialisers.</summary>
    /// <exception cref="DuplicateSymbolException">Names with two strong definitions.</exception>
    /// <exception cref="UnresolvedSymbolsException">Names that nobody defines.</exception>
    /// <exception cref="RelocationException">Places that cannot be fixed up.</exception>
    /// <exception cref="ObjectFormatException">An archive's member, or call frame records, are not what they claim to be.</exception>
    /// <exception cref="ThreadLocalSpaceException">No room for thread-local variables.</exception>
    /// <exception cref="OutOfMemoryException">No room for the image.</exception>
    public LoadedImage Link(params LinkGraph[] graphs) => Link(LinkRequest.Default, graphs);

    /// <inheritdoc cref="Link(LinkGraph[])"/>
    /// <param name="request">What to do beyond the defaults.</param>
    /// <param name="graphs">At least one, all for one machine.</param>
    public LoadedImage Link(LinkRequest request, params LinkGraph[] graphs)
    {
        ArgumentNullException.ThrowIfNull(request);
        ThrowIfUnusable(graphs);
        LoadedImage image;
        lock (Gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            image = LinkNow(request, graphs);
            _images.Add(image);
        }

        try
        {
            if (request.Initialize && _memory.IsInProcess)
            {
                image.Initialize();
            }
        }
        catch
        {
            image.Dispose();
            throw;
        }

        // Other links may use it only now: what they find is initialised.
        lock (Gate)
        {
            if (!_isDisposed)
            {
                Images.Add(image);
            }
        }

        return image;
    }

    /// <summary>Disposes all images, the last linked first, then the memory that the linker owns. Waits for images that other threads are disposing.</summary>
    /// <exception cref="InvalidOperationException">Called by a finaliser of one of the images.</exception>
    public void Dispose()
    {
        var wait = new SpinWait();
        while (true)
        {
            LoadedImage image;
            lock (Gate)
            {
                _isDisposed = true;
                if (_images.Count == 0)
                {
                    break;
                }

                image = _images[^1];
            }

            if (image.IsBeingDisposedHere)
            {
                throw new InvalidOperationException($"A finaliser of {image.Name} disposes the linker that is disposing {image.Name}.");
            }

            image.Dispose();
            if (!image.IsReleased)
            {
                wait.SpinOnce();
            }
        }

        _ownMemory?.Dispose();
    }

    internal void Forget(LoadedImage image) => _images.Remove(image);

    private LoadedImage LinkNow(LinkRequest request, LinkGraph[] graphs)
    {
        Binding binding = Binding.For(graphs, [.. Scopes]);
        TablePlan tables = TablePlan.For(binding);
        ImageLayout layout = ImageLayout.For(binding, tables, request, _memory.IsInProcess);
        using PendingImage image = PendingImage.Reserve(binding, layout, _memory, request.Placement ?? (tables.NeedsLowAddress ? Placement.LowTwoGiB : Placement.Anywhere));
        SymbolAddresses addresses = SymbolAddresses.For(binding, tables, image);
        var record = request.Record ? new LinkRecord() : null;
        var fixups = new Fixups(binding, tables, image, addresses, record);
        fixups.WriteTemplate();
        ThreadLocalBlock tls = ThreadLocalBlock.For(binding, tables, image, addresses, _memory.IsInProcess);
        EhFrameRegistrar? unwind = null;
        try
        {
            fixups.WriteSections(tls.ThreadPointer);
            TableWriter.WriteStubs(binding, tables, image);
            TableWriter.WriteSlots(binding, tables, image, addresses, tls);
            record?.Describe(binding, tables, image, addresses);
            int frameCount = UnwindContent.Check(image, request.Name ?? binding.Graphs[0].FileName);
            return Seal(request, binding, tables, image, addresses, tls, record, frameCount, ref unwind);
        }
        catch
        {
            unwind?.Dispose();
            tls.Dispose();
            throw;
        }
    }

    private LoadedImage Seal(
        LinkRequest request, Binding binding, TablePlan tables, PendingImage image, SymbolAddresses addresses, ThreadLocalBlock tls, LinkRecord? record, int frameCount, ref EhFrameRegistrar? unwind)
    {
        ulong dsoHandle = TableWriter.AddressOf(tables, image, tables.SlotOf(SlotKind.DsoHandle, default));
        ExportTable exports = ExportTable.For(binding, addresses, request.Entry);
        image.SealCode();
        Initializers? initializers = null;
        if (_memory.IsInProcess)
        {
            TableWriter.WriteResolvedFunctions(binding, tables, image);
            initializers = Initializers.Of(binding, image);
            unwind = frameCount == 0 ? null : EhFrameRegistrar.Register(image.AddressOf(image.Layout.Unwind), UnwindContent.BytesOf(image), frameCount);
        }

        ulong template = image.TlsBlockAddress;
        PageReservation pages = image.SealRest();
        return new LoadedImage(
            this, request.Name ?? binding.Graphs[0].FileName, pages, exports, tls, template, unwind, initializers, (nint)dsoHandle, binding.Dependencies, record);
    }

    private void ThrowIfUnusable(LinkGraph[] graphs)
    {
        ArgumentNullException.ThrowIfNull(graphs);
        ArgumentOutOfRangeException.ThrowIfZero(graphs.Length);
        foreach (LinkGraph graph in graphs)
        {
            if (graph.Machine != graphs[0].Machine)
            {
                throw new ArgumentException($"{graph.FileName} is for {graph.Machine}, {graphs[0].FileName} for {graphs[0].Machine}.", nameof(graphs));
            }
        }

        if (_memory.IsInProcess && graphs[0].Machine != MachineOfProcess)
        {
            throw new PlatformNotSupportedException($"{graphs[0].FileName} is for {graphs[0].Machine} and cannot run in a {System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture} process; link it with a BufferMemoryManager.");
        }
    }

    /// <summary>The machine whose code this process can run, where this linker knows it.</summary>
    internal static Machine? MachineOfProcess => System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => Machine.X64,
        System.Runtime.InteropServices.Architecture.Arm64 => Machine.Arm64,
        _ => null,
    };
}
