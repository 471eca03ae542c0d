using Linker.Engine.Host;
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
public sealed partial class RuntimeLinker : IDisposable
{
    private static int s_linkers;

    private readonly IMemoryManager _memory;
    private readonly InProcessMemoryManager? _ownMemory;
    private readonly IReadOnlyList<IImageObserver> _observers;
    private LinkSpace? _space;

    // Links are numbered by each linker for itself: making one touches nothing that linkers share.
    private long _linkNumber = (long)Interlocked.Increment(ref s_linkers) << 32;

    /// <summary>A linker over this process's memory and names, or over what the options say.</summary>
    public RuntimeLinker(LinkerOptions? options = null)
    {
        _observers = options?.Observers ?? [];
        _memory = options?.Memory ?? (_ownMemory = new InProcessMemoryManager(ObserverRegistrations.MemoryFor(_observers)));
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
    /// <exception cref="ObjectMismatchException">Objects that say of themselves that they do not belong together.</exception>
    /// <exception cref="RelocationException">Places that cannot be fixed up.</exception>
    /// <exception cref="ObjectFormatException">An archive's member, or call frame records, are not what they claim to be.</exception>
    /// <exception cref="PatchPointException">Patch points of <see cref="LinkRequest.PatchPoints"/> that cannot be made.</exception>
    /// <exception cref="ThreadLocalSpaceException">No room for thread-local variables, or none that is aligned as they want it.</exception>
    /// <exception cref="InitializerException">An initialiser refuses.</exception>
    /// <exception cref="OutOfMemoryException">No room for the image.</exception>
    /// <exception cref="KeyNotFoundException">No object defines a name of <see cref="LinkRequest.Roots"/>.</exception>
    /// <exception cref="PlatformNotSupportedException">Objects that cannot run in this process: for another machine, or in need of an executable stack.</exception>
    public LoadedImage Link(params LinkGraph[] graphs) => Link(LinkRequest.Default, graphs);

    /// <inheritdoc cref="Link(LinkGraph[])"/>
    /// <param name="request">What to do beyond the defaults.</param>
    /// <param name="graphs">At least one, all for one machine.</param>
    public LoadedImage Link(LinkRequest request, params LinkGraph[] graphs)
    {
        ArgumentNullException.ThrowIfNull(request);
        ThrowIfUnusable(graphs);
        LoadedImage image;
        bool isInitialized;
        lock (Gate)
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            image = LinkInSpace(request, graphs);
            image.Earlier = _latest;
            if (_latest is not null)
            {
                _latest.Later = image;
            }

            _latest = image;
            isInitialized = !(request.Initialize && _memory.IsInProcess) || image.InitializeNothing();
            if (isInitialized && request.IsPublished)
            {
                Images.Add(image);
            }
        }

        return isInitialized ? image : Initialize(image, request.IsPublished);
    }

    private LoadedImage Initialize(LoadedImage image, bool isPublished)
    {
        try
        {
            image.Initialize();
        }
        catch
        {
            image.Dispose();
            throw;
        }

        // Other links may use it only now: what they find is initialised.
        lock (Gate)
        {
            if (!IsDisposed && isPublished)
            {
                Images.Add(image);
            }
        }

        return image;
    }

    private LoadedImage LinkInSpace(LinkRequest request, LinkGraph[] graphs)
    {
        // A resolver that links on this linker, against its contract, finds no space and gets another.
        LinkSpace space = Interlocked.Exchange(ref _space, null) ?? new LinkSpace();
        space.LinkNumber = Interlocked.Increment(ref _linkNumber);
        try
        {
            return LinkNow(space, request, graphs);
        }
        finally
        {
            if (space.Clear())
            {
                _space = space;
            }
        }
    }

