namespace Linker.Engine.Host;

/// <summary><c>__cxa_atexit</c>, by which a C library keeps functions that run when an image goes or the process ends. Itanium C++ ABI §3.3.6.3.</summary>
internal static unsafe class CxaAtExit
{
    /// <summary>Files functions under an image, in their order; the last one runs first.</summary>
    /// <param name="atExit">Address of the C library's <c>__cxa_atexit</c>, 0 when it has none.</param>
    /// <param name="functions">Addresses of functions that take nothing and return nothing.</param>
    /// <param name="image">The handle that <c>__cxa_finalize</c> is called with.</param>
    internal static void File(nint atExit, ReadOnlySpan<nint> functions, nint image)
    {
        if (atExit == 0)
        {
            throw new EntryPointNotFoundException("The C library has no __cxa_atexit, which the image's finalisers are filed with.");
        }

        var file = (delegate* unmanaged<nint, nint, nint, int>)atExit;
        foreach (nint function in functions)
        {
            if (file(function, 0, image) != 0)
            {
                throw new InsufficientMemoryException("__cxa_atexit has no room for the image's finalisers.");
            }
        }
    }

    /// <summary>Runs what was filed under an image, the last first.</summary>
    /// <param name="finalize">Address of the C library's <c>__cxa_finalize</c>, 0 when it has none: then nothing can have been filed.</param>
    /// <param name="image">The handle.</param>
    internal static void Run(nint finalize, nint image)
    {
        if (finalize != 0)
        {
            ((delegate* unmanaged<nint, void>)finalize)(image);
        }
    }
}
