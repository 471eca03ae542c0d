using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Linker.MemoryManager;

namespace Linker.Engine.Host.Linux;

/// <summary>
/// <c>__cxa_thread_atexit_impl</c> for images: destructors of thread-local objects run when their thread ends, as the C library does it, and also when
/// the image goes while the thread lives on. Itanium C++ ABI §3.3.5.
/// </summary>
internal static unsafe class ThreadExit
{
    private static readonly ConcurrentDictionary<nint, List<nint>> Waiting = [];
    private static readonly List<nint> Orphans = [];
    private static readonly Lazy<nint> Thunk = new(LinkThunk);
    private static readonly Lazy<nint> Implementation = new(() => DynamicLibrary.Find("__cxa_thread_atexit_impl"u8));

    private enum State
    {
        Waiting,
        RunByImage,
        ThreadEnded,
    }

    /// <summary>Whether a name asks for this service.</summary>
    internal static bool IsName(ReadOnlySpan<byte> name) => name.SequenceEqual("__cxa_thread_atexit_impl"u8) || name.SequenceEqual("__cxa_thread_atexit"u8);

    /// <summary>The function to link such names to.</summary>
    internal static nint Function => (nint)(delegate* unmanaged<nint, nint, nint, int>)&Register;

    /// <summary>Runs what is still waiting for an image, the last registered first, on the calling thread.</summary>
    internal static void Run(nint dsoHandle)
    {
        // A destructor may register another one.
        while (Waiting.TryRemove(dsoHandle, out List<nint>? records))
        {
            lock (records)
            {
                for (int i = records.Count - 1; i >= 0; i--)
                {
                    var record = (Record*)records[i];
                    if (Interlocked.CompareExchange(ref record->State, (int)State.RunByImage, (int)State.Waiting) == (int)State.Waiting)
                    {
                        ((delegate* unmanaged<nint, void>)record->Function)(record->Argument);
                    }
                }

                lock (Orphans)
                {
                    Orphans.AddRange(records);
                    Sweep(Orphans);
                }
            }
        }
    }

    [UnmanagedCallersOnly]
    private static int Register(nint function, nint argument, nint dsoHandle)
    {
        try
        {
            var record = (Record*)NativeMemory.AllocZeroed((nuint)sizeof(Record));
            record->Function = function;
            record->Argument = argument;
            while (!TryFile(Waiting.GetOrAdd(dsoHandle, _ => []), dsoHandle, (nint)record))
            {
            }

            // The last argument names a library to keep loaded. An address in none makes glibc take the main program; 0 would match its empty cache.
            return ((delegate* unmanaged<nint, nint, nint, int>)Implementation.Value)(Thunk.Value, (nint)record, Thunk.Value);
        }
        catch (Exception e) when (e is not StackOverflowException)
        {
            // No exception may cross into the caller's frames; the C library's own answer to exhausted memory is this number.
            return -1;
        }
    }

    /// <summary>Adds a record, unless the list was taken by <see cref="Run"/> in the meantime.</summary>
    private static bool TryFile(List<nint> records, nint dsoHandle, nint record)
    {
        lock (records)
        {
            if (!Waiting.TryGetValue(dsoHandle, out List<nint>? current) || current != records)
            {
                return false;
            }

            if (records.Count == records.Capacity)
            {
                Sweep(records);
            }

            records.Add(record);
            return true;
        }
    }

    private static void Sweep(List<nint> records)
    {
        records.RemoveAll(r =>
        {
            bool ended = Volatile.Read(ref ((Record*)r)->State) == (int)State.ThreadEnded;
            if (ended)
            {
                NativeMemory.Free((void*)r);
            }

            return ended;
        });
    }

    // Threads may end long after every linker is gone, so this one image is kept for the life of the process.
    private static nint LinkThunk()
    {
        var memory = new InProcessMemoryManager(new InProcessMemoryOptions { Mode = WriteMode.WriteThenExecute, ArenaSize = 1 << 20 });
        var linker = new RuntimeLinker(new LinkerOptions { Memory = memory, Scopes = [] });
        return linker.Link(HostGlue.ThreadExit).GetAddress("linker_thread_exit");
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Record
    {
        internal nint Function;
        internal nint Argument;
        internal int State;
    }
}
