using Linker.Engine.Host;
using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Engine;

/// <summary>The functions that an image wants to be called before it is used and when it goes, in order.</summary>
internal sealed unsafe class Initializers
{
    private static readonly Initializers None = new([], 0, [], []);

    // DLL_PROCESS_DETACH and DLL_PROCESS_ATTACH.
    private const uint ImageGoes = 0, ImageComes = 1;

    private readonly nint[] _initializers;
    private readonly int _checkedCount;
    private readonly nint[] _finalizers;
    private readonly nint[] _threadCallbacks;

    private Initializers(nint[] initializers, int checkedCount, nint[] finalizers, nint[] threadCallbacks)
    {
        _initializers = initializers;
        _checkedCount = checkedCount;
        _finalizers = finalizers;
        _threadCallbacks = threadCallbacks;
    }

    /// <summary>Reads the arrays of an image whose places are fixed up. gABI "Initialization and Termination Functions"; for <c>.ctors</c> and <c>.dtors</c> the order of GNU crtbegin.</summary>
    internal static Initializers Of(Binding binding, PendingImage image, ulong imageBase)
    {
        if (!image.Layout.HasInitializers)
        {
            return None;
        }

        var initializers = new List<Entry>();
        var finalizers = new List<Entry>();
        var threadCallbacks = new List<nint>();
        int order = 0, first = 0;
        foreach (LoadedSection loaded in image.Layout.Loaded)
        {
            ref readonly Section section = ref binding.Graphs[loaded.Graph].Sections[(int)loaded.Section.Index];
            if (section.Role is not ((>= SectionRole.PreInitializers and <= SectionRole.ReversedFinalizers) or SectionRole.ThreadCallbacks))
            {
                continue;
            }

            var list = section.Role >= SectionRole.Finalizers ? finalizers : initializers;
            int priority = section.Role == SectionRole.PreInitializers ? -1 : section.Priority;
            bool isReversed = section.Role is SectionRole.ReversedInitializers or SectionRole.ReversedFinalizers;
            bool isOffset = section.Role == SectionRole.InitializerOffsets;
            int entry = isOffset ? sizeof(uint) : sizeof(nint);
            for (byte* at = (byte*)image.AddressOf(loaded.Place), end = at + (loaded.Size / (ulong)entry * (ulong)entry); at < end; at += entry)
            {
                nint function = isOffset ? (nint)(imageBase + *(uint*)at) : *(nint*)at;

                // 0 and −1 are what crtbegin and crtend put at the ends of .ctors and .dtors, 0 what C run times put at the ends of their lists.
                order++;
                if (function is 0 or -1)
                {
                    continue;
                }

                if (isOffset && image.Segments.Find((ulong)function, 1, PageAccess.Execute) < 0)
                {
                    LinkGraph graph = binding.Graphs[loaded.Graph];
                    ulong offset = (ulong)at - image.AddressOf(loaded.Place);
                    throw new ObjectFormatException(
                        graph.FileName, $"section {graph.NameOf(section)}, entry {offset / sizeof(uint)}", section.Content.Offset + offset, *(uint*)at,
                        $"0x{*(uint*)at:x} leads to no code of the image; entries are distances of functions from the start of the image (___dso_handle)");
                }

                if (section.Role == SectionRole.ThreadCallbacks)
                {
                    threadCallbacks.Add(function);
                    continue;
                }

                first += section.Role == SectionRole.PreInitializers ? 1 : 0;
                list.Add(new Entry(priority, isReversed, isReversed ? -order : order, function));
            }
        }

        if (KeyDestructors.FunctionOf(binding, image) is { } place)
        {
            threadCallbacks.Add((nint)image.AddressOf(place));
        }

        initializers.Sort();

        // What was built last is torn down first.
        finalizers.Sort();
        finalizers.Reverse();
        return new Initializers(
            [.. initializers.Select(e => e.Function)], binding.Format == ObjectFormat.Coff ? first : 0, [.. finalizers.Select(e => e.Function)], [.. threadCallbacks]);
    }

    /// <summary>Whether there is nothing to run.</summary>
    internal bool IsEmpty => this == None;

    /// <summary>
    /// Tells the functions that watch threads that the image has come, calls the initialisers that may refuse, files the finalisers with the C library under the image's handle, then calls the other initialisers;
    /// so handlers that these file run before the finalisers, at <c>exit</c> as well as on dispose.
    /// </summary>
    /// <param name="dsoHandle">The image's own address for <c>__cxa_atexit</c>.</param>
    /// <param name="arguments">What each initialiser is told.</param>
    /// <param name="threadLocals">Where the functions that watch threads hear of them.</param>
    /// <param name="name">Of the image, for the message.</param>
    /// <exception cref="InitializerException">One of those that may refuse did, and none after it was called.</exception>
    internal void Run(nint dsoHandle, ArgumentBlock arguments, ThreadLocalBlock threadLocals, string name)
    {
        if (_threadCallbacks.Length > 0)
        {
            Tell(dsoHandle, ImageComes);
            threadLocals.Call(_threadCallbacks, dsoHandle);
        }

        // The C run time's _initterm_e stops at the first that does not return 0.
        nint environment = _initializers.Length == 0 ? 0 : ArgumentBlock.Environment;
        for (int i = 0; i < _checkedCount; i++)
        {
            int result = ((delegate* unmanaged<int, nint, nint, int>)_initializers[i])(arguments.Count, arguments.Arguments, environment);
            if (result != 0)
            {
                throw new InitializerException(name, i + 1, _checkedCount, result);
            }
        }

        if (_finalizers.Length > 0)
        {
            HostSystem.OfProcess.FileFinalizers([.. Enumerable.Reverse(_finalizers)], dsoHandle);
        }

        foreach (nint function in _initializers.AsSpan(_checkedCount))
        {
            ((delegate* unmanaged<int, nint, nint, void>)function)(arguments.Count, arguments.Arguments, environment);
        }
    }

    /// <summary>Tells the functions that watch threads that the image goes, then runs everything that was filed under the image's handle, the last first.</summary>
    internal void Finalize(nint dsoHandle, ThreadLocalBlock threadLocals)
    {
        if (_threadCallbacks.Length > 0)
        {
            threadLocals.CallNone();
            Tell(dsoHandle, ImageGoes);
        }

        HostSystem.OfProcess.RunFinalizers(dsoHandle);
    }

    private void Tell(nint image, uint reason)
    {
        foreach (nint function in _threadCallbacks)
        {
            ((delegate* unmanaged<nint, uint, nint, void>)function)(image, reason, 0);
        }
    }

    private readonly record struct Entry(int Priority, bool IsReversed, int Order, nint Function) : IComparable<Entry>
    {
        public int CompareTo(Entry other) =>
            Priority != other.Priority ? Priority.CompareTo(other.Priority)
            : IsReversed != other.IsReversed ? IsReversed.CompareTo(other.IsReversed)
            : Order.CompareTo(other.Order);
    }
}
