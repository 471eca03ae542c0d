namespace Linker.Engine.Tests.Caching;

/// <summary>A folder that a test has to itself, whatever it does to it.</summary>
internal sealed class CacheTestFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("linker-cache-").FullName;

    /// <summary>A folder inside it for the cache, which is not there yet.</summary>
    internal string Cache => System.IO.Path.Combine(Path, "cache");

    internal DiskObjectCache Open(long sizeLimit = DiskObjectCache.DefaultSizeLimit) => new(Cache, sizeLimit);

    internal string FileOf(ObjectKey key) => System.IO.Path.Combine(Cache, key.ToString()[..2], key.ToString());

    /// <summary>All files of the cache, whatever they are.</summary>
    internal string[] Files => Directory.Exists(Cache) ? Directory.GetFiles(Cache, "*", SearchOption.AllDirectories) : [];

    /// <summary>A temporary file, as a writer leaves it that was ended some time ago.</summary>
    internal string Abandon(ObjectKey key, TimeSpan ago)
    {
        string file = FileOf(key) + $".{Guid.NewGuid():N}.tmp";
        Make(Cache);
        Make(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "a part");
        Age(file, ago);
        return file;
    }

    /// <summary>A folder as the cache makes it, whatever this process gives to others otherwise.</summary>
    internal static void Make(string folder)
    {
        _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(folder) : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    internal static void Age(string file, TimeSpan ago) => File.SetLastWriteTimeUtc(file, DateTime.UtcNow - ago);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
