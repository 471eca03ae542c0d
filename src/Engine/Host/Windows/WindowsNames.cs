using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Linker.Loader;

namespace Linker.Engine.Host.Windows;

/// <summary>Names that the process's modules export: the C run time's first, the system's, then those of all modules in the order in which they were loaded; the libraries of other run times are loaded when a name is missed.</summary>
internal sealed class WindowsNames : IHostNames
{
    private static readonly string[] First = ["ucrtbase.dll", "kernel32.dll", "ntdll.dll"], OnDemand = ["msvcrt.dll", "vcruntime140.dll", "vcruntime140_1.dll", "user32.dll", "advapi32.dll", "ws2_32.dll", "shell32.dll", "ole32.dll"];

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, nint> _libraries = new(StringComparer.OrdinalIgnoreCase);
    private nint[]? _modules;
    private int _opened;

    public SymbolAnswer Find(in SymbolQuery query)
    {
        string name = query.ToString();
        if (name == ExitHandlers.Name)
        {
            return SymbolAnswer.At((ulong)ExitHandlers.Function, SymbolKind.Function);
        }

        if (name == ExitHandlers.ThreadEndName)
        {
            return SymbolAnswer.At((ulong)ExitHandlers.ThreadEndFunction, SymbolKind.Function);
        }

        if (!query.IsWeak && HostGlue.OnWindows(name) is { } member)
        {
            return SymbolAnswer.Pull(member);
        }

        nint address = name.IndexOf('$') is var dollar and > 0 && !name.StartsWith('?') ? OfLibrary(name[..dollar], name[(dollar + 1)..]) : 0;
        address = address != 0 ? address : OfModules(name, mayLoad: !query.IsWeak);
        return address == 0 ? SymbolAnswer.NotFound : SymbolAnswer.At((ulong)address);
    }

    /// <summary>A library's name, or <c>#</c> and its ordinal.</summary>
    private nint OfLibrary(string library, string name)
    {
        // A library that is not there may come, or be loaded from elsewhere, before somebody asks again.
        if (!_libraries.TryGetValue(library, out nint handle) && NativeLibrary.TryLoad(library.Contains('.', StringComparison.Ordinal) ? library : library + ".dll", out handle))
        {
            _libraries.TryAdd(library, handle);
        }

        return handle == 0 ? 0
            : name.StartsWith('#') && ushort.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort ordinal) ? Win32.GetProcAddress(handle, ordinal)
            : NativeLibrary.TryGetExport(handle, name, out nint address) ? address : 0;
    }

    private nint OfModules(string name, bool mayLoad)
    {
        lock (_gate)
        {
            nint[] known = _modules ??= ReadModules();
            nint address = OfModules(known, name);
            while (address == 0 && mayLoad && _opened < OnDemand.Length)
            {
                if (NativeLibrary.TryLoad(OnDemand[_opened++], out nint handle))
                {
                    _modules = [.. _modules, handle];
                    address = OfModules([handle], name);
                }
            }

            if (address == 0)
            {
                // Others may have been loaded since. The list takes the system long, so it is asked for last.
                _modules = ReadModules();
                address = OfModules([.. _modules.Except(known)], name);
            }

            return address;
        }
    }

    private static nint OfModules(ReadOnlySpan<nint> modules, string name)
    {
        foreach (nint module in modules)
        {
            if (NativeLibrary.TryGetExport(module, name, out nint address))
            {
                return address;
            }
        }

        return 0;
    }

    private static nint[] ReadModules()
    {
        var modules = new List<nint>();
        foreach (string name in First)
        {
            if (NativeLibrary.TryLoad(name, out nint handle))
            {
                modules.Add(handle);
            }
        }

        using var process = Process.GetCurrentProcess();
        foreach (ProcessModule module in process.Modules)
        {
            modules.Add(module.BaseAddress);
        }

        return [.. modules];
    }
}
