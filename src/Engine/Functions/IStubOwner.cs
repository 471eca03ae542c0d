namespace Linker.Engine;

/// <summary>Who leads the stubs of an image elsewhere.</summary>
internal interface IStubOwner
{
    /// <summary>The images that the stubs lead to now: they stay as long as the stubs' image does. Asked under the linker's gate; must not ask for it.</summary>
    IEnumerable<LoadedImage> LeadsTo { get; }

    /// <summary>The stubs are gone. Under the linker's gate.</summary>
    void Forget();
}
