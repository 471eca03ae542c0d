using System.Globalization;
using Linker.Engine.Host.Linux;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>
/// A shared library without code, made in memory, whose only content is a thread-local block and words that the dynamic linker fills in. The C library then does
/// what nobody else can: it gives the block to every thread, those that run already and those to come, and knows module ids, static offsets and descriptors.
/// </summary>
internal sealed class TlsLibrary : IDisposable
{
    // The C library takes static space back from the end only, so libraries that have some leave in the reverse of their coming.
    private static readonly List<TlsLibrary> StaticLibraries = [];
    private static int s_count;

    // Open for as long as the library is: the dynamic linker takes a second file of the same path, /proc/self/fd/N, for the one that it has.
    private readonly MemoryFile _file;
    private readonly ulong[] _words;
    private readonly nint _handle;
    private readonly bool _isStatic;
    private int _isDone;

    private TlsLibrary(string blockName, MemoryFile file, nint handle, bool isStatic, ulong[] words)
    {
        BlockName = blockName;
        _file = file;
        _handle = handle;
        _isStatic = isStatic;
        _words = words;
    }

    /// <summary>The symbol by which other such libraries refer to this block.</summary>
    internal string BlockName { get; }

    /// <summary>The words of a request, the second 0 where it has but one.</summary>
    internal (ulong First, ulong Second) WordsOf(int request) => (_words[request * 2], _words[(request * 2) + 1]);

    /// <exception cref="ThreadLocalSpaceException">The process has no static space left.</exception>
    internal static TlsLibrary Load(
        Machine machine, ReadOnlySpan<byte> template, ulong size, ulong alignment, bool isStatic, List<TlsRequest> requests, string fileName)
    {
        string blockName = string.Create(CultureInfo.InvariantCulture, $"__linker_tls_{Environment.ProcessId}_{Interlocked.Increment(ref s_count)}");
        using var writer = new TlsLibraryWriter(machine, blockName, template, size, alignment, isStatic, requests);
        byte[] content = writer.Write();
        lock (StaticLibraries)
        {
            MemoryFile file = MemoryFile.Create("linker-tls", content);
            nint handle = DynamicLibrary.Open(file.Path, out string? error);
            if (handle == 0)
            {
                file.Dispose();
                throw new ThreadLocalSpaceException(isStatic
                    ? $"{fileName}: {size} bytes of thread-local variables, aligned to {alignment}, are at a fixed distance from the thread pointer (initial-exec or local-exec), and the process has no such space left, or none so aligned: compile with -fPIC -ftls-model=global-dynamic, or start the process with GLIBC_TUNABLES=glibc.rtld.optional_static_tls={Math.Max(4096, size * 2)} ({error})"
                    : $"{fileName}: the C library refuses its {size} bytes of thread-local variables ({error})");
            }

            var library = new TlsLibrary(blockName, file, handle, isStatic, new ulong[requests.Count * 2]);
            try
            {
                DynamicLibrary.ReadWords(handle, writer.WordsOffset, library._words);
            }
            catch
            {
                library.Close();
                throw;
            }

            if (isStatic)
            {
                StaticLibraries.Add(library);
            }

            return library;
        }
    }

    /// <summary>
    /// Whether a shared library of the process has a thread-local variable of that name. Asking for its address instead would give its library's block to this thread
    /// dynamically, and initial-exec code could never reach it afterwards.
    /// </summary>
    internal static bool IsKnownToProcess(string name)
    {
        using var writer = new TlsLibraryWriter(RuntimeLinker.MachineOfProcess ?? Machine.X64, "", default, 0, 1, false, [new TlsRequest(SlotKind.TlsModule, name, 0)]);
        byte[] content = writer.Write();
        lock (StaticLibraries)
        {
            using MemoryFile file = MemoryFile.Create("linker-tls", content);
            nint handle = DynamicLibrary.Open(file.Path, out _);
            if (handle != 0)
            {
                DynamicLibrary.Close(handle);
            }

            return handle != 0;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDone, 1) != 0)
        {
            return;
        }

        lock (StaticLibraries)
        {
            if (!_isStatic)
            {
                Close();
            }

            while (StaticLibraries.Count > 0 && StaticLibraries[^1] is { _isDone: 1 } last)
            {
                StaticLibraries.RemoveAt(StaticLibraries.Count - 1);
                last.Close();
            }
        }
    }

    private void Close()
    {
        DynamicLibrary.Close(_handle);
        _file.Dispose();
    }
}
