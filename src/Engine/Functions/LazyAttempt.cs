namespace Linker.Engine;

/// <summary>The work of one thread to make one function. Others that call the function meanwhile wait for it.</summary>
internal sealed class LazyAttempt
{
    [ThreadStatic]
    private static Worker? t_self;

    private readonly object _gate = new();
    private readonly Worker _owner = Self;
    private nint _result;
    private Exception? _failure;
    private volatile bool _isDone;

    private static Worker Self => t_self ??= new Worker();

    /// <summary>Tells all who wait what came of it.</summary>
    internal void Complete(nint result, Exception? failure)
    {
        lock (_gate)
        {
            _result = result;
            _failure = failure;
            _isDone = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits for what comes of another thread's work.</summary>
    /// <exception cref="InvalidOperationException">It is this thread's own, or that of one that waits for this thread, over whatever others: nobody would ever go on.</exception>
    internal (nint Result, Exception? Failure) Wait()
    {
        Worker self = Self;
        self.WaitsFor = this;

        // Each writes what it waits for, then looks at what the others do: of those who would wait in a circle, the last to write sees all of it.
        Interlocked.MemoryBarrier();
        try
        {
            // What was seen at two different times may look like a circle once. A circle that is one stays, and is seen again.
            if (IsHeldUpBy(self) && IsHeldUpBy(self))
            {
                throw new InvalidOperationException("it is called while it is being made: by what makes it, or by something that this thread's own work waits for");
            }

            lock (_gate)
            {
                while (!_isDone)
                {
                    Monitor.Wait(_gate);
                }
            }

            return (_result, _failure);
        }
        finally
        {
            self.WaitsFor = null;
        }
    }

    private bool IsHeldUpBy(Worker worker)
    {
        // Others may stand in a circle of their own, which they break themselves.
        const int Enough = 1 << 16;
        LazyAttempt? attempt = this;
        for (int i = 0; i < Enough && attempt is { _isDone: false }; i++)
        {
            if (attempt._owner == worker)
            {
                return true;
            }

            attempt = attempt._owner.WaitsFor;
        }

        return false;
    }

    /// <summary>A thread, as the others see it.</summary>
    private sealed class Worker
    {
        private volatile LazyAttempt? _waitsFor;

        internal LazyAttempt? WaitsFor
        {
            get => _waitsFor;
            set => _waitsFor = value;
        }
    }
}
