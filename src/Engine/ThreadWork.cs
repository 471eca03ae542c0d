namespace Linker.Engine;

/// <summary>Work of one thread whose end others wait for: to compile, to initialise, to make a function. Nobody waits where nobody would ever go on.</summary>
internal sealed class ThreadWork
{
    [ThreadStatic]
    private static Worker? t_self;

    private readonly object _gate = new();
    private readonly Worker _owner = Self;
    private volatile bool _isOver;

    private static Worker Self => t_self ??= new Worker();

    /// <summary>Begins what threads do one after the other.</summary>
    /// <param name="current">Where whoever is at it leaves word.</param>
    /// <returns><see langword="null"/> when that is this thread, or one that waits for this thread: it could never be begun.</returns>
    internal static ThreadWork? Begin(ref ThreadWork? current)
    {
        var own = new ThreadWork();
        while (Interlocked.CompareExchange(ref current, own, null) is { } other)
        {
            if (!other.TryWait())
            {
                return null;
            }
        }

        return own;
    }

    /// <summary>Ends what was begun so, and lets the next begin.</summary>
    internal void End(ref ThreadWork? current)
    {
        Volatile.Write(ref current, null);
        End();
    }

    /// <summary>Lets all go on who wait.</summary>
    internal void End()
    {
        lock (_gate)
        {
            _isOver = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits for the end.</summary>
    /// <returns><see langword="false"/> when it is this thread's own work, or that of one that waits for this thread, over whatever others and whatever sorts of work: it is not over then.</returns>
    internal bool TryWait()
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
                return false;
            }

            lock (_gate)
            {
                while (!_isOver)
                {
                    Monitor.Wait(_gate);
                }
            }

            return true;
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
        ThreadWork? work = this;
        for (int i = 0; i < Enough && work is { _isOver: false }; i++)
        {
            if (work._owner == worker)
            {
                return true;
            }

            work = work._owner.WaitsFor;
        }

        return false;
    }

    /// <summary>A thread, as the others see it.</summary>
    private sealed class Worker
    {
        private volatile ThreadWork? _waitsFor;

        internal ThreadWork? WaitsFor
        {
            get => _waitsFor;
            set => _waitsFor = value;
        }
    }
}
