namespace Linker.Engine.Tests.Caching;

/// <summary>The same on Windows, where files that are open are neither deleted nor replaced as elsewhere.</summary>
[Trait("System", "windows")]
public class DiskObjectCacheWindowsTests : DiskObjectCacheTests
{
    [Fact]
    public void The_default_folder_is_among_those_of_the_user() =>
        Assert.Equal(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "linker"), new DiskObjectCache().Folder);
}
