using System.Diagnostics;
using Linker.Shared;

namespace Linker.Engine.Tests.Caching;

/// <summary>Several processes and one folder, and processes that end in the middle of it.</summary>
[Trait("System", "linux")] // a shell's limits
public class DiskObjectCacheProcessTests : IDisposable
{
    // Half a MiB: the object of the tests is larger, and what a runtime writes at its start is not.
    private const string SmallFiles = "ulimit -c 0; ulimit -f 1024";
    private const int Large = 1000;
    private readonly CacheTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Processes_that_write_read_and_evict_at_once_never_see_what_nobody_wrote()
    {
        int count = Emulation.IsOn ? 2 : 4;
        Process[] processes = [.. Enumerable.Range(0, count).Select(i => CacheProcess.Start("true", "stress", _folder.Cache, i))];
        Assert.Equal(Enumerable.Repeat(("well", 0), count), processes.Select(CacheProcess.End));
        Assert.All(_folder.Files, f => Assert.Equal(2 * ObjectKey.Size, Path.GetFileName(f).Length));
        long overshoot = (CacheProcess.StressLimit / 16) + CacheProcess.Content(CacheProcess.Keys).Length;
        DiskObjectCache cache = _folder.Open();
        Assert.InRange(cache.Entries.Sum(e => e.Size), 1, CacheProcess.StressLimit + (count * overshoot));
        AllAreWhole(cache);
    }

    [Fact]
    public void Processes_that_are_killed_leave_whole_entries_and_temporary_files_at_most()
    {
        for (int i = 0; i < (Emulation.IsOn ? 2 : 5); i++)
        {
            Process process = CacheProcess.Start("true", "put forever", _folder.Cache, i);
            Assert.Equal("begun", process.StandardOutput.ReadLine());
            process.Kill();
            CacheProcess.End(process);
        }

        DiskObjectCache cache = _folder.Open();
        Assert.NotEmpty(cache.Entries);
        AllAreWhole(cache);
        OnlyEntriesAreLeft();
    }

    [Fact]
    public void A_process_that_ends_in_the_middle_of_a_file_leaves_no_entry()
    {
        (string said, int exitCode) = CacheProcess.End(CacheProcess.Start(SmallFiles, "put", _folder.Cache, Large));
        Assert.NotEqual("stored 1, failures 0", said);
        Assert.NotEqual(0, exitCode);
        Assert.Empty(_folder.Open().Entries);
        Assert.EndsWith(".tmp", Assert.Single(_folder.Files), StringComparison.Ordinal);
        OnlyEntriesAreLeft();
    }

    // The shell passes on that the signal is ignored; then the system refuses to write.
    [Fact]
    public void A_file_that_the_disk_has_no_room_for_is_not_kept_and_no_exception()
    {
        Assert.Equal(("stored 0, failures 1", 0), CacheProcess.End(CacheProcess.Start($"trap '' XFSZ; {SmallFiles}", "put", _folder.Cache, Large)));
        Assert.Empty(_folder.Files);
        Assert.Equal(("stored 1, failures 0", 0), CacheProcess.End(CacheProcess.Start($"trap '' XFSZ; {SmallFiles}", "put", _folder.Cache, 1)));
    }

    // The administrator writes everywhere, unless it has lost its capabilities.
    [Fact]
    public void A_folder_for_reading_only_is_read_and_no_exception()
    {
        _folder.Open().Put(CacheProcess.Key(1), CacheProcess.Content(1));
        const string readOnly = "chmod -R a-w \"$CACHE\"; [ $(id -u) != 0 ] || set -- setpriv --bounding-set=-all --inh-caps=-all \"$@\"";
        try
        {
            (string said, int exitCode) = CacheProcess.End(CacheProcess.Start($"CACHE='{_folder.Cache}'; {readOnly}", "get and put", _folder.Cache, 1));
            Assert.Equal(("hit True, stored 0, failures 1, removed False, entries 1", 0), (said, exitCode));
        }
        finally
        {
            using var back = Process.Start("chmod", ["-R", "u+w", _folder.Cache]);
            back.WaitForExit();
        }
    }

    private static void AllAreWhole(DiskObjectCache cache)
    {
        foreach (CachedObject entry in cache.Entries)
        {
            Assert.True(cache.TryGet(entry.Key, out ReadOnlyMemory<byte> found));
            Assert.Contains(Enumerable.Range(0, CacheProcess.Keys), i => entry.Key == CacheProcess.Key(i) && found.Span.SequenceEqual(CacheProcess.Content(i)));
        }
    }

    // Some time later.
    private void OnlyEntriesAreLeft()
    {
        foreach (string file in _folder.Files.Where(f => f.EndsWith(".tmp", StringComparison.Ordinal)))
        {
            CacheTestFolder.Age(file, TimeSpan.FromMinutes(2));
        }

        _folder.Open().Put(CacheProcess.Key(1), CacheProcess.Content(1));
        Assert.All(_folder.Files, f => Assert.Equal(2 * ObjectKey.Size, Path.GetFileName(f).Length));
    }
}
