using System.Runtime.InteropServices;

namespace Linker.Engine.Tests;

/// <summary>A thread that the C library starts and that runs native code.</summary>
internal static partial class NativeThread
{
    /// <summary>Runs a function in a new thread and gives what it returned.</summary>
    internal static nint Run(nint function, nint argument = 0)
    {
        Assert.Equal(0, Create(out nint thread, 0, function, argument));
        Assert.Equal(0, Join(thread, out nint result));
        return result;
    }

    [LibraryImport("libc", EntryPoint = "pthread_create")]
    private static partial int Create(out nint thread, nint attributes, nint function, nint argument);

    [LibraryImport("libc", EntryPoint = "pthread_join")]
    private static partial int Join(nint thread, out nint result);
}
