using Linker.Engine.Caching;
using Microsoft.Win32.SafeHandles;

namespace Linker.Engine;

/// <summary>Objects on disk, for this process and those to come. Any number of processes may use a folder at the same time.</summary>
/// <remarks>
/// <para>Who can write into the folder can have code run in every process that uses it. So on Unix a folder is used only if it and what lies in it belong to this user or to the administrator and nobody else
/// may write there (<see cref="Refusal"/> says what is wrong); what the cache makes is for its user alone. Links inside the folder are not followed. On Windows the rights of the folder are the caller's affair;
/// those of <see cref="DefaultFolder"/> are for its user alone.</para>
/// <para>A file is written beside its place and then renamed, so nobody sees a part of it. Each carries a digest; what is damaged, of another version or of another key is deleted when it is found. Whatever else the disk
/// does, is full, read-only or gone, the cache has nothing and keeps nothing.</para>
/// <para>The limit holds for what is in the folder, after each <see cref="Put"/> of the only process that writes there. Others are noticed each time that a process has stored a sixteenth of the limit.</para>
/// </remarks>
public sealed class DiskObjectCache : IObjectCache
{
    /// <summary>Bytes that the folder has at most unless the caller says otherwise: 1 GiB.</summary>
    public const long DefaultSizeLimit = 1 << 30;

    private readonly CacheFolder _folder;
    private readonly CacheCounters _counters = new();
    private readonly Lock _lock = new();

    // What the folder has, as far as this process knows, with what it is about to write; what it has written since it looked; what is being written.
    private long _size, _sinceLook, _pending;
    private bool _hasLooked;

