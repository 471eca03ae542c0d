namespace Linker.MemoryManager.Arenas;

/// <summary>One range of target addresses and, for dual mapping, its second view. Pages start without access; memory that is committed and in nobody's use reads as zero.</summary>
/// <remarks>Not safe for several threads: its manager's lock guards it.</remarks>
internal sealed class Region
{
    private readonly ISystemMemory _system;

    // Lies at the start of the region; none when there is no second view.
    private readonly SharedMemory _shared;

    // What was given back, to be had again as zeros, and could not be.
    private readonly List<(ulong Address, nuint Size, PageAccess Access)> _holes = [];

    private Region(ISystemMemory system, ulong address, nuint size, WriteMode mode, in SharedMemory shared)
    {
        _system = system;
        Address = address;
        Size = size;
        Mode = mode;
        _shared = shared;
    }

    /// <summary>First target address.</summary>
    internal ulong Address { get; }

    internal nuint Size { get; }

    internal ulong End => Address + Size;

    /// <summary>Never <see cref="WriteMode.Auto"/>.</summary>
    internal WriteMode Mode { get; }

    /// <summary>Reserves a region. <see langword="null"/> when there is no address space for it.</summary>
    /// <param name="system">Whose memory it is.</param>
    /// <param name="size">Bytes, whole pages.</param>
    /// <param name="mode">How writing and executing are kept apart.</param>
    /// <param name="sharedSize">For <see cref="WriteMode.DualMapping"/>: how many bytes from the start are seen twice.</param>
    /// <param name="reserve">Finds a place for the region with that memory at its start; 0 for none.</param>
    internal static Region? TryCreate(ISystemMemory system, nuint size, WriteMode mode, nuint sharedSize, Func<SharedMemory, ulong> reserve)
    {
        if (mode != WriteMode.DualMapping || sharedSize == 0)
        {
            ulong address = reserve(default);
            return address == 0 ? null : new Region(system, address, size, mode, default);
        }

        SharedMemory shared = system.Share(sharedSize);
        Region? region = null;
        try
        {
            ulong address = reserve(shared);
            region = address == 0 ? null : new Region(system, address, size, mode, shared);
            return region;
        }
        finally
        {
            if (region is null)
            {
                system.FreeView(shared);
            }

            // The mappings keep the memory alive, and a program that closes descriptors it does not know can do no harm.
            system.Close(shared);
        }
    }

    /// <summary>Where the bytes of a target address are written.</summary>
    internal nint WorkingAddress(ulong address, PageAccess access) =>
        IsSeenTwice(address, access) ? _shared.View + (nint)(address - Address) : (nint)address;

    /// <summary>Makes whole pages usable: final access where there is a second view or none is needed, writable otherwise.</summary>
    internal void Commit(ulong address, nuint size, PageAccess access) => _system.Commit(address, size, FirstAccess(access), IsShared(address));

    /// <summary>Whether <see cref="Seal"/> does anything, because <see cref="Commit"/> did not give the final access.</summary>
    internal bool ChangesAccess(PageAccess access) => Mode == WriteMode.WriteThenExecute && AccessKind.Of(access) != AccessKind.Data;

    /// <summary>Gives whole pages their final access.</summary>
    internal void Seal(ulong address, nuint size, PageAccess access)
    {
        if (ChangesAccess(access))
        {
            _system.Protect(address, size, AccessKind.Of(access) | BranchGuard.Of(_system, access));
        }
    }

    /// <summary>Undoes <see cref="Seal"/>. <see langword="false"/> when the system refuses.</summary>
    internal bool TryUnseal(ulong address, nuint size, PageAccess access) =>
        !ChangesAccess(access) || _system.TryProtect(address, size, AccessKind.Data);

    /// <summary>Makes committed, writable memory zero by writing.</summary>
    internal void Clear(ulong address, nuint size, PageAccess access) => NativeBytes.Clear(WorkingAddress(address, access), size);

    /// <summary>Makes committed whole pages zero by giving their memory back. <see langword="false"/> when the system refuses, as it does for locked pages.</summary>
    /// <exception cref="OutOfMemoryException">The pages are a hole now, see <see cref="FillHoles"/>.</exception>
    internal bool TryDiscard(ulong address, nuint size, PageAccess access)
    {
        if (IsSeenTwice(address, access))
        {
            return _system.TryDiscardShared(WorkingAddress(address, access), size);
        }

        try
        {
            return _system.TryDiscard(address, size, FirstAccess(access));
        }
        catch (OutOfMemoryException)
        {
            _holes.Add((address, size, access));
            throw;
        }
    }

    /// <summary>Commits again what <see cref="TryDiscard"/> lost. Done before memory is handed out, so that nobody is given a hole.</summary>
    /// <exception cref="OutOfMemoryException">There is still no memory.</exception>
    internal void FillHoles()
    {
        while (_holes.Count != 0)
        {
            (ulong address, nuint size, PageAccess access) = _holes[^1];
            Commit(address, size, access);
            _holes.RemoveAt(_holes.Count - 1);
        }
    }

    internal void Unmap()
    {
        _system.Free(Address, Size, _shared.Size);
        if (_shared.Size != 0)
        {
            _system.FreeView(_shared);
        }
    }

    /// <summary>What pages can be used for before they are sealed.</summary>
    private PageAccess FirstAccess(PageAccess access) => Mode switch
    {
        WriteMode.DualMapping => AccessKind.Of(access) | BranchGuard.Of(_system, access),
        WriteMode.WriteThenExecute => AccessKind.Data,
        _ => PageAccess.Read | PageAccess.Write | PageAccess.Execute | BranchGuard.Of(_system, access),
    };

    private bool IsShared(ulong address) => address - Address < _shared.Size;

    private bool IsSeenTwice(ulong address, PageAccess access) => IsShared(address) && AccessKind.Of(access) != AccessKind.Data;
}
