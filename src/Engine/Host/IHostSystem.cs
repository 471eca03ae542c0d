using Linker.Loader;

namespace Linker.Engine.Host;

/// <summary>What the engine needs of the operating system that it runs on, besides memory: names, handlers, unwinding. Thread-local storage stands with the variables.</summary>
internal interface IHostSystem
{
    /// <summary>The container of this system's own objects.</summary>
    ObjectFormat Format { get; }

    /// <summary>Whether code in objects of a format follows this system's calling convention.</summary>
    bool Runs(ObjectFormat format);

    /// <summary>The C library's environment, what a program's <c>main</c> gets as its third argument; 0 without one.</summary>
    nint Environment { get; }

    /// <summary>Loads a shared library into the process for good.</summary>
    /// <exception cref="DllNotFoundException">The system's own words.</exception>
    void LoadLibrary(string path);

    /// <summary>What kind of thing is at an address that a library exports, and its size, where that can be known.</summary>
    (SymbolKind Kind, ulong Size) Describe(nint address);

    /// <summary>The names of the process's libraries.</summary>
    IHostNames Names { get; }

    /// <summary>Files functions to be run when an image goes or the process exits, the last filed first, and all of them after what initialisers filed that ran before.</summary>
    /// <param name="functions">Without arguments.</param>
    /// <param name="image">The image's own address, under which its code files handlers too.</param>
    void FileFinalizers(ReadOnlySpan<nint> functions, nint image);

    /// <summary>Runs everything that was filed under an image's address, the last first.</summary>
    void RunFinalizers(nint image);

    /// <summary>Tells the process's unwinder about an image.</summary>
    /// <param name="image">Its code is executable, its tables have their final content.</param>
    /// <param name="imageBase">What the tables count from, where they do.</param>
    /// <param name="frameCount">How many call frame records for functions it has that were checked.</param>
    /// <returns>What takes it back; <see langword="null"/> when there is nothing to tell.</returns>
    IDisposable? RegisterUnwind(PendingImage image, ulong imageBase, int frameCount);
}

/// <summary>Names of the shared libraries that a process has loaded. Any thread may ask.</summary>
internal interface IHostNames
{
    /// <summary>Answers for one name.</summary>
    SymbolAnswer Find(in SymbolQuery query);
}