    /// <summary>A cache in a folder, which is made when something is put in for the first time.</summary>
    /// <param name="folder">Where the objects are; <see langword="null"/> for <see cref="DefaultFolder"/>.</param>
    /// <param name="sizeLimit">Bytes that the folder has at most.</param>
    /// <exception cref="ArgumentException">The folder's name is empty or impossible.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative.</exception>
    public DiskObjectCache(string? folder = null, long sizeLimit = DefaultSizeLimit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeLimit);
        folder ??= DefaultFolder;
        _folder = new CacheFolder(folder is null ? "" : Path.GetFullPath(folder));
        SizeLimit = sizeLimit;
    }

    /// <summary>The folder <c>linker</c> among the caches of this user: in <c>XDG_CACHE_HOME</c>, <c>~/.cache</c>, <c>~/Library/Caches</c> or <c>%LOCALAPPDATA%</c>; <see langword="null"/> for a user without a home.</summary>
    public static string? DefaultFolder => CachesOfUser() is { } caches ? Path.Combine(caches, "linker") : null;

    /// <summary>Where the objects are; empty for a user without a home.</summary>
    public string Folder => _folder.Root;

    /// <summary>Bytes that the folder has at most. An object that does not fit is not kept.</summary>
    public long SizeLimit { get; }

    /// <summary>Why the folder is not used, for a person to read; <see langword="null"/> when it is.</summary>
    public string? Refusal => _folder.Objection;

    /// <summary>What the cache has done so far, in this process and by this object.</summary>
    public ObjectCacheStatistics Statistics => _counters.Statistics;

    /// <summary>What is in the folder now, the last used first, whoever put it there. Whether it is whole is found out by <see cref="TryGet"/>.</summary>
    public IReadOnlyList<CachedObject> Entries =>
        [.. Files().Where(f => f.Key is not null).OrderByDescending(f => f.LastUsed).Select(f => new CachedObject(f.Key!.Value, f.Size, f.LastUsed))];

    /// <inheritdoc/>
    public bool TryGet(ObjectKey key, out ReadOnlyMemory<byte> objectFile)
    {
        objectFile = default;
        try
        {
            using SafeFileHandle? file = _folder.Open(key, out bool isForeign);
            if (file is not null && TryRead(file, key, out objectFile))
            {
                _folder.Touch(key);
                return _counters.Asked(true);
            }

            if (isForeign || (file is not null && _folder.Delete(key)))
            {
                _counters.Dropped();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _counters.Failed();
        }

        return _counters.Asked(false);
    }

    /// <inheritdoc/>
    public void Put(ObjectKey key, ReadOnlySpan<byte> objectFile)
    {
        long size = (long)ObjectEnvelope.HeaderSize + objectFile.Length;
        if (size > SizeLimit || _folder.Root.Length == 0)
        {
            return;
        }

        Span<byte> header = stackalloc byte[ObjectEnvelope.HeaderSize];
        ObjectEnvelope.WriteHeader(header, key, objectFile, []);
        bool isStored = false;
        try
        {
            MakeRoom(size);
            _folder.Write(key, header, objectFile);
            isStored = true;
            _counters.Stored();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _counters.Failed();
        }
        finally
        {
            lock (_lock)
            {
                _pending -= size;
                _size -= isStored ? 0 : size;
            }
        }
    }

    /// <summary>Deletes an object.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(ObjectKey key)
    {
        try
        {
            return _folder.Delete(key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _counters.Failed();
            return false;
        }
    }

    /// <summary>Deletes all objects. Files that are not the cache's stay.</summary>
    public void Clear()
    {
        foreach (CacheFile file in Files())
        {
            _ = file.Key is null ? CacheFolder.DeleteAbandoned(file) : CacheFolder.Delete(file.Path);
        }
    }

    // The header says how much memory the rest takes, and a file has to have as many bytes before it gets any.
    private bool TryRead(SafeFileHandle file, ObjectKey key, out ReadOnlyMemory<byte> objectFile)
    {
        objectFile = default;
        long fileSize = RandomAccess.GetLength(file);
        Span<byte> header = stackalloc byte[ObjectEnvelope.HeaderSize];
        if (fileSize > SizeLimit || fileSize - header.Length > Array.MaxLength || !ReadAll(file, header, 0)
            || !ObjectEnvelope.TryReadHeader(key, header, out long size) || size != fileSize - header.Length)
        {
            return false;
        }

        byte[] content = GC.AllocateUninitializedArray<byte>((int)size);
        if (!ReadAll(file, content, header.Length) || !ObjectEnvelope.IsWhole(header, content, []))
        {
            return false;
        }

        objectFile = content;
        return true;
    }

    private static bool ReadAll(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        while (!bytes.IsEmpty)
        {
            int count = RandomAccess.Read(file, bytes, offset);
            if (count == 0)
            {
                return false;
            }

            bytes = bytes[count..];
            offset += count;
        }

        return true;
    }

    private List<CacheFile> Files()
    {
        try
        {
            return _folder.Files();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _counters.Failed();
            return [];
        }
    }

    private void MakeRoom(long size)
    {
        lock (_lock)
        {
            _pending += size;
            _size += size;
            _sinceLook += size;
            if (!_hasLooked || _size > SizeLimit || _sinceLook > SizeLimit / 16)
            {
                Look();
            }
        }
    }

    // What is being written counts twice for a moment when it is seen, too: rather too little room than too much.
    private void Look()
    {
        List<CacheFile> files = Files();
        _size = _pending + files.Sum(f => f.Size) - files.Where(f => f.Key is null && CacheFolder.DeleteAbandoned(f)).Sum(f => f.Size);
        _sinceLook = 0;
        _hasLooked = true;
        if (_size <= SizeLimit)
        {
            return;
        }

        // Some more than needed, so that not every object makes for another look.
        long goal = SizeLimit - (SizeLimit / 8);
        foreach (CacheFile file in files.Where(f => f.Key is not null).OrderBy(f => f.LastUsed))
        {
            if (_size <= goal)
            {
                break;
            }

            if (CacheFolder.Delete(file.Path))
            {
                _counters.Evicted();
            }

            _size -= File.Exists(file.Path) ? 0 : file.Size;
        }
    }

    private static string? CachesOfUser()
    {
        if (OperatingSystem.IsWindows())
        {
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } local ? local : null;
        }

        // A relative path is to be ignored, says the XDG Base Directory Specification.
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } caches && Path.IsPathRooted(caches))
        {
            return caches;
        }

        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length == 0 ? null : Path.Combine(home, OperatingSystem.IsMacOS() ? "Library/Caches" : ".cache");
    }
}
