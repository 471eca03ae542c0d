using System.Buffers.Binary;
using Linker.Loader;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>Where an image's thread-local variables are: what every TLS slot holds, and TP for code that knows its distance at link time.</summary>
/// <param name="Words">By slot: both words.</param>
/// <param name="ThreadPointer">TP in the image's address space.</param>
/// <param name="Library">What keeps the block alive in this process; <see langword="null"/> without one.</param>
internal sealed record ThreadLocalBlock((ulong First, ulong Second)[] Words, ulong ThreadPointer, TlsLibrary? Library) : IDisposable
{
    private static readonly ThreadLocalBlock None = new([], 0, null);

    /// <summary>The number of the block among those of each thread, where blocks have numbers.</summary>
    internal uint BlockNumber { get; init; }

    internal (ulong First, ulong Second) WordsOf(int slot) => Words[slot];

    /// <summary>What keeps the block alive on Windows.</summary>
    private ThreadLocalDll? Dll { get; init; }

    public void Dispose()
    {
        Library?.Dispose();
        Dll?.Dispose();
    }

    /// <summary>The block of a link, none where it has no thread-local variables.</summary>
    /// <param name="binding">The link.</param>
    /// <param name="tables">Its slots.</param>
    /// <param name="image">Its space, the template already fixed up.</param>
    /// <param name="addresses">Its symbols.</param>
    /// <param name="isInProcess">Whether threads of this process shall really have the variables; otherwise the numbers are those of a static link.</param>
    internal static ThreadLocalBlock For(Binding binding, TablePlan tables, PendingImage image, SymbolAddresses addresses, bool isInProcess)
    {
        ImageLayout layout = image.Layout;
        bool hasSlots = false;
        foreach (Slot slot in tables.Slots)
        {
            hasSlots |= IsThreadLocal(slot.Kind) || slot.Kind == SlotKind.BlockNumber;
        }

        if (layout.TlsSize == 0 && !hasSlots && !layout.HasThreadCallbacks)
        {
            return None;
        }

        if (binding.Format == ObjectFormat.Coff)
        {
            return isInProcess ? OnWindows(binding, image) : None;
        }

        if (isInProcess && OperatingSystem.IsMacOS())
        {
            throw new PlatformNotSupportedException($"{binding.Graphs[0].FileName}: thread-local variables of images are not supported on macOS.");
        }

        return isInProcess ? InProcess(binding, tables, image, addresses) : Static(binding, tables, image, addresses);
    }

    /// <summary>From now on functions of the image are called when a thread begins or ends, and when the process does.</summary>
    internal void Call(ReadOnlySpan<nint> functions, nint image) => Dll!.Call(functions, image);

    /// <summary>From now on none of them is called any more.</summary>
    internal void CallNone() => Dll!.CallNone();

    private static bool IsThreadLocal(SlotKind kind) => kind is SlotKind.TlsIndex or SlotKind.TlsModule or SlotKind.TlsOffset or SlotKind.TlsDescriptor or SlotKind.TlsBlock;

    private static ThreadLocalBlock OnWindows(Binding binding, PendingImage image)
    {
        ImageLayout layout = image.Layout;
        ReadOnlySpan<byte> template = layout.TlsFileSize == 0 ? default : image.Bytes(layout.TlsTemplate, (int)layout.TlsFileSize);
        ThreadLocalDll dll = ThreadLocalDll.Load(template, layout.TlsSize, layout.TlsAlignment, binding.Graphs[0].FileName);
        return new ThreadLocalBlock([], 0, null) { Dll = dll, BlockNumber = dll.Number };
    }

