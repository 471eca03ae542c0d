using Linker.MemoryManager.Arenas;

namespace Linker.MemoryManager.Tests;

/// <summary>The memory of this process, counting what is asked of it, and without memory on demand.</summary>
internal sealed class WatchedMemory : ISystemMemory
{
    private readonly ISystemMemory _system = SystemMemory.Current;

    /// <summary>Questions and requests so far.</summary>
    internal int Calls { get; private set; }

    /// <summary>Whether nothing can be committed: what is given back is then lost.</summary>
    internal bool IsExhausted { get; set; }

    public nuint Granularity => _system.Granularity;

    public PageAccess Guard => _system.Guard;

    public List<MappedRange> ReadRanges() => Watched().ReadRanges();

    public bool IsCLibrary(string fileName) => _system.IsCLibrary(fileName);

    public bool IsCompanion(string fileName) => _system.IsCompanion(fileName);

    public string? WhyNotShared() => Watched().WhyNotShared();

    public string? WhyNotShared(nuint size) => Watched().WhyNotShared(size);

    public SharedMemory Share(nuint size) => Watched().Share(size);

    public void Close(in SharedMemory shared) => Watched().Close(shared);

    public bool TryReserve(ulong address, nuint size, in SharedMemory shared) => Watched().TryReserve(address, size, shared);

    public ulong TryReserveAnywhere(nuint size, nuint alignment, in SharedMemory shared) => Watched().TryReserveAnywhere(size, alignment, shared);

    public void Free(ulong address, nuint size, nuint sharedSize) => Watched().Free(address, size, sharedSize);

    public void FreeView(in SharedMemory shared) => Watched().FreeView(shared);

    public void Commit(ulong address, nuint size, PageAccess access, bool isShared)
    {
        ThrowIfExhausted();
        Watched().Commit(address, size, access, isShared);
    }

    public void Protect(ulong address, nuint size, PageAccess access) => Watched().Protect(address, size, access);

    public bool TryProtect(ulong address, nuint size, PageAccess access) => Watched().TryProtect(address, size, access);

    public bool TryDiscard(ulong address, nuint size, PageAccess access)
    {
        bool isDone = Watched().TryDiscard(address, size, access);
        if (isDone && IsExhausted)
        {
            _system.Protect(address, size, PageAccess.None);
            ThrowIfExhausted();
        }

        return isDone;
    }

    public bool TryDiscardShared(nint view, nuint size) => Watched().TryDiscardShared(view, size);

    private ISystemMemory Watched()
    {
        Calls++;
        return _system;
    }

    private void ThrowIfExhausted()
    {
        if (IsExhausted)
        {
            throw NoSpace.Because("There is no memory, as the test wants it.");
        }
    }
}
