using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Linker.Llvm.Native;

namespace Linker.Llvm;

/// <summary>A thread on which LLVM runs, so that the caller's goes on when LLVM gives up.</summary>
/// <remarks>
/// An error that LLVM takes for fatal ends the process when its handler returns, and nothing can be thrown through LLVM's frames. So the handler never returns: the thread stops there for good,
/// with what the compilation held, and the thread that waits for it throws. No lock of LLVM's is held while it calls the handler. A thread has a large stack, because passes recurse.
/// </remarks>
#pragma warning disable CA1001 // Without a handle of the system's a semaphore has nothing to dispose.
internal sealed unsafe class Worker
#pragma warning restore CA1001
{
    private const int StackSize = 16 << 20;

    private static readonly ConcurrentStack<Worker> Idle = new();

    [ThreadStatic]
    private static Worker? t_current;

    // Both wait a little before they sleep: what follows a short piece of work is often another.
    private readonly SemaphoreSlim _hasWork = new(0);
    private readonly SemaphoreSlim _isDone = new(0);
    private Action? _work;
    private Exception? _failure;
    private string? _fatal;
    private bool _isLast;

    private Worker() => new Thread(Loop, StackSize) { IsBackground = true, Name = "LLVM" }.Start();

    /// <summary>Threads that stopped for good.</summary>
    internal static int LostCount => s_lostCount;

    private static int s_lostCount;

    /// <summary>Where this thread's work is at the moment, for a message.</summary>
    internal static CompileStage Stage
    {
        set
        {
            if (t_current is { } worker)
            {
                worker._stage = value;
            }
        }
    }

    private CompileStage _stage;

    /// <summary>Lets a thread of LLVM's do something, and waits.</summary>
    /// <param name="moduleName">The module that it is about.</param>
    /// <param name="work">What to do.</param>
    /// <exception cref="IrException">LLVM refused, perhaps for good.</exception>
    /// <exception cref="MissingLibraryException">There is no LLVM.</exception>
    internal static T Run<T>(string moduleName, Func<T> work)
    {
        _ = Library.Loaded;
        if (t_current is not null)
        {
            return work();
        }

        T result = default!;
        if (!Idle.TryPop(out Worker? worker))
        {
            worker = new Worker();
        }

        worker.Do(moduleName, () => result = work());
        return result;
    }

    /// <summary>Makes fatal errors stop the thread instead of the process.</summary>
    internal static void CatchFatalErrors() => ErrorHandling.InstallFatalErrorHandler((nint)(delegate* unmanaged[Cdecl]<nint, void>)&StopHere);

    private void Do(string moduleName, Action work)
    {
        _failure = null;
        _isLast = Idle.Count >= Environment.ProcessorCount;
        _work = work;
        _hasWork.Release();
        _isDone.Wait();
        if (_fatal is { } text)
        {
            throw new IrException(moduleName, _stage, text, isFatal: true);
        }

        Exception? failure = _failure;
        if (!_isLast)
        {
            Idle.Push(this);
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private void Loop()
    {
        t_current = this;
        bool isLast;
        do
        {
            _hasWork.Wait();
            isLast = _isLast;
            Action work = _work!;
            _work = null;
            Exception? failure = null;
            try
            {
                work();
                if (isLast)
                {
                    Machines.Clear();
                }
            }
#pragma warning disable CA1031 // The thread that waits throws it.
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                failure = thrown;
            }

            End(failure, null);
        }
        while (!isLast);
    }

    // Once the waiting thread knows, it may give this one new work.
    private void End(Exception? failure, string? fatal)
    {
        _failure = failure;
        _fatal = fatal;
        _isDone.Release();
    }

    /// <summary>Stops this thread for good, with what LLVM said to whoever waits for it. Returns on other threads only.</summary>
    internal static void GiveUp(string text)
    {
        if (t_current is { } worker)
        {
            Interlocked.Increment(ref s_lostCount);
            worker.End(null, text);
            Thread.Sleep(Timeout.Infinite);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void StopHere(nint reason)
    {
        string text = Marshal.PtrToStringUTF8(reason) ?? "";
        GiveUp(text);

        // Somebody else's call of LLVM: the process ends when this returns, as it would have.
        Console.Error.WriteLine($"LLVM ERROR: {text}");
    }
}
