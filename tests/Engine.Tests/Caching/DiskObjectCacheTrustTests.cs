namespace Linker.Engine.Tests.Caching;

/// <summary>Who may have written what is linked, and where a cache writes.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
[Trait("System", "linux")] // owners, modes, links
public class DiskObjectCacheTrustTests : IDisposable
{
    private static readonly ObjectKey Key = ObjectKey.Of([1]);
    private readonly CacheTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_the_cache_makes_is_for_its_user_alone()
    {
        _folder.Open().Put(Key, [1]);
        const UnixFileMode all = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(all, File.GetUnixFileMode(_folder.Cache));
        Assert.Equal(all, File.GetUnixFileMode(Path.GetDirectoryName(_folder.FileOf(Key))!));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.FileOf(Key)));
    }

    [Theory]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void A_folder_that_others_may_write_to_is_not_used(UnixFileMode mode)
    {
        DiskObjectCache cache = _folder.Open();
        cache.Put(Key, [1]);
        Add(_folder.Cache, mode);
        Assert.Equal($"others may write to '{_folder.Cache}'", cache.Refusal);
        Assert.False(cache.TryGet(Key, out _));
        cache.Put(ObjectKey.Of([2]), [2]);
        Assert.False(cache.Remove(Key));
        cache.Clear();
        Assert.Empty(cache.Entries);
        Assert.Equal([_folder.FileOf(Key)], _folder.Files);
        Assert.Equal((1, 1, 1), (cache.Statistics.Stored, cache.Statistics.Failures, cache.Statistics.Misses));
    }

    [Fact]
    public void A_folder_inside_that_others_may_write_to_is_not_used()
    {
        DiskObjectCache cache = _folder.Open();
        cache.Put(Key, [1]);
        Add(Path.GetDirectoryName(_folder.FileOf(Key))!, UnixFileMode.OtherWrite);
        Assert.False(cache.TryGet(Key, out _));
        cache.Put(Key, [1]);
        Assert.Equal(1, cache.Statistics.Failures);
    }

    [Fact]
    public void A_file_that_others_may_write_to_is_dropped()
    {
        DiskObjectCache cache = _folder.Open();
        cache.Put(Key, [1]);
        Add(_folder.FileOf(Key), UnixFileMode.OtherWrite);
        Assert.False(cache.TryGet(Key, out _));
        Assert.Equal(1, cache.Statistics.Dropped);
        Assert.Empty(_folder.Files);
    }

    [Theory]
    [InlineData(0u, true)]
    [InlineData(uint.MaxValue, true)] // this user
    [InlineData(12345678u, false)]
    public void Files_of_this_user_and_of_the_administrator_are_used(uint owner, bool used)
    {
        uint user = Host.Posix.GetEUid();
        string? objection = Linker.Engine.Caching.Ownership.ObjectionTo("/cache", owner == uint.MaxValue ? user : owner, UnixFileMode.UserWrite);
        Assert.Equal(used ? null : $"'/cache' belongs to user {owner}, this is user {user}", objection);
    }

    [Fact]
    public void The_owner_is_the_one_that_the_system_names()
    {
        Assert.Equal(0, Host.Posix.StatX(Host.Posix.CurrentFolder, "/proc/1", 0, Host.Posix.StatOwner, out Host.Posix.StatXRecord record));
        Assert.Equal(0u, record.Uid);
        Assert.Equal(0x4000 | 0x16d, record.Mode); // dr-xr-xr-x
    }

    [Fact]
    public void The_folder_itself_may_be_a_link()
    {
        string real = Path.Combine(_folder.Path, "real");
        CacheTestFolder.Make(real);
        Directory.CreateSymbolicLink(_folder.Cache, real);
        DiskObjectCache cache = _folder.Open();
        cache.Put(Key, [1]);
        Assert.True(cache.TryGet(Key, out _));
    }

    [Fact]
    public void A_link_in_place_of_an_entry_is_dropped_and_what_it_leads_to_stays()
    {
        DiskObjectCache cache = _folder.Open();
        cache.Put(Key, [1]);
        string elsewhere = Path.Combine(_folder.Path, "elsewhere");
        File.Move(_folder.FileOf(Key), elsewhere);
        File.CreateSymbolicLink(_folder.FileOf(Key), elsewhere);
        Assert.Empty(cache.Entries);
        Assert.False(cache.TryGet(Key, out _));
        Assert.Equal(1, cache.Statistics.Dropped);
        Assert.Empty(_folder.Files);
        Assert.True(File.Exists(elsewhere));
    }

    [Fact]
    public void A_link_in_place_of_a_folder_inside_is_not_followed()
    {
        DiskObjectCache cache = _folder.Open();
        cache.Put(Key, [1]);
        string inside = Path.GetDirectoryName(_folder.FileOf(Key))!, elsewhere = Path.Combine(_folder.Path, "elsewhere");
        Directory.Move(inside, elsewhere);
        Directory.CreateSymbolicLink(inside, elsewhere);
        Assert.False(cache.TryGet(Key, out _));
        Assert.Empty(cache.Entries);
        Assert.False(cache.Remove(Key));
        cache.Clear();
        cache.Put(ObjectKey.Of([1]), [2]);
        Assert.Equal(1, cache.Statistics.Failures);
        Assert.Equal(ObjectEnvelope.Write(Key, [1]), File.ReadAllBytes(Path.Combine(elsewhere, Key.ToString())));
        Assert.Single(Directory.GetFiles(elsewhere));
    }

    // To open a pipe for reading waits for a writer.
    [Fact]
    public void A_pipe_in_place_of_an_entry_is_dropped_and_nobody_waits_for_it()
    {
        DiskObjectCache cache = _folder.Open();
        cache.Put(Key, [1]);
        File.Delete(_folder.FileOf(Key));
        using (var made = System.Diagnostics.Process.Start("mkfifo", [_folder.FileOf(Key)]))
        {
            made.WaitForExit();
        }

        Assert.False(cache.TryGet(Key, out _));
        Assert.Equal(1, cache.Statistics.Dropped);
        Assert.Empty(_folder.Files);
    }

    [Theory]
    [InlineData("/caches", "/caches/linker")]
    [InlineData("caches", "~/.cache/linker")]
    [InlineData(null, "~/.cache/linker")]
    public void The_default_folder_is_among_the_caches_of_the_user(string? variable, string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string? before = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        try
        {
            Environment.SetEnvironmentVariable("XDG_CACHE_HOME", variable);
            Assert.Equal(folder.Replace("~", Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), StringComparison.Ordinal), new DiskObjectCache().Folder);
        }
        finally
        {
            Environment.SetEnvironmentVariable("XDG_CACHE_HOME", before);
        }
    }

    private static void Add(string path, UnixFileMode mode) => File.SetUnixFileMode(path, File.GetUnixFileMode(path) | mode);
}
