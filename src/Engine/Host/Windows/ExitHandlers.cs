using System.Runtime.InteropServices;

namespace Linker.Engine.Host.Windows;

/// <summary>
/// What images want to be done when they go, or when the process exits: Windows' C run time keeps such lists in the static part of each image, which the images here do not have.
/// The lists of both run times that end a process get one entry, which runs what is left: <c>exit</c> of msvcrt.dll, which MinGW's programs call, knows nothing of the other's list.
/// </summary>
internal static unsafe class ExitHandlers
{
    private static readonly List<(nint Function, nint Image)> Waiting = [], ThreadEnds = [];
    private static bool s_isFiled, s_isFiledInOld;
    private static delegate* unmanaged<void> s_endOld;

    /// <summary>The name under which the images' own <c>atexit</c> finds <see cref="Function"/>.</summary>
    internal const string Name = "__linker_atexit";

    /// <summary>The name under which an image finds <see cref="ThreadEndFunction"/>.</summary>
    internal const string ThreadEndName = "__linker_at_thread_end";

    /// <summary><c>int file(function, image)</c>: 0 when it was filed.</summary>
    internal static nint Function => (nint)(delegate* unmanaged<nint, nint, int>)&File;

    /// <summary><c>int file(function, image)</c>: for the function that destroys what the calling thread has of the image; at <c>exit</c> it runs before all handlers. C++ [basic.start.term].</summary>
    internal static nint ThreadEndFunction => (nint)(delegate* unmanaged<nint, nint, int>)&FileThreadEnd;

    /// <summary>Files a function for an image.</summary>
    /// <param name="function">Without arguments.</param>
    /// <param name="image">Its address.</param>
    /// <param name="isFirst">Whether as the first of the image, to be run as its last.</param>
    internal static void Add(nint function, nint image, bool isFirst = false)
    {
        lock (Waiting)
        {
            HookExit();
            int at = isFirst ? Waiting.FindIndex(w => w.Image == image) : -1;
            Waiting.Insert(at < 0 ? Waiting.Count : at, (function, image));
        }
    }

    // Called with the list locked.
    private static void HookExit()
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

        if (!s_isFiledInOld && Win32.GetModuleHandle("msvcrt.dll") is var old and not 0
            && NativeLibrary.TryGetExport(old, "_onexit", out nint fileInOld) && NativeLibrary.TryGetExport(old, "_cexit", out nint end))
        {
            s_isFiledInOld = ((delegate* unmanaged<nint, nint>)fileInOld)((nint)(delegate* unmanaged<int>)&RunAllForOld) != 0;
            s_endOld = s_isFiledInOld ? (delegate* unmanaged<void>)end : null;
        }
    }

    /// <summary>Runs an image's functions, the last filed first; each may file others.</summary>
    internal static void Run(nint image)
    {
        Run(ThreadEnds, image);
        Run(Waiting, image);
    }

    private static void Run(List<(nint Function, nint Image)> list, nint image)
    {
        while (TakeLast(list, image) is var function and not 0)
        {
            ((delegate* unmanaged<void>)function)();
        }
    }

    // 0 stands for every image.
    private static nint TakeLast(List<(nint Function, nint Image)> list, nint image)
    {
        lock (Waiting)
        {
            int last = list.FindLastIndex(w => image == 0 || w.Image == image);
            if (last < 0)
            {
                return 0;
            }

            nint function = list[last].Function;
            list.RemoveAt(last);
            return function;
        }
    }

    [UnmanagedCallersOnly]
    private static void RunAll()
    {
        Run(0);

        // Otherwise it does so when it is unloaded, and calls into code that is gone by then.
        delegate* unmanaged<void> endOld = s_endOld;
        s_endOld = null;
        if (endOld != null)
        {
            endOld();
        }
    }

    [UnmanagedCallersOnly]
    private static int RunAllForOld()
    {
        s_endOld = null;
        Run(0);
        return 0;
    }

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

    [UnmanagedCallersOnly]
    private static int FileThreadEnd(nint function, nint image)
    {
        try
        {
            lock (Waiting)
            {
                HookExit();
                ThreadEnds.Add((function, image));
            }

            return 0;
        }
        catch (Exception e) when (e is not StackOverflowException)
        {
            return -1;
        }
    }
}
