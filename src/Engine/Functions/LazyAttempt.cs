namespace Linker.Engine;

/// <summary>The work of one thread to make one function. Others that call the function meanwhile wait for it.</summary>
internal sealed class LazyAttempt
{
    private readonly ThreadWork _work = new();
    private nint _result;
    private Exception? _failure;

    /// <summary>Tells all who wait what came of it.</summary>
    internal void Complete(nint result, Exception? failure)
    {
        _result = result;
        _failure = failure;
        _work.End();
    }

    /// <summary>Waits for what comes of another thread's work.</summary>
    /// <exception cref="InvalidOperationException">It is this thread's own, or that of one that waits for this thread, over whatever others: nobody would ever go on.</exception>
    internal (nint Result, Exception? Failure) Wait() => _work.TryWait()
        ? (_result, _failure)
        : throw new InvalidOperationException("it is called while it is being made: by what makes it, or by something that this thread's own work waits for");
}
