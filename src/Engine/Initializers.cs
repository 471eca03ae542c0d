using Linker.Engine.Host;
using Linker.Loader;

namespace Linker.Engine;

/// <summary>The functions that an image wants to be called before it is used and when it goes, in order.</summary>
internal sealed unsafe class Initializers
{
    private static readonly Initializers None = new([], []);

    private readonly nint[] _initializers;
    private readonly nint[] _finalizers;

    private Initializers(nint[] initializers, nint[] finalizers)
    {
        _initializers = initializers;
        _finalizers = finalizers;
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
        int order = 0;
        foreach (LoadedSection loaded in image.Layout.Loaded)
        {
            ref readonly Section section = ref binding.Graphs[loaded.Graph].Sections[(int)loaded.Section.Index];
            if (section.Role is >= SectionRole.PreInitializers and <= SectionRole.ReversedFinalizers)
            {
                var list = section.Role >= SectionRole.Finalizers ? finalizers : initializers;
                int priority = section.Role == SectionRole.PreInitializers ? -1 : section.Priority;
                bool isReversed = section.Role is SectionRole.ReversedInitializers or SectionRole.ReversedFinalizers;
                bool isOffset = section.Role == SectionRole.InitializerOffsets;
                int entry = isOffset ? sizeof(uint) : sizeof(nint);
                for (byte* at = (byte*)image.AddressOf(loaded.Place), end = at + (loaded.Size / (ulong)entry * (ulong)entry); at < end; at += entry)
                {
                    nint function = isOffset ? (nint)(imageBase + *(uint*)at) : *(nint*)at;
                    order++;

                    // 0 and −1 are what crtbegin and crtend put at the ends of .ctors and .dtors.
                    if (function is not (0 or -1))
                    {
                        list.Add(new Entry(priority, isReversed, isReversed ? -order : order, function));
                    }
                }
            }
        }

        initializers.Sort();

        // What was built last is torn down first.
        finalizers.Sort();
        finalizers.Reverse();
        return new Initializers([.. initializers.Select(e => e.Function)], [.. finalizers.Select(e => e.Function)]);
    }

    /// <summary>Whether there is nothing to run.</summary>
    internal bool IsEmpty => this == None;

    /// <summary>Files the finalisers with the C library under the image's handle, then calls the initialisers; so handlers that these file run before them, at <c>exit</c> as well as on dispose.</summary>
    /// <param name="dsoHandle">The image's own address for <c>__cxa_atexit</c>.</param>
    /// <param name="arguments">What each initialiser is told.</param>
    internal void Run(nint dsoHandle, ArgumentBlock arguments)
    {
        if (_finalizers.Length > 0)
        {
            HostSystem.OfProcess.FileFinalizers([.. Enumerable.Reverse(_finalizers)], dsoHandle);
        }

        nint environment = _initializers.Length == 0 ? 0 : ArgumentBlock.Environment;
        foreach (nint function in _initializers)
        {
            ((delegate* unmanaged<int, nint, nint, void>)function)(arguments.Count, arguments.Arguments, environment);
        }
    }

    /// <summary>Runs everything that was filed under the image's handle, the last first.</summary>
    internal static void Finalize(nint dsoHandle) => HostSystem.OfProcess.RunFinalizers(dsoHandle);

    private readonly record struct Entry(int Priority, bool IsReversed, int Order, nint Function) : IComparable<Entry>
    {
        public int CompareTo(Entry other) =>
            Priority != other.Priority ? Priority.CompareTo(other.Priority)
            : IsReversed != other.IsReversed ? IsReversed.CompareTo(other.IsReversed)
            : Order.CompareTo(other.Order);
    }
}
