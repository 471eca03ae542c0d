using System.Diagnostics;

namespace Linker.Engine.Tests;

/// <summary>When things that were retired are disposed: not before the last reader has left, and then.</summary>
public sealed class CodeEpochTests
{
    private readonly CodeEpoch _epoch = new();

    [Fact]
    public void Without_readers_a_retired_thing_goes_at_once()
    {
        var thing = new Thing();
        _epoch.Retire(thing);
        Assert.False(thing.IsDisposed);
        Assert.Equal(1, _epoch.PendingCount);
        Assert.Equal(1, _epoch.Collect());
        Assert.True(thing.IsDisposed);
        Assert.Equal(0, _epoch.PendingCount);
        Assert.Equal(0, _epoch.Collect());
    }

    [Fact]
    public void A_reader_keeps_what_is_retired_after_it_began_and_the_next_readers_do_not()
    {
        var thing = new Thing();
        CodeLease before = _epoch.Enter();
        _epoch.Retire(thing);
        Assert.Equal(0, _epoch.Collect());
        CodeLease after = _epoch.Enter();
        Assert.Equal(0, _epoch.Collect());
        before.Dispose();
        Assert.Equal(1, _epoch.Collect());
        Assert.True(thing.IsDisposed);
        after.Dispose();
    }

    [Fact]
    public void What_is_retired_while_a_batch_waits_goes_with_the_next()
    {
        Thing first = new(), second = new();
        CodeLease old = _epoch.Enter();
        _epoch.Retire(first);
        _epoch.Collect();
        CodeLease young = _epoch.Enter();
        _epoch.Retire(second);
        _epoch.Collect();
        Assert.False(first.IsDisposed || second.IsDisposed);
        old.Dispose();
        Assert.Equal(1, _epoch.Collect());
        Assert.True(first.IsDisposed);
        Assert.False(second.IsDisposed);
        young.Dispose();
        Assert.Equal(1, _epoch.Collect());
        Assert.True(second.IsDisposed);
    }

    [Fact]
    public void Leases_nest_and_each_counts()
    {
        var thing = new Thing();
        CodeLease outer = _epoch.Enter();
        CodeLease inner = _epoch.Enter();
        _epoch.Retire(thing);
        _epoch.Collect();
        outer.Dispose();
        outer.Dispose();
        Assert.Equal(0, _epoch.Collect());
        inner.Dispose();
        Assert.Equal(1, _epoch.Collect());
    }

    [Fact]
    public void A_lease_holds_whichever_processor_it_ends_on()
    {
        // Readers on all processors, so that every counter has been used.
        var things = new Thing[64];
        for (int i = 0; i < things.Length; i++)
        {
            using (var begun = new Barrier(9))
            using (var ending = new ManualResetEventSlim())
            {
                Thread[] readers = [.. Enumerable.Range(0, 8).Select(_ => new Thread(() =>
                {
                    using CodeLease lease = _epoch.Enter();
                    begun.SignalAndWait();
                    ending.Wait();
                }))];
                Array.ForEach(readers, r => r.Start());
                begun.SignalAndWait(TestContext.Current.CancellationToken);
                _epoch.Retire(things[i] = new Thing());
                Assert.Equal(0, _epoch.Collect());
                ending.Set();
                Array.ForEach(readers, r => r.Join());
            }

            Assert.Equal(1, _epoch.Collect());
            Assert.True(things[i].IsDisposed);
        }
    }

    [Fact]
    public void Draining_waits_for_the_readers()
    {
        var thing = new Thing();
        using var begun = new ManualResetEventSlim();
        using var ending = new ManualResetEventSlim();
        bool wasDisposed = true;
        var reader = new Thread(() =>
        {
            using CodeLease lease = _epoch.Enter();
            begun.Set();
            ending.Wait();
            wasDisposed = thing.IsDisposed;
        });
        reader.Start();
        begun.Wait(TestContext.Current.CancellationToken);
        _epoch.Retire(thing);
        var drainer = new Thread(_epoch.Drain);
        drainer.Start();
        Assert.False(drainer.Join(20));
        ending.Set();
        drainer.Join();
        reader.Join();
        Assert.True(thing.IsDisposed);
        Assert.False(wasDisposed);
    }

    [Fact]
    public void Things_go_in_the_order_in_which_they_were_retired_also_when_one_refuses()
    {
        var order = new List<int>();
        for (int i = 0; i < 4; i++)
        {
            int number = i;
            _epoch.Retire(new Thing(() =>
            {
                order.Add(number);
                if (number == 1)
                {
                    throw new InvalidOperationException("no");
                }
            }));
        }

        Assert.Equal("no", Assert.Single(Assert.Throws<AggregateException>(() => _epoch.Collect()).InnerExceptions).Message);
        Assert.Equal([0, 1, 2, 3], order);
        Assert.Equal(0, _epoch.PendingCount);
        _epoch.Drain();
    }

    [Fact]
    public void What_is_being_disposed_may_retire_and_collect_but_not_drain()
    {
        var inner = new Thing();
        _epoch.Retire(new Thing(() =>
        {
            _epoch.Retire(inner);
            Assert.Equal(0, _epoch.Collect());
            Assert.Throws<InvalidOperationException>(_epoch.Drain);
        }));
        Assert.Equal(2, _epoch.Collect());
        Assert.True(inner.IsDisposed);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(8, 4)]
    public void No_reader_ever_sees_a_disposed_thing(int readerCount, int writerCount)
    {
        // Readers follow a pointer that writers change all the time; what it pointed to is poisoned as soon as the epoch says so.
        Thing current = new();
        bool isOver = false;
        long reads = 0, wrong = 0;
        Thread[] readers = [.. Enumerable.Range(0, readerCount).Select(_ => new Thread(() =>
        {
            long count = 0, bad = 0;
            while (!Volatile.Read(ref isOver))
            {
                using CodeLease lease = _epoch.Enter();
                Thing thing = Volatile.Read(ref current);
                for (int i = 0; i < 8; i++)
                {
                    bad += thing.IsDisposed ? 1 : 0;
                }

                using CodeLease nested = _epoch.Enter();
                bad += Volatile.Read(ref current).IsDisposed ? 1 : 0;
                bad += thing.IsDisposed ? 1 : 0;
                count++;
            }

            Interlocked.Add(ref reads, count);
            Interlocked.Add(ref wrong, bad);
        }))];
        Array.ForEach(readers, r => r.Start());
        var clock = Stopwatch.StartNew();
        long retired = 0;
        Thread[] writers = [.. Enumerable.Range(0, writerCount).Select(_ => new Thread(() =>
        {
            while (clock.ElapsedMilliseconds < 300)
            {
                for (int i = 0; i < 100; i++)
                {
                    _epoch.Retire(Interlocked.Exchange(ref current, new Thing()));
                    Interlocked.Increment(ref retired);
                    _epoch.Collect();
                }

                _epoch.Drain();
            }
        }))];
        Array.ForEach(writers, w => w.Start());
        Array.ForEach(writers, w => w.Join());
        Volatile.Write(ref isOver, true);
        Array.ForEach(readers, r => r.Join());
        _epoch.Drain();
        Assert.Equal(0, wrong);
        Assert.Equal(0, _epoch.PendingCount);
        Assert.True(reads > 0 && retired > 0);
        Assert.False(current.IsDisposed);
    }

    private sealed class Thing(Action? onDispose = null) : IDisposable
    {
        private volatile bool _isDisposed;

        internal bool IsDisposed => _isDisposed;

        public void Dispose()
        {
            _isDisposed = true;
            onDispose?.Invoke();
        }
    }
}
