namespace Linker.MemoryManager.Linux;

/// <summary>One range of target addresses and, for dual mapping, its second view. Pages start without access; memory that is committed and in nobody's use reads as zero.</summary>
/// <remarks>Not safe for several threads: its manager's lock guards it.</remarks>
internal sealed class Region
{
    // The file's bytes lie at the start of the region; 0 when there is no second view.
    private readonly nuint _sharedSize;
    private readonly nint _sharedView;

    private Region(ulong address, nuint size, WriteMode mode, nuint sharedSize, nint sharedView)
    {
        Address = address;
        Size = size;
        Mode = mode;
        _sharedSize = sharedSize;
        _sharedView = sharedView;
    }

    /// <summary>First target address.</summary>
    internal ulong Address { get; }

    internal nuint Size { get; }

    internal ulong End => Address + Size;

    /// <summary>Never <see cref="WriteMode.Auto"/>.</summary>
    internal WriteMode Mode { get; }

    /// <summary>Takes over address space that was reserved; unmaps it when this fails.</summary>
    /// <param name="address">Of the reserved range.</param>
    /// <param name="size">Of the reserved range.</param>
    /// <param name="mode">How writing and executing are kept apart.</param>
    /// <param name="sharedSize">For <see cref="WriteMode.DualMapping"/>: how many bytes from the start are seen twice.</param>
    internal static Region Over(ulong address, nuint size, WriteMode mode, nuint sharedSize)
    {
        if (mode != WriteMode.DualMapping || sharedSize == 0)
        {
            return new Region(address, size, mode, 0, 0);
        }

        int file = -1;
        nint view = -1;
        try
        {
            file = MemoryFile.Create(sharedSize);
            view = Libc.MMap(0, sharedSize, PageAccess.Read | PageAccess.Write, MapFlags.Shared | MapFlags.NoReserve, file, 0);
            if (view == -1)
            {
                OsFailure.Throw($"mmap of the working view, {sharedSize} bytes");
            }

            if (Libc.MMap((nint)address, sharedSize, PageAccess.None, MapFlags.Shared | MapFlags.Fixed | MapFlags.NoReserve, file, 0) == -1)
            {
                OsFailure.Throw($"mmap of the target view at 0x{address:x}, {sharedSize} bytes");
            }

            return new Region(address, size, mode, sharedSize, view);
        }
        catch
        {
            if (view != -1)
            {
                AddressSpace.Free((ulong)view, sharedSize);
            }

            AddressSpace.Free(address, size);
            throw;
        }
        finally
        {
            // The mappings keep the file alive, and a program that closes descriptors it does not know can do no harm.
            if (file >= 0)
            {
                _ = Libc.Close(file);
            }
        }
    }

    /// <summary>Where the bytes of a target address are written.</summary>
    internal nint WorkingAddress(ulong address, PageAccess access) =>
        IsShared(address, access) ? _sharedView + (nint)(address - Address) : (nint)address;

    /// <summary>Makes whole pages usable: final access where there is a second view or none is needed, writable otherwise.</summary>
    internal void Commit(ulong address, nuint size, PageAccess access)
    {
        PageAccess kind = AccessKind.Of(access);
        if (Mode == WriteMode.DualMapping && kind == AccessKind.Data && address - Address < _sharedSize)
        {
            const MapFlags Flags = MapFlags.Private | MapFlags.Anonymous | MapFlags.Fixed | MapFlags.NoReserve;
            if (Libc.MMap((nint)address, size, kind, Flags, -1, 0) == -1)
            {
                OsFailure.Throw($"mmap of data at 0x{address:x}, {size} bytes");
            }

            return;
        }

        Protect(address, size, Mode switch
        {
            WriteMode.DualMapping => kind | BranchGuard.Of(access),
            WriteMode.WriteThenExecute => AccessKind.Data,
            _ => PageAccess.Read | PageAccess.Write | PageAccess.Execute | BranchGuard.Of(access),
        });
    }

    /// <summary>Whether <see cref="Seal"/> does anything, because <see cref="Commit"/> did not give the final access.</summary>
    internal bool ChangesAccess(PageAccess access) => Mode == WriteMode.WriteThenExecute && AccessKind.Of(access) != AccessKind.Data;

    /// <summary>Gives whole pages their final access.</summary>
    internal void Seal(ulong address, nuint size, PageAccess access)
    {
        if (ChangesAccess(access))
        {
            Protect(address, size, AccessKind.Of(access) | BranchGuard.Of(access));
        }
    }

    /// <summary>Undoes <see cref="Seal"/>. <see langword="false"/> when the system refuses.</summary>
    internal bool TryUnseal(ulong address, nuint size, PageAccess access) =>
        !ChangesAccess(access) || Libc.MProtect((nint)address, size, AccessKind.Data) == 0;

    /// <summary>Makes committed, writable memory zero by writing.</summary>
    internal void Clear(ulong address, nuint size, PageAccess access) => NativeBytes.Clear(WorkingAddress(address, access), size);

    /// <summary>Makes committed whole pages zero by giving their memory back. <see langword="false"/> when the system refuses, as it does for locked pages.</summary>
    internal bool TryDiscard(ulong address, nuint size, PageAccess access)
    {
        bool isShared = IsShared(address, access);
        return (!isShared || MemoryFile.CanGiveBack) && Libc.MAdvise(WorkingAddress(address, access), size, isShared ? MemoryAdvice.Remove : MemoryAdvice.DontNeed) == 0;
    }

    internal void Unmap()
    {
        AddressSpace.Free(Address, Size);
        AddressSpace.Free((ulong)_sharedView, _sharedSize);
    }

    private bool IsShared(ulong address, PageAccess access) => address - Address < _sharedSize && AccessKind.Of(access) != AccessKind.Data;

    private static void Protect(ulong address, nuint size, PageAccess access)
    {
        if (size != 0 && Libc.MProtect((nint)address, size, access) < 0)
        {
            OsFailure.Throw($"mprotect of 0x{address:x}, {size} bytes, to {access}");
        }
    }
}
