using System.Collections.Concurrent;

namespace Linker.Engine.Tests;

/// <summary>A .NET thread that runs what it is given, until it is disposed.</summary>
internal sealed class WaitingThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    internal WaitingThread()
    {
        using var started = new ManualResetEventSlim();
        _thread = new Thread(() =>
        {
            started.Set();
            foreach (Action action in _work.GetConsumingEnumerable())
            {
                action();
            }
        });
        _thread.Start();
        started.Wait();
    }

    /// <summary>Runs a function on the thread and waits for it.</summary>
    internal T Run<T>(Func<T> function)
    {
        var done = new TaskCompletionSource<T>();
        _work.Add(() =>
        {
            try
            {
                done.SetResult(function());
            }
            catch (Exception e) when (e is not StackOverflowException)
            {
                done.SetException(e);
            }
        });
        return done.Task.GetAwaiter().GetResult();
    }

    /// <summary>Ends the thread and waits until it is gone.</summary>
    public void Dispose()
    {
        if (_thread.IsAlive)
        {
            _work.CompleteAdding();
            _thread.Join();
            _work.Dispose();
        }
    }
}
