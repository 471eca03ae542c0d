using System.Collections.Concurrent;
using System.Text;
using Linker.Llvm.Native;

namespace Linker.Llvm;

/// <summary>One piece of work of LLVM's at a time, on a stack that is left when LLVM gives up, so that the caller goes on; and what is kept for the next piece.</summary>
/// <remarks>
/// An error that LLVM takes for fatal ends the process when its handler returns, and nothing can be thrown through LLVM's frames. So the handler never returns: the stack is left for good with what the compilation
/// held, which nobody touches any more, and the caller throws. No lock of LLVM's is held while it calls the handler.
/// </remarks>
internal sealed class Worker : IDisposable
{
    private static readonly ConcurrentStack<Worker> Idle = new();

    [ThreadStatic]
    private static Worker? t_current;

    private static int s_lostCount;

    private readonly ILeavableStack _stack;
    private readonly StringBuilder _errors = new();
    private CompileStage _stage;
    private string _moduleName = "";
    private bool _isLost;

    /// <param name="stack">The stack, which becomes the worker's own.</param>
    internal Worker(ILeavableStack stack) => _stack = stack;

    /// <summary>Those whose stacks were left.</summary>
    internal static int LostCount => s_lostCount;

    /// <summary>Whose work this thread does.</summary>
    internal static Worker Current => t_current ?? throw new InvalidOperationException("LLVM is called outside of Worker.Run.");

    /// <summary>Whether this thread is on its way out after LLVM gave up: what LLVM has is neither touched nor given back.</summary>
    internal static bool IsLeaving => t_current is { _isLost: true };

    /// <summary>Where this thread's work is at the moment, for a message.</summary>
    internal static CompileStage Stage
    {
        set => Current._stage = value;
    }

    /// <summary>LLVM's machines that this worker has made.</summary>
    internal Machines Machines { get; } = new();

    /// <summary>The module that was read last.</summary>
    internal OpenModule? Kept { get; set; }

    /// <summary><c>void (*)(LLVMDiagnosticInfoRef, void *)</c>: notes errors of what is called here.</summary>
    internal nint DiagnosticHandler => _stack.DiagnosticHandler;

    /// <summary>Does something on a leavable stack, and waits for it.</summary>
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

        if (!Idle.TryPop(out Worker? worker))
        {
            worker = new Worker(OwnStack.IsSupported ? new OwnStack() : new OwnThread());
        }

        try
        {
            return worker.Do(moduleName, work);
        }
        finally
        {
            worker.Rest();
        }
    }

    /// <summary>Does something on this worker's stack.</summary>
    internal T Do<T>(string moduleName, Func<T> work)
    {
        _moduleName = moduleName;
        _errors.Clear();
        T result = default!;
        return _stack.Do(() => Work(() => result = work())) ? result : throw Abandon();
    }

    /// <summary>Calls a function of LLVM's that may give up, recurse deeply, or complain.</summary>
    /// <param name="function">Its address.</param>
    /// <param name="arguments">As many as it takes, <see cref="ILeavableStack.MostArguments"/> at most.</param>
    /// <returns>What it returns.</returns>
    /// <exception cref="IrException">It gave up.</exception>
    internal static nint Call(nint function, params ReadOnlySpan<nint> arguments)
    {
        Worker worker = Current;
        return worker._stack.TryCall(function, arguments, worker._errors, out nint result) ? result : throw worker.Abandon();
    }

    /// <summary>What LLVM has complained of since it was asked last.</summary>
    internal string TakeErrors()
    {
        string text = _errors.ToString();
        _errors.Clear();
        return text;
    }

    /// <summary>Makes fatal errors end a piece of work instead of the process.</summary>
    internal static void CatchFatalErrors() => ErrorHandling.InstallFatalErrorHandler(OwnStack.IsSupported ? Guard.FatalHandler : OwnThread.FatalHandler);

    /// <summary>Gives back what is kept, a module before its context. A stack that was left stays, with what is on it.</summary>
    public void Dispose()
    {
        if (!_isLost)
        {
            Machines.Clear();
            Kept?.Release();
            Kept = null;
            _stack.Dispose();
        }
    }

    private IrException Abandon()
    {
        _isLost = true;
        return new IrException(_moduleName, _stage, _errors.ToString(), isFatal: true);
    }

    private void Work(Action work)
    {
        t_current = this;
        try
        {
            work();
        }
        finally
        {
            t_current = null;
        }
    }

    private void Rest()
    {
        if (_isLost)
        {
            Interlocked.Increment(ref s_lostCount);
        }
        else if (Idle.Count < Environment.ProcessorCount)
        {
            Idle.Push(this);
        }
        else
        {
            Dispose();
        }
    }
}
