using System.Numerics;
using System.Runtime.InteropServices;

namespace Linker.Engine;

/// <summary>
/// When old code is freed. Readers hold a lease while they look a function up and run it; who replaces the function first makes it unreachable, then retires it here, and it is disposed
/// once every lease that might have seen it has ended.
/// </summary>
/// <remarks>
/// <para>Each reader counts itself in the current one of two phases, in one of a few counters (by processor, so that readers do not share a cache line), and leaves that same counter. To
/// free a batch, the phase is turned, so that new readers count in the other one, and when all counters of the old phase are 0 the batch goes. What is retired meanwhile waits for the turn after.</para>
/// <para>Why that is enough. A reader adds 1 to a counter of phase p, then reads the phase again, and only if it is still p does it go on, else it takes the 1 back and begins anew. The collector writes
/// the other phase, then reads the counters. Each side has a full barrier between its write and its read, so one of them sees the other: if the collector missed the reader's 1, the reader sees that the
/// phase was turned, and counts in the new one. A reader whose second look shows p has everything before the turn to p behind it, also when the phase went away and came back in between. So a
/// reader that the collector need not wait for began behind the turn, sees what was written before it, and with it that the retired code is unreachable. The other direction: the end of a lease is a release, the
/// collector's look at the counter is followed by a barrier, so all that the reader did is over when the batch goes.</para>
/// <para>A lease that is never given back keeps all that is retired from then on. Who holds one must not wait for <see cref="Drain"/>.</para>
/// </remarks>
internal sealed class CodeEpoch
{
    private const int MaxStripes = 64;

    private readonly Stripe[] _stripes = new Stripe[Math.Min(MaxStripes, BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount))];
    private readonly Lock _collecting = new();
    private readonly Lock _queue = new();
    private readonly int _mask;
    private volatile int _phase;

    // Under _queue: retired since the last turn.
    private List<IDisposable> _retired = [];
    private long _retiredCount;

    // Under _collecting: unreachable for all who count in the current phase; how many things have been disposed in all.
    private List<IDisposable> _waiting = [];
    private long _disposedCount;

    internal CodeEpoch() => _mask = _stripes.Length - 1;

    /// <summary>How many things have been retired and not yet disposed.</summary>
    internal long PendingCount => Volatile.Read(ref _retiredCount) - Volatile.Read(ref _disposedCount);

    /// <summary>Begins a lease: from here on, what can be found stays until the lease ends. Look for the function after this.</summary>
    internal CodeLease Enter()
    {
        int stripe = Thread.GetCurrentProcessorId() & _mask;
        while (true)
        {
            int phase = _phase;
            Interlocked.Increment(ref Counter(stripe, phase));
            if (_phase == phase)
            {
                return new CodeLease(this, (stripe << 1) | phase);
            }

            // Nothing has been looked at: the collector may or may not have noticed.
            Interlocked.Decrement(ref Counter(stripe, phase));
        }
    }

    /// <summary>Ends a lease.</summary>
    internal void Leave(int reader) => Interlocked.Decrement(ref Counter(reader >> 1, reader & 1));

    /// <summary>Leaves a thing to be disposed when nobody can be in it. Nobody who begins a lease from now on may be able to find it.</summary>
    internal void Retire(IDisposable thing)
    {
        ArgumentNullException.ThrowIfNull(thing);
        lock (_queue)
        {
            _retired.Add(thing);
            _retiredCount++;
        }
    }

    /// <summary>Disposes what nobody can be in, in the order in which it was retired, and waits for nobody: if another thread is at it, that one is left to it.</summary>
    /// <returns>How many things it disposed.</returns>
    /// <exception cref="AggregateException">Some could not be disposed; all others have been.</exception>
    internal int Collect()
    {
        if (_collecting.IsHeldByCurrentThread || !_collecting.TryEnter())
        {
            return 0;
        }

        try
        {
            return CollectNow();
        }
        finally
        {
            _collecting.Exit();
        }
    }

    /// <summary>Waits until everything is disposed that was retired before.</summary>
    /// <exception cref="AggregateException">Some could not be disposed; all others have been.</exception>
    /// <exception cref="InvalidOperationException">Called by something that is being disposed, which it would wait for.</exception>
    internal void Drain()
    {
        if (_collecting.IsHeldByCurrentThread)
        {
            throw new InvalidOperationException("What is being disposed waits for its own end.");
        }

        long goal = Volatile.Read(ref _retiredCount);
        var wait = new SpinWait();
        while (Volatile.Read(ref _disposedCount) < goal)
        {
            if (Collect() == 0)
            {
                wait.SpinOnce();
            }
        }
    }

    private int CollectNow()
    {
        int count = 0;
        List<Exception>? failures = null;
        while (true)
        {
            if (_waiting.Count == 0 && !Turn())
            {
                break;
            }

            // A batch waits for the phase before the current one, into which nobody enters any more.
            if (IsOccupied(1 - _phase))
            {
                break;
            }

            count += _waiting.Count;
            foreach (IDisposable thing in _waiting)
            {
                try
                {
                    thing.Dispose();
                }
                catch (Exception e)
                {
                    (failures ??= []).Add(e);
                }
            }

            Volatile.Write(ref _disposedCount, _disposedCount + _waiting.Count);
            _waiting.Clear();
        }

        return failures is null ? count : throw new AggregateException("Retired code could not be disposed.", failures);
    }

    private bool Turn()
    {
        lock (_queue)
        {
            if (_retired.Count == 0)
            {
                return false;
            }

            (_waiting, _retired) = (_retired, _waiting);
        }

        // A full barrier: what made the batch unreachable comes before, the looks at the counters after.
        Interlocked.Exchange(ref _phase, 1 - _phase);
        return true;
    }

    private bool IsOccupied(int phase)
    {
        for (int i = 0; i < _stripes.Length; i++)
        {
            if (Volatile.Read(ref Counter(i, phase)) != 0)
            {
                return true;
            }
        }

        return false;
    }

    private ref int Counter(int stripe, int phase)
    {
        ref Stripe counters = ref _stripes[stripe];
        return ref phase == 0 ? ref counters.Even : ref counters.Odd;
    }

    // Two cache lines: processors fetch them in pairs.
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Stripe
    {
        internal int Even;
        internal int Odd;
    }
}
