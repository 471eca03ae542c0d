using System.Runtime.InteropServices;
using Linker.Loader;
using static Linker.Engine.Tests.ObjectWriter;

namespace Linker.Engine.Tests;

/// <summary>Handlers that code files for the end of its image, of a thread, or of both.</summary>
public sealed unsafe class ThreadExitTests : IDisposable
{
    private readonly RuntimeLinker _linker = new();

    // What the image's destructors count in outlives the image.
    private readonly int* _count = (int*)NativeMemory.AllocZeroed(64);

    public void Dispose()
    {
        _linker.Dispose();
        NativeMemory.Free(_count);
    }

    [Theory]
    [InlineData("__cxa_thread_atexit_impl")]
    [InlineData("__cxa_thread_atexit")]
    public void Handlers_of_a_thread_that_ends_run_then_and_only_then(string name)
    {
        using (LoadedImage image = _linker.Link(Filing(name)))
        {
            using (var thread = new WaitingThread())
            {
                Assert.Equal(0, thread.Run(() => File(image)));
                Assert.Equal(0, *_count);
            }

            Await(1);
            NativeThread.Run(image.GetAddress("file_thread"), (nint)_count);
            Await(2);
        }

        Assert.Equal(2, *_count);
    }

    [Fact]
    public void Handlers_of_threads_that_still_live_run_when_the_image_goes()
    {
        using var thread = new WaitingThread();
        LoadedImage image = _linker.Link(Filing("__cxa_thread_atexit_impl"));
        Assert.Equal(0, thread.Run(() => File(image)));
        Assert.Equal(0, thread.Run(() => File(image)));
        Assert.Equal(0, File(image));
        image.Dispose();
        Assert.Equal(3, *_count);
        thread.Dispose();
        Assert.Equal(3, *_count);
    }

    [Fact]
    public void One_image_s_handlers_do_not_run_for_another()
    {
        LoadedImage first = _linker.Link(Filing("__cxa_thread_atexit_impl"));
        LoadedImage second = _linker.Link(Filing("__cxa_thread_atexit_impl"));
        File(first);
        File(first);
        File(second);
        second.Dispose();
        Assert.Equal(1, *_count);
        first.Dispose();
        Assert.Equal(3, *_count);
    }

    [Fact]
    public void Handlers_of_atexit_and_cxa_atexit_run_when_the_image_goes()
    {
        // atexit's handlers take no argument: this one counts in the address that the image was given.
        var writer = new ObjectWriter().Refer("__dso_handle", visibility: Hidden);
        writer.Code("bump", Local).CountsAtArgument();
        writer.Data("where").Word(0).Word(0);
        writer.Code("bump_where", Local).LoadsArgumentFrom("where").JumpsTo("bump");
        writer.Code("file_plain").StoresArgumentIn("where").Loads(0, "bump_where").JumpsTo("atexit");
        writer.Code("file_thread").CopiesArgument().Loads(0, "bump").Loads(2, "__dso_handle").JumpsTo("__cxa_atexit");
        LoadedImage image = _linker.Link(writer.Read());
        Assert.Equal(0, File(image, "file_plain"));
        Assert.Equal(0, File(image));
        Assert.Equal(0, *_count);
        image.Dispose();
        Assert.Equal(2, *_count);
    }

    [Fact]
    public void An_image_files_handlers_of_atexit_under_its_own_name_whatever_other_images_have()
    {
        static LinkGraph Plain(string name)
        {
            var writer = new ObjectWriter();
            writer.Code("bump", Local).CountsAtArgument();
            writer.Data("where", Local).Word(0).Word(0);
            writer.Code("bump_where", Local).LoadsArgumentFrom("where").JumpsTo("bump");
            writer.Code(name).StoresArgumentIn("where").Loads(0, "bump_where").JumpsTo("atexit");
            return writer.Read();
        }

        LoadedImage first = _linker.Link(Plain("file_first")), second = _linker.Link(Plain("file_second"));
        Assert.Equal(0, File(first, "file_first"));
        Assert.Equal(0, File(second, "file_second"));
        second.Dispose();
        Assert.Equal(1, *_count);
        first.Dispose();
        Assert.Equal(2, *_count);
    }

    [Theory]
    [InlineData("atexit")]
    [InlineData("at_quick_exit")]
    [InlineData("pthread_atfork")]
    [InlineData("__stack_chk_fail_local")]
    public void What_joins_of_the_C_library_s_static_part_is_no_export(string name)
    {
        using LoadedImage image = _linker.Link(new ObjectWriter().Code("ask").ReturnsAddressOf(name).Read());
        Assert.True(image.TryGetAddress("ask", out _));
        Assert.False(image.TryGetAddress(name, out _));
    }

    [Fact]
    public void Many_handlers_of_many_threads_run_once_each()
    {
        LoadedImage image = _linker.Link(Filing("__cxa_thread_atexit_impl"));
        Parallel.For(0, 8, _ => NativeThread.Run((nint)(delegate* unmanaged<nint, nint>)image.GetAddress("file_thread"), (nint)_count));
        Await(8);
        for (int i = 0; i < 1000; i++)
        {
            File(image);
        }

        image.Dispose();
        Assert.Equal(1008, *_count);
    }

    // file_thread(argument): name(bump, argument, &__dso_handle), where bump adds 1 to the int at its argument.
    private static LinkGraph Filing(string name)
    {
        var writer = new ObjectWriter().Refer("__dso_handle", visibility: Hidden);
        writer.Code("bump", Local).CountsAtArgument();
        writer.Code("file_thread").CopiesArgument().Loads(0, "bump").Loads(2, "__dso_handle").JumpsTo(name);
        return writer.Read();
    }

    private int File(LoadedImage image, string name = "file_thread") => ((delegate* unmanaged<nint, int>)image.GetAddress(name))((nint)_count);

    // A thread is joined before the C library has run the last of its handlers.
    private void Await(int count)
    {
        for (int i = 0; i < 2000 && Volatile.Read(ref *_count) != count; i++)
        {
            Thread.Sleep(1);
        }

        Assert.Equal(count, *_count);
    }
}
