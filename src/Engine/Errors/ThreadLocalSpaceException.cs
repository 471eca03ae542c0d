namespace Linker.Engine;

/// <summary>The process has no room for an image's thread-local variables.</summary>
/// <remarks>Initial-exec and local-exec code finds its variables at a fixed distance from the thread pointer; the C library keeps a small reserve of such space for code that is loaded late.</remarks>
public sealed class ThreadLocalSpaceException : Exception
{
    internal ThreadLocalSpaceException(string message)
        : base(message)
    {
    }
}
