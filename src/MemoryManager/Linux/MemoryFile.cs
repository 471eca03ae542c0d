using System.Runtime.InteropServices;
using Linker.MemoryManager.Arenas;

namespace Linker.MemoryManager.Linux;

/// <summary>Memory behind a file descriptor, which can be mapped twice.</summary>
internal static class MemoryFile
{
    private const string Name = "linker";

    private static readonly Lazy<bool> Punchable = new(TryPunch);

    /// <summary>Whether pages of such a file can be given back by <see cref="MemoryAdvice.Remove"/>. Found out by trying: qemu says that it has done it and does nothing.</summary>
    internal static bool CanGiveBack => Punchable.Value;

    /// <summary>Creates a file of zeros. The caller closes the descriptor.</summary>
    internal static int Create(nuint size)
    {
        int file = Open();
        if (file < 0)
        {
            OsFailure.Throw("memfd_create");
        }

        if (Libc.FTruncate(file, (long)size) < 0)
        {
            Exception failure = OsFailure.Last($"ftruncate of a memfd to {size} bytes");
            _ = Libc.Close(file);
            throw failure;
        }

        return file;
    }

    /// <summary>Why a file of this many bytes cannot exist, or <see langword="null"/>.</summary>
    internal static string? WhyNotOfSize(nuint size)
    {
        if (Libc.GetRLimit(ResourceKind.FileSize, out ResourceLimit limit) < 0)
        {
            return OsFailure.Last("getrlimit(RLIMIT_FSIZE)").Message;
        }

        return limit.Current < size ? $"RLIMIT_FSIZE allows files of {limit.Current} bytes, {size} are needed" : null;
    }

    /// <summary>Why such files cannot be executed from, or <see langword="null"/>. Found out by trying: vm.memfd_noexec and security modules have many ways to forbid it.</summary>
    internal static string? WhyNotExecutable()
    {
        nuint page = AddressSpace.PageSize;
        if (WhyNotOfSize(page) is { } tooLarge)
        {
            return tooLarge;
        }

        int file = Open();
        if (file < 0)
        {
            return OsFailure.Last("memfd_create").Message;
        }

        try
        {
            if (Libc.FTruncate(file, (long)page) < 0)
            {
                return OsFailure.Last("ftruncate of a memfd").Message;
            }

            nint view = Libc.MMap(0, page, PageAccess.Read | PageAccess.Execute, MapFlags.Shared, file, 0);
            if (view == -1)
            {
                return OsFailure.Last("an executable mapping of a memfd").Message;
            }

            _ = Libc.MUnmap(view, page);
            return null;
        }
        finally
        {
            _ = Libc.Close(file);
        }
    }

    private static bool TryPunch()
    {
        nuint page = AddressSpace.PageSize;
        int file = WhyNotOfSize(page) is null ? Open() : -1;
        if (file < 0)
        {
            return false;
        }

        nint view = Libc.FTruncate(file, (long)page) < 0 ? -1 : Libc.MMap(0, page, PageAccess.Read | PageAccess.Write, MapFlags.Shared, file, 0);
        _ = Libc.Close(file);
        if (view == -1)
        {
            return false;
        }

        Span<byte> bytes = NativeBytes.At(view, page);
        bytes[0] = 1;
        bool isDone = Libc.MAdvise(view, page, MemoryAdvice.Remove) == 0 && bytes[0] == 0;
        _ = Libc.MUnmap(view, page);
        return isDone;
    }

    private static int Open()
    {
        int file = Libc.MemFdCreate(Name, MemFdFlags.CloseOnExec | MemFdFlags.Exec);
        return file < 0 && Marshal.GetLastPInvokeError() == OsFailure.InvalidArgument ? Libc.MemFdCreate(Name, MemFdFlags.CloseOnExec) : file;
    }
}
