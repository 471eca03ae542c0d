namespace Linker.Engine;

/// <summary>The work of one thread to make one function. Others that call the function meanwhile wait for it.</summary>
internal sealed class LazyAttempt
{
    private readonly SharedWork _work = new();
    private nint _result;
    private Exception? _failure;

    /// <summary>Whether it is this thread's own.</summary>
    internal bool IsOurs => _work.IsOurs;

    /// <summary>Tells all who wait what came of it.</summary>
    internal void Complete(nint result, Exception? failure)
    {
        _result = result;
        _failure = failure;
        _work.End();
    }

    /// <summary>Waits for what comes of another thread's work.</summary>
    internal (nint Result, Exception? Failure) Result()
    {
        try
        {
            return _work.Wait() ? (_result, _failure) : (0, Circle());
        }
        catch (ThreadInterruptedException e)
        {
            return (0, e);
        }
    }

    /// <summary>What comes of a call that would wait for itself.</summary>
    internal static InvalidOperationException Circle() => new("it is called while it is being made: by what makes it, or by something that this thread's own work waits for");
}
