using System.Runtime.InteropServices;
using Linker.MemoryManager.Arenas;
using Linker.MemoryManager.Linux;

namespace Linker.MemoryManager.MacOS;

/// <summary>Memory by mmap(2) of macOS. Written to the documentation and not run: no machine at hand has that system.</summary>
/// <remarks>
/// On x86-64 reservations are MAP_JIT, which a hardened process needs for code that it has written itself (with the entitlement com.apple.security.cs.allow-jit). On arm64 they are not: pages of MAP_JIT change
/// between writable and executable for a whole thread at once (pthread_jit_write_protect_np), the code that the .NET runtime compiles among them, so that no managed code could make the change.
/// Pages there are written first and made executable by mprotect(2), for which a hardened process needs com.apple.security.cs.allow-unsigned-executable-memory; .NET's own host has both.
/// Apple, "Porting Just-In-Time Compilers to Apple Silicon".
/// </remarks>
internal sealed class MacMemory : ISystemMemory
{
    private static readonly MapFlags Reserved =
        MapFlags.Private | MapFlags.Anonymous | MapFlags.NoReserve | (RuntimeInformation.ProcessArchitecture == Architecture.X64 ? MapFlags.Jit : 0);

    /// <inheritdoc/>
    public nuint Granularity => AddressSpace.PageSize;

    /// <inheritdoc/>
    public PageAccess Guard => PageAccess.None;

    /// <inheritdoc/>
    public List<MappedRange> ReadRanges() => [];

    /// <inheritdoc/>
    public bool IsCLibrary(string fileName) => fileName == "libSystem.B.dylib";

    /// <inheritdoc/>
    public bool IsCompanion(string fileName) => fileName is "libc++.1.dylib" or "libc++abi.dylib";

    /// <inheritdoc/>
    public string? WhyNotShared() => "macOS does not execute memory that is mapped twice";

    /// <inheritdoc/>
    public string? WhyNotShared(nuint size) => WhyNotShared();

    /// <inheritdoc/>
    public SharedMemory Share(nuint size) => throw new PlatformNotSupportedException(WhyNotShared());

    /// <inheritdoc/>
    public void Close(in SharedMemory shared)
    {
    }

    /// <inheritdoc/>
    public bool TryReserve(ulong address, nuint size, in SharedMemory shared)
    {
        // The address is a hint: MAP_FIXED would replace what is there, and MAP_JIT does not allow it.
        nint start = LibSystem.MMap((nint)address, size, PageAccess.None, Reserved, -1, 0);
        if (start == -1)
        {
            return false;
        }

        if ((ulong)start == address)
        {
            return true;
        }

        Free((ulong)start, size);
        return false;
    }

    /// <inheritdoc/>
    public ulong TryReserveAnywhere(nuint size, nuint alignment, in SharedMemory shared)
    {
        nuint surplus = alignment > AddressSpace.PageSize ? alignment : 0;
        nint start = LibSystem.MMap(0, size + surplus, PageAccess.None, Reserved, -1, 0);
        if (start == -1)
        {
            return 0;
        }

        ulong aligned = AddressSpace.AlignUp((ulong)start, alignment), end = (ulong)start + size + surplus;
        Free((ulong)start, (nuint)(aligned - (ulong)start));
        Free(aligned + size, (nuint)(end - aligned - size));
        return aligned;
    }

    /// <inheritdoc/>
    public void Free(ulong address, nuint size, nuint sharedSize) => Free(address, size);

    /// <inheritdoc/>
    public void FreeView(in SharedMemory shared)
    {
    }

    /// <inheritdoc/>
    public void Commit(ulong address, nuint size, PageAccess access, bool isShared) => Protect(address, size, access);

    /// <inheritdoc/>
    public void Protect(ulong address, nuint size, PageAccess access)
    {
        if (!TryProtect(address, size, access))
        {
            OsFailure.Throw($"mprotect of 0x{address:x}, {size} bytes, to {access}");
        }
    }

    /// <inheritdoc/>
    public bool TryProtect(ulong address, nuint size, PageAccess access) => size == 0 || LibSystem.MProtect((nint)address, size, access) == 0;

    /// <inheritdoc/>
    /// <remarks>No advice of macOS makes pages zero, and MAP_JIT does not allow mapping over them: whoever asks clears them.</remarks>
    public bool TryDiscard(ulong address, nuint size, PageAccess access) => false;

    /// <inheritdoc/>
    public bool TryDiscardShared(nint view, nuint size) => false;

    private static void Free(ulong address, nuint size)
    {
        if (size != 0)
        {
            _ = LibSystem.MUnmap((nint)address, size);
        }
    }
}
