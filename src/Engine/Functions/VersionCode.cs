namespace Linker.Engine;

/// <summary>An image that versions of functions lie in. Retired when the last of them is forgotten.</summary>
/// <param name="image">That nobody else disposes.</param>
/// <param name="users">How many versions there are.</param>
internal sealed class VersionCode(LoadedImage image, int users) : IDisposable
{
    private int _users = users;

    internal LoadedImage Image => image;

    /// <summary>Forgets a version.</summary>
    /// <returns>Whether it was the last.</returns>
    internal bool Leave() => Interlocked.Decrement(ref _users) == 0;

    public void Dispose() => image.Dispose();
}
