using Linker.MemoryManager.Arenas;

namespace Linker.MemoryManager.Linux;

/// <summary>Memory by mmap(2) and memfd_create(2).</summary>
internal sealed class LinuxMemory : ISystemMemory
{
    private const MapFlags Reserved = MapFlags.Private | MapFlags.Anonymous | MapFlags.NoReserve;

    /// <inheritdoc/>
    public nuint Granularity => AddressSpace.PageSize;

    /// <inheritdoc/>
    public PageAccess Guard { get; } = BranchTargets.AreWatched ? PageAccess.Guarded : PageAccess.None;

    /// <inheritdoc/>
    public List<MappedRange> ReadRanges() => LinuxRanges.ReadAll();

    /// <inheritdoc/>
    public bool IsCLibrary(string fileName) =>
        fileName is "libc.so.6" || (fileName.StartsWith("libc-2.", StringComparison.Ordinal) && fileName.EndsWith(".so", StringComparison.Ordinal))
        || fileName.StartsWith("libc.musl", StringComparison.Ordinal) || fileName.StartsWith("ld-musl", StringComparison.Ordinal);

    /// <inheritdoc/>
    public bool IsCompanion(string fileName) =>
        fileName.StartsWith("libm.so", StringComparison.Ordinal) || fileName.StartsWith("libstdc++.so", StringComparison.Ordinal)
        || fileName.StartsWith("libgcc_s.so", StringComparison.Ordinal) || fileName.StartsWith("ld-linux", StringComparison.Ordinal);

    /// <inheritdoc/>
    public string? WhyNotShared() => MemoryFile.WhyNotExecutable();

    /// <inheritdoc/>
    public string? WhyNotShared(nuint size) => MemoryFile.WhyNotOfSize(size);

    /// <inheritdoc/>
    public SharedMemory Share(nuint size)
    {
        int file = MemoryFile.Create(size);
        nint view = Libc.MMap(0, size, PageAccess.Read | PageAccess.Write, MapFlags.Shared | MapFlags.NoReserve, file, 0);
        if (view == -1)
        {
            Exception failure = OsFailure.Last($"mmap of the working view, {size} bytes");
            _ = Libc.Close(file);
            throw failure;
        }

        return new SharedMemory(file, size, view);
    }

    /// <inheritdoc/>
    public void Close(in SharedMemory shared) => _ = Libc.Close((int)shared.Handle);

    /// <inheritdoc/>
    public bool TryReserve(ulong address, nuint size, in SharedMemory shared)
    {
        nint start = Libc.MMap((nint)address, size, PageAccess.None, Reserved | MapFlags.FixedNoReplace, -1, 0);
        if (start == -1)
        {
            return false;
        }

        if ((ulong)start == address)
        {
            MapShared(address, size, shared);
            return true;
        }

        // Kernels before 4.17 take the address as a hint.
        Free((ulong)start, size);
        return false;
    }

    /// <inheritdoc/>
    public ulong TryReserveAnywhere(nuint size, nuint alignment, in SharedMemory shared)
    {
        nuint surplus = alignment > AddressSpace.PageSize ? alignment : 0;
        nint start = Libc.MMap(0, size + surplus, PageAccess.None, Reserved, -1, 0);
        if (start == -1)
        {
            return 0;
        }

        ulong aligned = AddressSpace.AlignUp((ulong)start, alignment);
        ulong end = (ulong)start + size + surplus;
        Free((ulong)start, (nuint)(aligned - (ulong)start));
        Free(aligned + size, (nuint)(end - aligned - size));
        MapShared(aligned, size, shared);
        return aligned;
    }

    /// <inheritdoc/>
    public void Free(ulong address, nuint size, nuint sharedSize) => Free(address, size);

    /// <inheritdoc/>
    public void FreeView(in SharedMemory shared) => Free((ulong)shared.View, shared.Size);

    /// <inheritdoc/>
    public void Commit(ulong address, nuint size, PageAccess access, bool isShared)
    {
        if (!isShared || access != AccessKind.Data)
        {
            Protect(address, size, access);
            return;
        }

        const MapFlags Flags = MapFlags.Private | MapFlags.Anonymous | MapFlags.Fixed | MapFlags.NoReserve;
        if (Libc.MMap((nint)address, size, access, Flags, -1, 0) == -1)
        {
            OsFailure.Throw($"mmap of data at 0x{address:x}, {size} bytes");
        }
    }

    /// <inheritdoc/>
    public void Protect(ulong address, nuint size, PageAccess access)
    {
        if (!TryProtect(address, size, access))
        {
            OsFailure.Throw($"mprotect of 0x{address:x}, {size} bytes, to {access}");
        }
    }

    /// <inheritdoc/>
    public bool TryProtect(ulong address, nuint size, PageAccess access) => size == 0 || Libc.MProtect((nint)address, size, access) == 0;

    /// <inheritdoc/>
    public bool TryDiscard(ulong address, nuint size, PageAccess access) => Libc.MAdvise((nint)address, size, MemoryAdvice.DontNeed) == 0;

    /// <inheritdoc/>
    public bool TryDiscardShared(nint view, nuint size) => MemoryFile.CanGiveBack && Libc.MAdvise(view, size, MemoryAdvice.Remove) == 0;

    /// <summary>Over what was just reserved, which is freed when this fails.</summary>
    private static void MapShared(ulong address, nuint size, in SharedMemory shared)
    {
        if (shared.Size != 0 && Libc.MMap((nint)address, shared.Size, PageAccess.None, MapFlags.Shared | MapFlags.Fixed | MapFlags.NoReserve, (int)shared.Handle, 0) == -1)
        {
            Exception failure = OsFailure.Last($"mmap of the target view at 0x{address:x}, {shared.Size} bytes");
            Free(address, size);
            throw failure;
        }
    }

    private static void Free(ulong address, nuint size)
    {
        if (size != 0)
        {
            _ = Libc.MUnmap((nint)address, size);
        }
    }
}
