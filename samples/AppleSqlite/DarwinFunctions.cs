using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Linker.Engine;

namespace Linker.Samples.AppleSqlite;

/// <summary>Functions of Apple's C library that Linux has not, or has with other structures and numbers: as C#.</summary>
internal static unsafe partial class DarwinFunctions
{
    // Apple's mutexes have other content and other constants than Linux's: what is at their address is not looked at.
    private static readonly ConcurrentDictionary<nint, Lock> Mutexes = new();

    internal static void AddTo(SymbolDefinitions definitions)
    {
        definitions.Add("malloc_default_zone", (nint)(delegate* unmanaged<nint>)&DefaultZone);
        definitions.Add("malloc_create_zone", (nint)(delegate* unmanaged<nuint, uint, nint>)&CreateZone);
        definitions.Add("malloc_set_zone_name", (nint)(delegate* unmanaged<nint, byte*, void>)&SetZoneName);
        definitions.Add("malloc_zone_malloc", (nint)(delegate* unmanaged<nint, nuint, void*>)&Allocate);
        definitions.Add("malloc_zone_realloc", (nint)(delegate* unmanaged<nint, void*, nuint, void*>)&Reallocate);
        definitions.Add("malloc_zone_free", (nint)(delegate* unmanaged<nint, void*, void>)&Free);
        definitions.Add("malloc_size", (nint)(delegate* unmanaged<void*, nuint>)&SizeOf);
        definitions.Add("sysctlbyname", (nint)(delegate* unmanaged<byte*, void*, nuint*, void*, nuint, int>)&SystemValue);
        definitions.Add("pthread_mutex_init", (nint)(delegate* unmanaged<nint, nint, int>)&InitializeMutex);
        definitions.Add("pthread_mutex_destroy", (nint)(delegate* unmanaged<nint, int>)&DestroyMutex);
        definitions.Add("pthread_mutex_lock", (nint)(delegate* unmanaged<nint, int>)&LockMutex);
        definitions.Add("pthread_mutex_trylock", (nint)(delegate* unmanaged<nint, int>)&TryLockMutex);
        definitions.Add("pthread_mutex_unlock", (nint)(delegate* unmanaged<nint, int>)&UnlockMutex);
        definitions.Add("pthread_mutexattr_init", (nint)(delegate* unmanaged<nint, int>)&Nothing);
        definitions.Add("pthread_mutexattr_settype", (nint)(delegate* unmanaged<nint, int, int>)&Nothing);
        definitions.Add("pthread_mutexattr_destroy", (nint)(delegate* unmanaged<nint, int>)&Nothing);
        definitions.Add("strlcpy", (nint)(delegate* unmanaged<byte*, byte*, nuint, nuint>)&Copy);
        definitions.Add("strlcat", (nint)(delegate* unmanaged<byte*, byte*, nuint, nuint>)&Append);
        definitions.Add("srandomdev", (nint)(delegate* unmanaged<void>)&Seed);
        definitions.Add("fsctl", (nint)(delegate* unmanaged<byte*, ulong, void*, uint, int>)&ControlFileSystem);
    }

    // malloc_zone_t: two reserved words, then functions, of which SQLite calls the first itself: how large a block is.
    private static readonly nint* Zone = MakeZone();

    private static nint* MakeZone()
    {
        const int Words = 16, SizeFunction = 2;
        var zone = (nint*)NativeMemory.AllocZeroed(Words, (nuint)sizeof(nint));
        zone[SizeFunction] = (nint)(delegate* unmanaged<nint, void*, nuint>)&SizeInZone;
        return zone;
    }

    [UnmanagedCallersOnly]
    private static nint DefaultZone() => (nint)Zone;

    [UnmanagedCallersOnly]
    private static nint CreateZone(nuint size, uint flags) => (nint)Zone;

    [UnmanagedCallersOnly]
    private static nuint SizeInZone(nint zone, void* block) => UsableSize(block);

    [UnmanagedCallersOnly]
    private static void SetZoneName(nint zone, byte* name)
    {
    }

    [UnmanagedCallersOnly]
    private static void* Allocate(nint zone, nuint size) => NativeMemory.Alloc(size);

    [UnmanagedCallersOnly]
    private static void* Reallocate(nint zone, void* block, nuint size) => NativeMemory.Realloc(block, size);

    [UnmanagedCallersOnly]
    private static void Free(nint zone, void* block) => NativeMemory.Free(block);

    [UnmanagedCallersOnly]
    private static nuint SizeOf(void* block) => UsableSize(block);

    [LibraryImport("libc", EntryPoint = "malloc_usable_size")]
    private static partial nuint UsableSize(void* block);

    // SQLite asks for "hw.ncpu", an int.
    [UnmanagedCallersOnly]
    private static int SystemValue(byte* name, void* value, nuint* size, void* newValue, nuint newSize)
    {
        *(int*)value = Environment.ProcessorCount;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int InitializeMutex(nint mutex, nint attributes)
    {
        Mutexes[mutex] = new Lock();
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int DestroyMutex(nint mutex)
    {
        Mutexes.TryRemove(mutex, out _);
        return 0;
    }

    // A lock is recursive, as SQLite wants some of its mutexes; those that nobody initialised are static variables.
    [UnmanagedCallersOnly]
    private static int LockMutex(nint mutex)
    {
        Mutexes.GetOrAdd(mutex, _ => new Lock()).Enter();
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int TryLockMutex(nint mutex)
    {
        const int Busy = 16;
        return Mutexes.GetOrAdd(mutex, _ => new Lock()).TryEnter() ? 0 : Busy;
    }

    [UnmanagedCallersOnly]
    private static int UnlockMutex(nint mutex)
    {
        Mutexes[mutex].Exit();
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int Nothing(nint attributes) => 0;

    [UnmanagedCallersOnly]
    private static int Nothing(nint attributes, int kind) => 0;

    [UnmanagedCallersOnly]
    private static nuint Copy(byte* to, byte* from, nuint size) => CopyTo(to, from, size);

    [UnmanagedCallersOnly]
    private static nuint Append(byte* to, byte* from, nuint size)
    {
        nuint used = 0;
        while (used < size && to[used] != 0)
        {
            used++;
        }

        return used + CopyTo(to + used, from, size - used);
    }

    private static nuint CopyTo(byte* to, byte* from, nuint size)
    {
        nuint length = (nuint)MemoryMarshal.CreateReadOnlySpanFromNullTerminated(from).Length;
        if (size > 0)
        {
            nuint copied = Math.Min(length, size - 1);
            NativeMemory.Copy(from, to, copied);
            to[copied] = 0;
        }

        return length;
    }

    [UnmanagedCallersOnly]
    private static void Seed()
    {
    }

    // A database in memory has no file system to control.
    [UnmanagedCallersOnly]
    private static int ControlFileSystem(byte* path, ulong request, void* data, uint options) => -1;
}
