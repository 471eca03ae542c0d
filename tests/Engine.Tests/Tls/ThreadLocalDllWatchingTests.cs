using System.Runtime.InteropServices;
using Linker.Loader;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>What code of Microsoft's conventions is told of threads, and what becomes of their variables.</summary>
[Trait("System", "windows")]
public sealed unsafe class ThreadLocalDllWatchingTests : IDisposable
{
    // What the fixture notes: the reasons of the system; an object with the image's life; two with a thread's life.
    private const int ImageGoes = 0, ImageComes = 1, ThreadBegins = 2, ThreadEnds = 3, GlobalMade = 10, GlobalGone = 11, Handler = 12, Made = 20, Gone = 21, SecondMade = 22, SecondGone = 23;

    private readonly RuntimeLinker _linker = new();
    private readonly int* _log = (int*)NativeMemory.AllocZeroed(1000, 2 * sizeof(int));

    public void Dispose()
    {
        _linker.Dispose();
        NativeMemory.Free(_log);
    }

    private LoadedImage Link() => _linker.Link(ObjectReader.Read(File.ReadAllBytes(Repository.Fixture("coff-x64/threads.obj")), "threads.obj"));

    private void StartLog(LoadedImage image) => ((delegate* unmanaged<int*, void>)image.GetAddress("start_log"))(_log);

    // The process has threads of its own, which come and go.
    private int[] NotedIn(int thread, int* log = null)
    {
        log = log == null ? _log : log;
        int count = log == _log ? 1000 : 16;
        return [.. Enumerable.Range(0, count).Where(i => log[(2 * i) + 1] == thread).Select(i => log[2 * i])];
    }

    // A thread that was joined has left managed code, but it may not have ended yet.
    private void WaitFor(int[] notes, int thread)
    {
        SpinWait.SpinUntil(() => NotedIn(thread).Length >= notes.Length, TimeSpan.FromSeconds(20));
        Assert.Equal(notes, NotedIn(thread));
    }

    [Fact]
    public void The_linking_thread_is_told_that_the_image_comes_before_its_initialisers_and_that_it_goes_before_its_handlers()
    {
        LoadedImage image = Link();
        int thread = image.Call("this_thread");
        Assert.Equal([ImageComes, GlobalMade, Made, SecondMade], NotedIn(thread, (int*)image.GetAddress("first_log")));
        StartLog(image);
        Assert.Equal(42, image.Call("use"));
        Assert.Equal(0, image.Call("file_handler"));
        image.Dispose();
        Assert.Equal([ImageGoes, SecondGone, Gone, Handler, GlobalGone], NotedIn(thread));
    }

    [Fact]
    public void A_thread_that_begins_later_is_told_of_and_has_variables_until_it_ends()
    {
        using LoadedImage image = Link();
        StartLog(image);
        int id = 0, value = 0;
        var thread = new Thread(() => (id, value) = (image.Call("this_thread"), image.Call("use")));
        thread.Start();
        thread.Join();
        Assert.Equal(42, value);
        WaitFor([ThreadBegins, Made, SecondMade, ThreadEnds, SecondGone, Gone], id);
    }

    [Fact]
    public void A_thread_that_was_there_before_gets_its_variables_when_it_uses_them_and_is_told_of_when_it_ends()
    {
        var thread = new WaitingThread();
        using LoadedImage image = Link();
        StartLog(image);
        int id = thread.Run(() => image.Call("this_thread"));
        Assert.Equal([], NotedIn(id));
        Assert.Equal((42, 42), thread.Run(() => (image.Call("use"), image.Call("use"))));
        Assert.Equal([Made, SecondMade], NotedIn(id));
        thread.Dispose();
        WaitFor([Made, SecondMade, ThreadEnds, SecondGone, Gone], id);
    }

    [Fact]
    public void Nobody_is_told_of_threads_once_the_image_is_gone()
    {
        using var thread = new WaitingThread();
        using (LoadedImage image = Link())
        {
            StartLog(image);
            Assert.Equal(42, thread.Run(() => image.Call("use")));
        }

        int[] notes = new ReadOnlySpan<int>(_log, 2000).ToArray();
        var another = new Thread(() => { });
        another.Start();
        another.Join();
        thread.Dispose();
        Assert.Equal(notes, new ReadOnlySpan<int>(_log, 2000).ToArray());
    }

    [Fact]
    public void Without_initialisation_nobody_is_told()
    {
        LinkGraph graph = ObjectReader.Read(File.ReadAllBytes(Repository.Fixture("coff-x64/threads.obj")), "threads.obj");
        using LoadedImage image = _linker.Link(new LinkRequest { Initialize = false }, graph);
        StartLog(image);
        var thread = new Thread(() => { });
        thread.Start();
        thread.Join();
        Assert.Equal(0, Marshal.ReadInt32(image.GetAddress("count")));
        image.Initialize();
        Assert.Equal([ImageComes, GlobalMade, Made, SecondMade], NotedIn(image.Call("this_thread")));
    }

    [Fact]
    public void A_variable_inside_a_function_is_initialised_once()
    {
        using LoadedImage image = Link();
        int[] values = new int[8];
        using var go = new ManualResetEventSlim();
        Thread[] threads = [.. values.Select((_, i) => new Thread(() =>
        {
            go.Wait();
            values[i] = image.Call("inside");
        }))];
        Array.ForEach(threads, t => t.Start());
        go.Set();
        Array.ForEach(threads, t => t.Join());
        Assert.All(values, v => Assert.Equal(101, v));
    }
}
