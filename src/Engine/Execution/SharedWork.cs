namespace Linker.Engine;

/// <summary>What one thread does and others wait for: to make a function, to compile a module, to run initialisers.</summary>
/// <remarks>
/// Threads may come to wait for each other, in a circle over any number of pieces of work, of any number of engines. Who would do that does not wait, and is told. What others may use before it is over, as initialisers may use
/// what refers to them, breaks a circle without harm: who waits for such work goes on, whoever of the circle came last. No lock is around all this: engines on several threads share nothing.
/// </remarks>
/// <param name="isUsableBefore">Whether a thread that would wait in a circle may go on as if the work were over.</param>
internal sealed class SharedWork(bool isUsableBefore = false)
{
    // More than there are threads: others may stand in a circle of their own, which they break themselves.
    private const int MostThreads = 1 << 16;

    [ThreadStatic]
    private static Worker? t_self;

    private readonly object _gate = new();
    private readonly Worker _owner = Self;
    private volatile bool _isOver;
    private volatile int _waiterCount;

    private bool IsUsableBefore { get; } = isUsableBefore;

    private static Worker Self => t_self ??= new Worker();

    /// <summary>Whether it is this thread's own.</summary>
    internal bool IsOurs => _owner == Self;

    /// <summary>It is over, and what came of it is complete.</summary>
    internal void End()
    {
        // Nearly always, nobody waits. Each side writes, then looks at what the other has written, so that one of them sees the other.
        _isOver = true;
        Interlocked.MemoryBarrier();
        if (_waiterCount != 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Waits until it is over.</summary>
    /// <returns>Whether it is. If not, it is this thread's own, or that of one that waits for this thread, over whatever others: nobody would ever go on.</returns>
    internal bool Wait()
    {
        Worker self = Self;
        self.WaitsFor = this;
        _ = Interlocked.Increment(ref _waiterCount);

        // Each writes what it waits for, then looks at what the others do: of those who would wait in a circle, the last to write sees all of it.
        Interlocked.MemoryBarrier();
        try
        {
            if (!IsUsableBefore && IsInCircle(self) && !WakeWhoMayGoOn(self))
            {
                return false;
            }

            lock (_gate)
            {
                while (!_isOver)
                {
                    if (IsUsableBefore && IsInCircle(self))
                    {
                        return false;
                    }

                    Monitor.Wait(_gate);
                }
            }

            return true;
        }
        finally
        {
            _ = Interlocked.Decrement(ref _waiterCount);
            self.WaitsFor = null;
        }
    }

    // What was seen at different times may look like a circle. Of one that is one, a look is sure of the end, and each further look of one thread more.
    private bool IsInCircle(Worker worker)
    {
        for (int looks = 0, length = 1; looks < length; looks++)
        {
            length = CircleLength(worker);
            if (length == 0)
            {
                return false;
            }
        }

        return true;
    }

    private int CircleLength(Worker worker)
    {
        SharedWork? work = this;
        for (int length = 1; length < MostThreads && work is { _isOver: false }; length++)
        {
            if (work._owner == worker)
            {
                return length;
            }

            work = work._owner.WaitsFor;
        }

        return 0;
    }

    // Whoever wakes looks for the circle by itself.
    private bool WakeWhoMayGoOn(Worker worker)
    {
        bool isAny = false;
        SharedWork? work = this;
        for (int length = 1; length < MostThreads && work is { _isOver: false } && work._owner != worker; length++)
        {
            work = work._owner.WaitsFor;
            if (work is { IsUsableBefore: true })
            {
                isAny = true;
                lock (work._gate)
                {
                    Monitor.PulseAll(work._gate);
                }
            }
        }

        return isAny;
    }

    /// <summary>A thread, as the others see it.</summary>
    private sealed class Worker
    {
        private volatile SharedWork? _waitsFor;

        internal SharedWork? WaitsFor
        {
            get => _waitsFor;
            set => _waitsFor = value;
        }
    }
}
