using System.Collections.Concurrent;
using System.Text;
using Linker.Loader;

namespace Linker.Engine.Host.Linux;

/// <summary>Names as the dynamic linker sees them. Libraries of the C and C++ run time are loaded when a name is first missed.</summary>
internal sealed class LinuxNames : IHostNames
{
    private static readonly string[] RunTimeLibraries = ["libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6"];

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, bool> _threadLocals = new(StringComparer.Ordinal);
    private int _opened;

    public SymbolAnswer Find(in SymbolQuery query) => query.Format == ObjectFormat.MachO ? FindForMachO(in query) : FindOwn(in query);

    private SymbolAnswer FindForMachO(in SymbolQuery query) =>
        !query.IsWeak && HostGlue.DefinesInMachO(query.ToString()) ? SymbolAnswer.Pull(HostGlue.Darwin)
        : DarwinNames.InThisLibrary(in query) is { IsEmpty: false } name && FindOwn(new SymbolQuery(name, query.Kind, query.IsWeak, query.Machine, ObjectFormat.Elf)) is { IsFound: true } answer && !IsThreadLocal(name, in answer) ? answer
        : SymbolAnswer.NotFound;

    // Mach-O's code calls what the descriptor of such a variable says, and libraries of this system have no descriptors. The variable itself lies in no library.
    private static bool IsThreadLocal(ReadOnlySpan<byte> name, in SymbolAnswer answer) =>
        answer is { Kind: SymbolKind.Unknown, Address: not 0 } && !DynamicLibrary.Has((nint)answer.Address) && TlsLibrary.IsKnownToProcess(Encoding.UTF8.GetString(name));

    private SymbolAnswer FindOwn(in SymbolQuery query)
    {
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
