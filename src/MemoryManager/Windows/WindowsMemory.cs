using System.Runtime.InteropServices;
using Linker.MemoryManager.Arenas;

namespace Linker.MemoryManager.Windows;

/// <summary>Memory by VirtualAlloc, and by sections that are mapped twice.</summary>
/// <remarks>
/// Shared memory is a section without a file. It cannot be replaced in parts of a view, nor can pages of it be given back while it lives. So a reservation
/// with a section at its start is two of the system's, one behind the other: a view, and private memory for the rest. Where the section fills the reservation, data lies in it too.
/// </remarks>
internal sealed class WindowsMemory : ISystemMemory
{
    // Between giving an aligned place free and reserving it, another thread may take it.
    private const int Attempts = 16;

    /// <summary>The allocation granularity (SYSTEM_INFO, dwAllocationGranularity), which is this on all processors.</summary>
    public nuint Granularity => 1 << 16;

    /// <inheritdoc/>
    public PageAccess Guard => PageAccess.None;

    /// <inheritdoc/>
    public List<MappedRange> ReadRanges() => WindowsRanges.ReadAll();

    /// <inheritdoc/>
    public bool IsCLibrary(string fileName) => IsOneOf(fileName, ["ucrtbase.dll"]);

    /// <inheritdoc/>
    public bool IsCompanion(string fileName) => IsOneOf(fileName, ["msvcrt.dll", "vcruntime140.dll", "kernelbase.dll", "kernel32.dll", "ntdll.dll"]);

    /// <summary>Why memory cannot be mapped twice and executed from, or <see langword="null"/>. Found out by trying: policies of a process have several ways to forbid it.</summary>
    public string? WhyNotShared()
    {
        nuint size = AddressSpace.PageSize;
        nint section = CreateSection(size);
        if (section == 0)
        {
            return WindowsFailure.Last("CreateFileMapping of an executable section").Message;
        }

        nint view = Kernel32.MapViewOfFile(section, ViewAccess.Read | ViewAccess.Execute, 0, 0, size, 0);
        string? reason = view == 0 ? WindowsFailure.Last("an executable view of a section").Message : null;
        _ = view == 0 || Kernel32.UnmapViewOfFile(view);
        _ = Kernel32.CloseHandle(section);
        return reason;
    }

    /// <inheritdoc/>
    public string? WhyNotShared(nuint size) => null;

    /// <inheritdoc/>
    public SharedMemory Share(nuint size)
    {
        nint section = CreateSection(size);
        if (section == 0)
        {
            WindowsFailure.Throw($"CreateFileMapping of {size} bytes");
        }

        nint view = Kernel32.MapViewOfFile(section, ViewAccess.Read | ViewAccess.Write, 0, 0, size, 0);
        if (view == 0)
        {
            Exception failure = WindowsFailure.Last($"MapViewOfFile of the working view, {size} bytes");
            _ = Kernel32.CloseHandle(section);
            throw failure;
        }

        return new SharedMemory(section, size, view);
    }

    /// <inheritdoc/>
    public void Close(in SharedMemory shared) => _ = Kernel32.CloseHandle(shared.Handle);

    /// <inheritdoc/>
    public bool TryReserve(ulong address, nuint size, in SharedMemory shared)
    {
        // An address of 0 would mean anywhere.
        if (address < WindowsRanges.LowestAddress || address > WindowsRanges.AddressEnd || size > WindowsRanges.AddressEnd - address)
        {
            Marshal.SetLastPInvokeError(WindowsFailure.InvalidAddress);
            return false;
        }

        if (shared.Size == 0)
        {
            return TryReservePrivate(address, size);
        }

        ViewAccess access = ViewAccess.Read | ViewAccess.Execute | (shared.Size == size ? ViewAccess.Write : 0);
        if (Kernel32.MapViewOfFile(shared.Handle, access, 0, 0, shared.Size, (nint)address) == 0)
        {
            return false;
        }

        if (shared.Size == size || TryReservePrivate(address + shared.Size, size - shared.Size))
        {
            return true;
        }

        _ = Kernel32.UnmapViewOfFile((nint)address);
        return false;
    }

    /// <inheritdoc/>
    public ulong TryReserveAnywhere(nuint size, nuint alignment, in SharedMemory shared)
    {
        nuint surplus = alignment > Granularity ? alignment : 0;
        for (int i = 0; i < Attempts; i++)
        {
            nint start = Kernel32.VirtualAlloc(0, size + surplus, AllocationType.Reserve, PageProtection.NoAccess);
            if (start == 0 || (surplus == 0 && shared.Size == 0))
            {
                return (ulong)start;
            }

            Free((ulong)start, size + surplus, 0);
            ulong aligned = AddressSpace.AlignUp((ulong)start, alignment);
            if (TryReserve(aligned, size, shared))
            {
                return aligned;
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    public void Free(ulong address, nuint size, nuint sharedSize)
    {
        if (sharedSize != 0)
        {
            _ = Kernel32.UnmapViewOfFile((nint)address);
        }

        if (sharedSize != size)
        {
            _ = Kernel32.VirtualFree((nint)(address + sharedSize), 0, FreeType.Release);
        }
    }

    /// <inheritdoc/>
    public void FreeView(in SharedMemory shared) => _ = Kernel32.UnmapViewOfFile(shared.View);

    /// <inheritdoc/>
    public void Commit(ulong address, nuint size, PageAccess access, bool isShared)
    {
        if (Kernel32.VirtualAlloc((nint)address, size, AllocationType.Commit, Of(access)) == 0)
        {
            WindowsFailure.Throw($"VirtualAlloc of 0x{address:x}, {size} bytes, for {access}");
        }
    }

    /// <inheritdoc/>
    public void Protect(ulong address, nuint size, PageAccess access)
    {
        if (!TryProtect(address, size, access))
        {
            WindowsFailure.Throw($"VirtualProtect of 0x{address:x}, {size} bytes, to {access}");
        }
    }

    /// <inheritdoc/>
    public bool TryProtect(ulong address, nuint size, PageAccess access) => size == 0 || Kernel32.VirtualProtect((nint)address, size, Of(access), out _);

    /// <inheritdoc/>
    public bool TryDiscard(ulong address, nuint size, PageAccess access)
    {
        // A size of 0 would mean the whole reservation.
        if (size == 0)
        {
            return true;
        }

        if (!Kernel32.VirtualFree((nint)address, size, FreeType.Decommit))
        {
            return false;
        }

        Commit(address, size, access, isShared: false);
        return true;
    }

    /// <inheritdoc/>
    public bool TryDiscardShared(nint view, nuint size) => false;

    private static bool TryReservePrivate(ulong address, nuint size) =>
        Kernel32.VirtualAlloc((nint)address, size, AllocationType.Reserve, PageProtection.NoAccess) != 0;

    private static nint CreateSection(nuint size) =>
        Kernel32.CreateFileMapping(Kernel32.NoFile, 0, PageProtection.ExecuteReadWrite | PageProtection.SectionReserve, (uint)(size >> 32), (uint)size, 0);

    private static bool IsOneOf(string fileName, ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (fileName.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static PageProtection Of(PageAccess access) => (access & (PageAccess.Read | PageAccess.Write | PageAccess.Execute)) switch
    {
        PageAccess.Read => PageProtection.ReadOnly,
        PageAccess.Read | PageAccess.Write => PageProtection.ReadWrite,
        PageAccess.Read | PageAccess.Execute => PageProtection.ExecuteRead,
        PageAccess.Read | PageAccess.Write | PageAccess.Execute => PageProtection.ExecuteReadWrite,
        _ => PageProtection.NoAccess,
    };
}
