namespace Linker.Engine;

/// <summary>Is told of every image that is linked: for debuggers, profilers, logs.</summary>
/// <remarks>May be called by several linkers and threads at once. The linker waits meanwhile, and must not be used.</remarks>
public interface IImageObserver
{
    /// <summary>An image has come: its bytes and addresses are final but for what its own code will write, and none of its initialisers has run.</summary>
    /// <param name="image">What there is to know. Valid until the method returns.</param>
    /// <returns>What to dispose when the image goes, before its memory does; <see langword="null"/> for nothing. What that throws is lost: an image goes in any case.</returns>
    /// <remarks>What this throws is thrown by the link, of which then nothing is left: observers that were told before are told that the image has gone.</remarks>
    IDisposable? Register(ObservedImage image);
}