    /// <summary>
    /// Writes the block's number where an object wants it that describes the block itself, as the static parts of run times do: the third address of what <c>_tls_used</c> names.
    /// PE Format, "The TLS Directory".
    /// </summary>
    internal void WriteNumber(Binding binding, PendingImage image)
    {
        const uint directorySize = 40, addressOfIndex = 16;
        if (Dll is null || image.PlaceOf(binding, "_tls_used"u8, directorySize) is not { } directory)
        {
            return;
        }

        ulong index = BinaryPrimitives.ReadUInt64LittleEndian(image.Bytes(directory with { Offset = directory.Offset + addressOfIndex }, sizeof(ulong)));
        for (int i = 0; i < image.Segments.Length; i++)
        {
            ulong offset = index - image.Segments[i].TargetAddress;
            if (index >= image.Segments[i].TargetAddress && offset + sizeof(uint) <= image.Segments[i].Size)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(image.Bytes(new SectionPlace(i, offset), sizeof(uint)), BlockNumber);
            }
        }
    }

    private static ThreadLocalBlock Static(Binding binding, TablePlan tables, PendingImage image, SymbolAddresses addresses)
    {
        // The executable's block is the first above the thread pointer, behind a header, or ends at it: ELF Handling For Thread-Local Storage §3, variants I and II.
        ImageLayout layout = image.Layout;
        ulong block = image.TlsBlockAddress;
        ulong header = MachineAbi.For(binding.Machine).ThreadHeaderSize;
        ulong threadPointer = header == 0
            ? SegmentBuilder.Align(block + layout.TlsSize, layout.TlsAlignment)
            : block - SegmentBuilder.Align(header, layout.TlsAlignment);
        var words = new (ulong, ulong)[tables.Slots.Length];
        for (int i = 0; i < words.Length; i++)
        {
            Slot slot = tables.Slots[i];
            words[i] = slot.Kind switch
            {
                SlotKind.TlsIndex => (1, addresses.Of(slot.Symbol) - block),
                SlotKind.TlsModule => (1, 0),
                SlotKind.TlsOffset => (addresses.Of(slot.Symbol) - threadPointer, 0),
                SlotKind.TlsDescriptor => (0, addresses.Of(slot.Symbol) - threadPointer),
                _ => default,
            };
        }

        return new ThreadLocalBlock(words, threadPointer, null);
    }

    private static ThreadLocalBlock InProcess(Binding binding, TablePlan tables, PendingImage image, SymbolAddresses addresses)
    {
        ImageLayout layout = image.Layout;
        ulong block = image.TlsBlockAddress;
        var requests = new List<TlsRequest>();
        var requestOf = new int[tables.Slots.Length];
        for (int i = 0; i < requestOf.Length; i++)
        {
            Slot slot = tables.Slots[i];
            if (IsThreadLocal(slot.Kind))
            {
                requestOf[i] = requests.Count;
                requests.Add(RequestOf(binding, slot, addresses, block));
            }
        }

        int ownOffset = requests.Count;
        if (tables.NeedsStaticTls)
        {
            requests.Add(new TlsRequest(SlotKind.TlsOffset, null, 0));
        }

        ReadOnlySpan<byte> template = layout.TlsFileSize == 0 ? default : image.Bytes(layout.TlsTemplate, (int)layout.TlsFileSize);
        TlsLibrary library = TlsLibrary.Load(binding.Machine, template, layout.TlsSize, layout.TlsAlignment, tables.NeedsStaticTls, requests, binding.Graphs[0].FileName);
        var words = new (ulong, ulong)[tables.Slots.Length];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = IsThreadLocal(tables.Slots[i].Kind) ? library.WordsOf(requestOf[i]) : default;
        }

        return new ThreadLocalBlock(words, tables.NeedsStaticTls ? block - library.WordsOf(ownOffset).First : 0, library);
    }

    private static TlsRequest RequestOf(Binding binding, Slot slot, SymbolAddresses addresses, ulong block)
    {
        if (slot.Kind == SlotKind.TlsModule)
        {
            return new TlsRequest(SlotKind.TlsModule, null, 0);
        }

        if (slot.Kind == SlotKind.TlsBlock)
        {
            return new TlsRequest(SlotKind.TlsDescriptor, null, 0);
        }

        if (slot.Symbol.Global != 0)
        {
            ref GlobalSymbol global = ref binding.Globals[slot.Symbol.Global];
            if (global.State == GlobalState.External)
            {
                // A variable of another image is known to the dynamic linker by that image's block and an offset, a shared library's by its name.
                return global.ThreadLocalOwner is var owner and not 0
                    ? new TlsRequest(slot.Kind, binding.ThreadLocalOwners[owner - 1].BlockName, global.Address)
                    : new TlsRequest(slot.Kind, binding.Globals.TextOf(slot.Symbol.Global), 0);
            }
        }

        return new TlsRequest(slot.Kind, null, addresses.Of(slot.Symbol) - block);
    }
}

/// <summary>Something the dynamic linker shall compute about a thread-local variable.</summary>
/// <param name="Kind">What.</param>
/// <param name="Name">Of the symbol it is relative to; <see langword="null"/> for the image's own block.</param>
/// <param name="Offset">From that symbol, in bytes.</param>
internal readonly record struct TlsRequest(SlotKind Kind, string? Name, ulong Offset);
