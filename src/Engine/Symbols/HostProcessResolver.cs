using Linker.Engine.Host;
using Linker.Loader;

namespace Linker.Engine;

/// <summary>Names of the shared libraries that this process has loaded, as its dynamic linker sees them.</summary>
/// <remarks>
/// A link for another machine or operating system than the process's gets nothing. Libraries of the C and C++ run time are loaded when a name is first missed. Functions that the C library keeps out of its shared object (<c>atexit</c> and its like)
/// join the link as small objects of this library's own. Objects in Mach-O ask with the underscore before each name that C has not; Apple's names for things of the C library that have others here are known, too. On Windows <c>LIBRARY$NAME</c> is a name of that library, which is loaded if need be, and <c>LIBRARY$#N</c> its ordinal N.
/// </remarks>
public sealed class HostProcessResolver : ISymbolResolver
{
    private readonly Func<string, bool>? _allows;

    /// <summary>Offers the process's names.</summary>
    /// <param name="allows">Decides about each name; <see langword="null"/> allows all.</param>
    public HostProcessResolver(Func<string, bool>? allows = null) => _allows = allows;

    /// <inheritdoc/>
    public string Name => "host process";

    /// <summary>Loads a shared library into the process, so that its names are found. It stays loaded.</summary>
    /// <param name="path">A path, or a name that the system searches for: <c>libz.so.1</c>, <c>zlib1.dll</c>.</param>
    /// <exception cref="DllNotFoundException">The system's own words.</exception>
    public static void LoadLibrary(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        HostSystem.OfProcess.LoadLibrary(path);
    }

    /// <inheritdoc/>
    public SymbolAnswer Resolve(in SymbolQuery query)
    {
        bool isForeign = (query.Machine is { } machine && machine != RuntimeLinker.MachineOfProcess) || (query.Format is { } format && !HostSystem.OfProcess.Runs(format));
        return isForeign || (_allows is not null && !_allows(query.ToString())) ? SymbolAnswer.NotFound : HostSystem.OfProcess.Names.Find(in query);
    }
}
