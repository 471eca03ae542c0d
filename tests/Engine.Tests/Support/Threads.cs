namespace Linker.Engine.Tests;

/// <summary>Threads of tests about waiting: they do not keep the process, should they wait for ever.</summary>
internal static class Threads
{
    internal static Thread Start(Action action)
    {
        var thread = new Thread(() => action()) { IsBackground = true };
        thread.Start();
        return thread;
    }

    /// <summary>Waits until a thread waits, or has ended.</summary>
    internal static void UntilWaiting(Thread thread) => SpinWait.SpinUntil(() => (thread.ThreadState & (ThreadState.WaitSleepJoin | ThreadState.Stopped)) != 0);

    /// <summary>Waits until all have ended, far longer than any of it takes.</summary>
    internal static void Join(params Thread[] threads) => Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromMinutes(2)), "Threads wait for each other for ever."));
}
