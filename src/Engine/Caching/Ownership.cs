using System.Runtime.InteropServices;
using Linker.Engine.Host;
using Microsoft.Win32.SafeHandles;

namespace Linker.Engine.Caching;

/// <summary>Objects are code: who may have written a file decides whether it is linked. On Unix that is this user and the administrator alone; Windows gives folders of a user such rights by itself.</summary>
internal static class Ownership
{
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const int TypeMask = 0xf000, Folder = 0x4000, RegularFile = 0x8000;
    private const int NoSuchEntry = 2, NoSuchDevice = 6, NotAFolder = 20, TooManyLinks = 40;

    /// <summary>Why a folder is not used; <see langword="null"/> for one that may be, or is not there.</summary>
    internal static string? ObjectionTo(string folder, bool mayBeLink, out bool exists)
    {
        exists = false;
        if (OperatingSystem.IsLinux())
        {
            if (Posix.StatX(Posix.CurrentFolder, folder, mayBeLink ? 0 : Posix.StatNoFollow, Posix.StatOwner, out Posix.StatXRecord record) != 0)
            {
                int error = Marshal.GetLastPInvokeError();
                return error == NoSuchEntry ? null : $"'{folder}': {Marshal.GetPInvokeErrorMessage(error)}";
            }

            exists = (record.Mode & TypeMask) == Folder;
            return exists ? ObjectionTo(folder, record.Uid, (UnixFileMode)(record.Mode & ~TypeMask)) : $"'{folder}' is not a folder";
        }

        exists = Directory.Exists(folder);
        if (!exists)
        {
            return File.Exists(folder) ? $"'{folder}' is not a folder" : null;
        }

        if (!mayBeLink && (File.GetAttributes(folder) & FileAttributes.ReparsePoint) != 0)
        {
            return $"'{folder}' is a link";
        }

        return OperatingSystem.IsWindows() ? null : ObjectionOfUnix(folder);
    }

    /// <summary>Opens a file for reading. <see langword="null"/> where there is none, and for what is no file of the cache's: a link, a pipe, a file that others may have written.</summary>
    /// <exception cref="IOException">The system did not open it.</exception>
    internal static SafeFileHandle? Open(string path, out bool isForeign)
    {
        isForeign = false;
        if (!OperatingSystem.IsLinux())
        {
            if (!File.Exists(path))
            {
                return null;
            }

            isForeign = (File.GetAttributes(path) & (FileAttributes.ReparsePoint | FileAttributes.Device)) != 0;
            return isForeign ? null : File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }

        int file = Posix.Open(path, Posix.OpenCloseOnExec | Posix.OpenNonBlocking | Posix.OpenNoFollow);
        if (file < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            isForeign = error is TooManyLinks or NoSuchDevice;
            return isForeign || error is NoSuchEntry or NotAFolder ? null : throw new IOException($"'{path}': {Marshal.GetPInvokeErrorMessage(error)}");
        }

        var handle = new SafeFileHandle(file, ownsHandle: true);
        isForeign = Posix.StatX(file, "", Posix.StatEmptyPath, Posix.StatOwner, out Posix.StatXRecord record) != 0
            || (record.Mode & TypeMask) != RegularFile
            || ObjectionTo(path, record.Uid, (UnixFileMode)(record.Mode & ~TypeMask)) is not null;
        if (!isForeign)
        {
            return handle;
        }

        handle.Dispose();
        return null;
    }

    /// <summary>Why what an owner has with a mode is not used.</summary>
    internal static string? ObjectionTo(string path, uint owner, UnixFileMode mode) =>
        (mode & OthersWrite) != 0 ? $"others may write to '{path}'"
        : owner != 0 && owner != Posix.GetEUid() ? $"'{path}' belongs to user {owner}, this is user {Posix.GetEUid()}"
        : null;

    // A mode can be set by the owner alone.
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static string? ObjectionOfUnix(string folder)
    {
        UnixFileMode mode = File.GetUnixFileMode(folder);
        if ((mode & OthersWrite) != 0)
        {
            return $"others may write to '{folder}'";
        }

        try
        {
            File.SetUnixFileMode(folder, mode);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"'{folder}' belongs to another user";
        }
    }
}
