using System.Runtime.InteropServices;

namespace Linker.Engine.Host.Windows;

/// <summary>
/// What images want to be done when they go, or when the process exits: Windows' C run time keeps such lists in the static part of each image, which the images here do not have.
/// The process's own list gets one entry, which runs what is left.
/// </summary>
internal static unsafe class ExitHandlers
{
    private static readonly List<(nint Function, nint Image)> Waiting = [];
    private static bool s_isFiled;

    /// <summary>The name under which the images' own <c>atexit</c> finds <see cref="Function"/>.</summary>
    internal const string Name = "__linker_atexit";

    /// <summary><c>int file(function, image)</c>: 0 when it was filed.</summary>
    internal static nint Function => (nint)(delegate* unmanaged<nint, nint, int>)&File;

    /// <summary>Files a function for an image.</summary>
    internal static void Add(nint function, nint image)
    {
        lock (Waiting)
        {
            if (!s_isFiled)
            {
                nint file = UniversalRunTime.Find("_crt_atexit");
                s_isFiled = file != 0 && ((delegate* unmanaged<nint, int>)file)((nint)(delegate* unmanaged<void>)&RunAll) == 0;
                if (!s_isFiled)
                {
                    throw new InsufficientMemoryException("The C run time has no room for an exit handler.");
                }
            }

            Waiting.Add((function, image));
        }
    }

    /// <summary>Runs an image's functions, the last filed first; each may file others.</summary>
    internal static void Run(nint image)
    {
        while (TakeLast(image) is var function and not 0)
        {
            ((delegate* unmanaged<void>)function)();
        }
    }

    // 0 stands for every image.
    private static nint TakeLast(nint image)
    {
        lock (Waiting)
        {
            int last = Waiting.FindLastIndex(w => image == 0 || w.Image == image);
            if (last < 0)
            {
                return 0;
            }

            nint function = Waiting[last].Function;
            Waiting.RemoveAt(last);
            return function;
        }
    }

    [UnmanagedCallersOnly]
    private static void RunAll() => Run(0);

    [UnmanagedCallersOnly]
    private static int File(nint function, nint image)
    {
        try
        {
            Add(function, image);
            return 0;
        }
        catch (Exception e) when (e is not StackOverflowException)
        {
            // No exception may cross into the caller's frames.
            return -1;
        }
    }
}
