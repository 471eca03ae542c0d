using System.IO.Enumeration;
using Microsoft.Win32.SafeHandles;

namespace Linker.Engine.Caching;

/// <summary>The files of a cache on disk: one an entry, named by its key, in a folder named by the key's first two digits. Whatever else lies there is neither read nor deleted.</summary>
internal sealed class CacheFolder(string root)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string TemporaryExtension = ".tmp";
    private const int DigitsOfFolder = 2;

    // A writer without the file system's locks shows that it is alive by writing.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    // Links are passed by.
    private static readonly EnumerationOptions OwnFiles = new() { AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Device, IgnoreInaccessible = true };

    internal string Root => root;

    /// <summary>Why nothing is read from the folder and nothing written to it.</summary>
    internal string? Objection => root.Length == 0 ? "the user has no folder for caches" : Ownership.ObjectionTo(root, mayBeLink: true, out _);

    /// <summary>Opens an entry; <see langword="null"/> where there is none that may be used. One that is no file of the cache's is deleted.</summary>
    internal SafeFileHandle? Open(ObjectKey key, out bool isForeign)
    {
        isForeign = false;
        if (!IsThere(key))
        {
            return null;
        }

        SafeFileHandle? file = Ownership.Open(PathOf(key), out isForeign);
        if (isForeign)
        {
            Delete(PathOf(key));
        }

        return file;
    }

    /// <summary>Writes an entry so that nobody sees a part of it.</summary>
    /// <remarks>What a failure of the power leaves of a file that was not on the disk yet, its digest tells.</remarks>
    internal void Write(ObjectKey key, ReadOnlySpan<byte> header, ReadOnlySpan<byte> content)
    {
        MakeFolder(root, mayBeLink: true);
        MakeFolder(FolderOf(key), mayBeLink: false);
        string path = PathOf(key), temporary = $"{path}.{Guid.NewGuid():N}{TemporaryExtension}";
        try
        {
            // Nobody else opens it with FileShare.None while this process lives.
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using (var file = new FileStream(temporary, options))
            {
                file.Write(header);
                file.Write(content);
                file.Flush();
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e)
        {
            Delete(temporary);

            // So the runtime calls EFBIG: the process may not write so large a file.
            if (e is ArgumentOutOfRangeException)
            {
                throw new IOException(e.Message, e);
            }

            throw;
        }
    }

    /// <summary>Notes that an entry was used now. File systems seldom note reading.</summary>
    internal void Touch(ObjectKey key)
    {
        try
        {
            File.SetLastWriteTimeUtc(PathOf(key), DateTime.UtcNow);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was evicted, or the folder is for reading only.
        }
    }

    /// <returns>Whether there was an entry and there is none now.</returns>
    internal bool Delete(ObjectKey key) => IsThere(key) && Delete(PathOf(key));

    /// <returns>Whether there was a file and there is none now.</returns>
    internal static bool Delete(string path)
    {
        try
        {
            bool isThere = File.Exists(path);
            File.Delete(path);
            return isThere;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Deletes a temporary file whose writer is gone: nobody has it locked.</summary>
    internal static bool DeleteAbandoned(CacheFile temporary)
    {
        if (DateTimeOffset.UtcNow - temporary.LastUsed < Grace)
        {
            return false;
        }

        try
        {
            File.OpenHandle(temporary.Path, FileMode.Open, FileAccess.Write, FileShare.None, FileOptions.DeleteOnClose).Dispose();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Entries and temporary files, in no order. Of other files nothing is said.</summary>
    internal List<CacheFile> Files()
    {
        var files = new List<CacheFile>();
        if (root.Length == 0 || Ownership.ObjectionTo(root, mayBeLink: true, out bool exists) is not null || !exists)
        {
            return files;
        }

        foreach (string folder in Directory.EnumerateDirectories(root, "??", OwnFiles))
        {
            string digits = Path.GetFileName(folder);
            try
            {
                files.AddRange(new FileSystemEnumerable<CacheFile>(folder, ToFile, OwnFiles) { ShouldIncludePredicate = (ref FileSystemEntry e) => !e.IsDirectory && IsOwn(e.FileName, digits) });
            }
            catch (DirectoryNotFoundException)
            {
                // Somebody has deleted it.
            }
        }

        return files;
    }

    private static CacheFile ToFile(ref FileSystemEntry entry) =>
        new(entry.ToFullPath(), ObjectKey.TryParse(entry.FileName, out ObjectKey key) ? key : null, entry.Length, entry.LastWriteTimeUtc);

    private static bool IsOwn(ReadOnlySpan<char> name, string digits) =>
        name.Length >= 2 * ObjectKey.Size && ObjectKey.TryParse(name[..(2 * ObjectKey.Size)], out _) && name.StartsWith(digits, StringComparison.Ordinal)
        && (name.Length == 2 * ObjectKey.Size || name.EndsWith(TemporaryExtension, StringComparison.Ordinal));

    private static void MakeFolder(string folder, bool mayBeLink)
    {
        if (Ownership.ObjectionTo(folder, mayBeLink, out bool exists) is { } objection)
        {
            throw new IOException(objection);
        }

        if (exists)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    private bool IsThere(ObjectKey key) =>
        root.Length != 0 && Ownership.ObjectionTo(root, mayBeLink: true, out bool exists) is null && exists
        && Ownership.ObjectionTo(FolderOf(key), mayBeLink: false, out exists) is null && exists;

    private string FolderOf(ObjectKey key) => Path.Combine(root, key.ToString()[..DigitsOfFolder]);

    private string PathOf(ObjectKey key) => key.ToString() is var name ? Path.Combine(root, name[..DigitsOfFolder], name) : "";
}
