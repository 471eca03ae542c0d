namespace Linker.MemoryManager.Arenas;

/// <summary>What arenas ask of an operating system: address space of this process, and memory in it.</summary>
/// <remarks>Addresses and sizes are whole pages. Failures that nobody asked about are thrown: <see cref="OutOfMemoryException"/>, or <see cref="System.ComponentModel.Win32Exception"/> with the system's number.</remarks>
internal interface ISystemMemory
{
    /// <summary>What addresses of reservations are multiples of: a page or more.</summary>
    nuint Granularity { get; }

    /// <summary><see cref="PageAccess.Guarded"/> where this machine watches where indirect branches land, page by page, else nothing.</summary>
    PageAccess Guard { get; }

    /// <summary>The ranges of this process that are not free, in ascending order; none when the system does not tell.</summary>
    List<MappedRange> ReadRanges();

    /// <summary>Whether a file of that name is the C library, to whose data code refers directly.</summary>
    bool IsCLibrary(string fileName);

    /// <summary>Whether a file of that name is one of the libraries that usually lie beside the C library.</summary>
    bool IsCompanion(string fileName);

    /// <summary>Why memory cannot be mapped twice and executed from, or <see langword="null"/>.</summary>
    string? WhyNotShared();

    /// <summary>Why so many bytes cannot be mapped twice, or <see langword="null"/>. Asked before each <see cref="Share"/>.</summary>
    string? WhyNotShared(nuint size);

    /// <summary>Makes memory that <see cref="TryReserve"/> can map a second time. All of it is zero.</summary>
    SharedMemory Share(nuint size);

    /// <summary>Closes the handle. What is mapped stays.</summary>
    void Close(in SharedMemory shared);

    /// <summary>Reserves address space exactly there, without access; the shared memory, unless it is none, lies at its start. <see langword="false"/> when something is in the way or the system refuses; the thread's last error says what.</summary>
    bool TryReserve(ulong address, nuint size, in SharedMemory shared);

    /// <summary>Reserves where the system likes. 0 when there is no space.</summary>
    ulong TryReserveAnywhere(nuint size, nuint alignment, in SharedMemory shared);

    /// <summary>Gives back what was reserved, all of it. Nothing can be done about a failure, which the caller is not told: a system that has no room to divide a mapping keeps all of it, and the range stays taken for everybody.</summary>
    /// <param name="address">As reserved.</param>
    /// <param name="size">As reserved.</param>
    /// <param name="sharedSize">Of the shared memory at its start; 0 without.</param>
    void Free(ulong address, nuint size, nuint sharedSize);

    /// <summary>Unmaps the working view of shared memory.</summary>
    void FreeView(in SharedMemory shared);

    /// <summary>Makes reserved pages usable. They are zero.</summary>
    /// <param name="address">Where.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="access">What is allowed there.</param>
    /// <param name="isShared">Whether shared memory was mapped there. Data in its place is private to the process where the system can do that.</param>
    void Commit(ulong address, nuint size, PageAccess access, bool isShared);

    /// <summary>Changes the access of committed pages.</summary>
    void Protect(ulong address, nuint size, PageAccess access);

    /// <summary>The same; <see langword="false"/> when the system refuses.</summary>
    bool TryProtect(ulong address, nuint size, PageAccess access);

    /// <summary>Makes committed private pages zero by giving their memory back. <see langword="false"/> when the system refuses, as it does for locked pages.</summary>
    /// <exception cref="OutOfMemoryException">Their memory is gone and no other was there: they have to be committed anew before they are touched.</exception>
    bool TryDiscard(ulong address, nuint size, PageAccess access);

    /// <summary>The same for shared memory, named by its working view.</summary>
    bool TryDiscardShared(nint view, nuint size);
}