    private LoadedImage LinkNow(LinkSpace space, LinkRequest request, LinkGraph[] graphs)
    {
        Binding binding = Binding.For(space, graphs, Scopes, request.Roots, request.Program);
        ThrowIfStackIsExecuted(binding.Graphs.Items);
        TablePlan tables = TablePlan.For(space, request, _memory.IsInProcess);
        ImageLayout layout = ImageLayout.For(space, request, _memory.IsInProcess);
        Placement placement = request.Placement ?? (tables.NeedsLowAddress ? Placement.LowTwoGiB : Placement.Anywhere);
        using PendingImage image = PendingImage.Reserve(space, _memory, tables.NeedsOnePiece ? placement with { InOnePiece = true } : placement);
        SymbolAddresses addresses = SymbolAddresses.For(space, image);
        var record = request.Record ? new LinkRecord() : null;
        var fixups = new Fixups(binding, tables, image, addresses, record);
        fixups.WriteTemplate();
        ThreadLocalBlock tls = ThreadLocalBlock.For(binding, tables, image, addresses, _memory.IsInProcess);
        IDisposable? unwind = null;
        try
        {
            fixups.WriteSections(tls.ThreadPointer);
            if (request.AllStubs)
            {
                addresses.UseAllStubs();
            }

            TableWriter.WriteStubs(binding, tables, image, addresses);
            TableWriter.WriteSlots(tables, image, addresses, tls);
            record?.Describe(binding, tables, image, addresses);
            FunctionTable.Sort(binding, image);
            ThreadVariables.Write(binding, tables, image);
            if (_memory.IsInProcess && binding.Format == ObjectFormat.Coff)
            {
                ImportSlots.Write(binding, image);
                tls.WriteNumber(binding, image);
                SecurityCookie.Write(binding, image);
            }

            string name = request.Name ?? binding.Graphs[0].FileName;
            StackMapContent? stackMaps = PatchSites.Write(binding, image, request, name);
            int frameCount = UnwindContent.Check(image, name);
            ulong handle = HandleOf(binding, image, addresses);
            ExportTable exports = ExportTable.For(space, request);
            KeptObjects? objects = request.KeepObjects ? KeptObjects.Of(binding, image) : null;
            image.SealCode();
            Initializers? initializers = null;
            if (_memory.IsInProcess)
            {
                TableWriter.WriteResolvedFunctions(binding, tables, image);
                initializers = Initializers.Of(binding, image, addresses.ImageBase);
                unwind = HostSystem.OfProcess.RegisterUnwind(image, addresses.ImageBase, frameCount);
            }

            if (_observers.Count > 0)
            {
                unwind = ObserverRegistrations.Register(_observers, new ObservedImage(name, _memory.IsInProcess, binding, tables, image, addresses), unwind);
            }

            LoadedImage[] dependencies = binding.Dependencies.Items.ToArray();
            ulong template = image.TlsBlockAddress;
            return new LoadedImage(
                this, name, binding.Format, image.SealRest(), exports, tls, template, unwind, initializers, (nint)handle, dependencies, stackMaps, objects, record);
        }
        catch
        {
            unwind?.Dispose();
            tls.Dispose();
            throw;
        }
    }

    /// <summary>What exit handlers of the image are filed under: its <c>__dso_handle</c>, on Windows its base, 0 when it cannot file any.</summary>
    private static ulong HandleOf(Binding binding, PendingImage image, SymbolAddresses addresses)
    {
        // MinGW's libraries have a thing of that name, which means nothing to the C run time.
        int name = binding.Globals.Find("__dso_handle"u8);
        return binding.Format != ObjectFormat.Elf ? addresses.ImageBase
            : name != 0 ? addresses.OfGlobal(name)
            : image.Layout.HasInitializers ? image.Segments[0].TargetAddress
            : 0;
    }

    /// <summary>The container of the objects that this process's system is made of.</summary>
    public static ObjectFormat FormatOfProcess => HostSystem.OfProcess.Format;

    /// <summary>The machine whose code this process can run, where this linker knows it.</summary>
    public static Machine? MachineOfProcess => System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => Machine.X64,
        System.Runtime.InteropServices.Architecture.Arm64 => Machine.Arm64,
        _ => null,
    };
}
