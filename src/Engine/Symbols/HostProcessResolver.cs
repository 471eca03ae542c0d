using System.Collections.Concurrent;
using Linker.Engine.Host;
using Linker.Loader;

namespace Linker.Engine;

/// <summary>Names of the shared libraries that this process has loaded, as its dynamic linker sees them.</summary>
/// <remarks>
/// A link for another machine or operating system than the process's gets nothing. Libraries of the C and C++ run time are loaded when a name is first missed. Functions that the C library keeps out of its shared object (<c>atexit</c> and its like)
/// join the link as small objects of this library's own.
/// </remarks>
public sealed class HostProcessResolver : ISymbolResolver
{
    private static readonly string[] RunTimeLibraries = ["libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6"];

    private readonly Func<string, bool>? _allows;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, bool> _threadLocals = new(StringComparer.Ordinal);
    private int _opened;

    /// <summary>Offers the process's names.</summary>
    /// <param name="allows">Decides about each name; <see langword="null"/> allows all.</param>
    public HostProcessResolver(Func<string, bool>? allows = null) => _allows = allows;

    /// <inheritdoc/>
    public string Name => "host process";

    /// <summary>Loads a shared library into the process, so that its names are found. It stays loaded.</summary>
    /// <param name="path">A path, or a name that the dynamic linker searches for: <c>libz.so.1</c>.</param>
    /// <exception cref="DllNotFoundException">The dynamic linker's own words.</exception>
    public static void LoadLibrary(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (DynamicLibrary.Open(path, out string? error) == 0)
        {
            throw new DllNotFoundException(error);
        }
    }

    /// <inheritdoc/>
    public SymbolAnswer Resolve(in SymbolQuery query)
    {
        bool isForeign = (query.Machine is { } machine && machine != RuntimeLinker.MachineOfProcess) || (query.Format is { } format && format != RuntimeLinker.FormatOfProcess);
        if (isForeign || (_allows is not null && !_allows(query.ToString())))
        {
            return SymbolAnswer.NotFound;
        }

        if (ThreadExit.IsName(query.Name))
        {
            return SymbolAnswer.At((ulong)ThreadExit.Function, SymbolKind.Function);
        }

        if (!query.IsWeak && HostGlue.Defines(query.Name))
        {
            return SymbolAnswer.Pull(HostGlue.Members);
        }

        if (query.Kind == SymbolKind.ThreadLocal)
        {
            return FindThreadLocal(query.ToString(), query.IsWeak);
        }

        nint address = DynamicLibrary.Find(query.Name);
        while (address == 0 && !query.IsWeak && OpenNext())
        {
            address = DynamicLibrary.Find(query.Name);
        }

        return address != 0 ? SymbolAnswer.At((ulong)address)
            : RunTimeInternals.Find(query.Name) is var own and not 0 ? SymbolAnswer.At((ulong)own) with { ServesHidden = true }
            : SymbolAnswer.NotFound;
    }

    private SymbolAnswer FindThreadLocal(string name, bool isWeak)
    {
        if (_threadLocals.ContainsKey(name))
        {
            return SymbolAnswer.HostThreadLocal;
        }

        bool isKnown = TlsLibrary.IsKnownToProcess(name);
        while (!isKnown && !isWeak && OpenNext())
        {
            isKnown = TlsLibrary.IsKnownToProcess(name);
        }

        if (!isKnown)
        {
            return SymbolAnswer.NotFound;
        }

        _threadLocals.TryAdd(name, true);
        return SymbolAnswer.HostThreadLocal;
    }

    private bool OpenNext()
    {
        lock (_gate)
        {
            while (_opened < RunTimeLibraries.Length)
            {
                if (DynamicLibrary.Open(RunTimeLibraries[_opened++], out _) != 0)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
