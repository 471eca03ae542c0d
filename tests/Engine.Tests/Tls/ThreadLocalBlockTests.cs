using System.Runtime.InteropServices;
using Linker.Loader;
using static Linker.Engine.Tests.ObjectWriter;

namespace Linker.Engine.Tests;

/// <summary>Thread-local variables: one copy a thread, for threads of every age, in every model, across images.</summary>
public sealed unsafe class ThreadLocalBlockTests : IDisposable
{
    private readonly RuntimeLinker _linker = new();

    private static readonly AutoResetEvent NativeStarted = new(false), NativeMayCall = new(false);
    private static nint s_function;

    public static TheoryData<string> Models() => [.. Fixtures.Named("tls_").Where(n => !n.StartsWith("tls_user", StringComparison.Ordinal))];

    public void Dispose() => _linker.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void Each_thread_old_or_new_has_its_own_initialised_copy(string name)
    {
        using var old = new WaitingThread();
        nint native = 0;
        var nativeCaller = new Thread(() => native = NativeThread.Run((nint)(delegate* unmanaged<nint, nint>)&WaitThenCall));
        nativeCaller.Start();
        NativeStarted.WaitOne();

        using LoadedImage image = _linker.Link([Fixtures.Read(name), Asks()]);
        var ask = (delegate* unmanaged<int>)image.GetAddress("ask");
        Assert.Equal([42, 43, 44], [ask(), ask(), ask()]);
        Assert.Equal([42, 43], old.Run(() => new[] { ask(), ask() }));
        using (var young = new WaitingThread())
        {
            Assert.Equal([42, 43], young.Run(() => new[] { ask(), ask() }));
        }

        s_function = (nint)ask;
        NativeMayCall.Set();
        nativeCaller.Join();
        Assert.Equal(42, (int)native);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(42, (int)NativeThread.Run((nint)ask));
        }

        Assert.Equal(45, ask());
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void No_threads_stack_becomes_executable(string name)
    {
        using var old = new WaitingThread();
        using LoadedImage image = _linker.Link([Fixtures.Read(name), Asks()]);
        using var young = new WaitingThread();
        Assert.Equal(["rw-p", "rw-p", "rw-p"], [StackPermissions(), old.Run(StackPermissions), young.Run(StackPermissions)]);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Addresses_differ_from_thread_to_thread(string name)
    {
        using LoadedImage image = _linker.Link([Fixtures.Read(name), Asks()]);
        var address = (delegate* unmanaged<nint>)image.GetAddress("ask_address");
        using var a = new WaitingThread();
        using var b = new WaitingThread();
        nint[] all = [address(), a.Run(() => address()), b.Run(() => address())];
        Assert.Equal(3, all.Distinct().Count());
        Assert.Equal(all[1], a.Run(() => address()));
    }

    [Theory]
    [InlineData("tls_gd.o", "tls_user_gd.o")]
    [InlineData("tls_ie.o", "tls_user_gd.o")]
    [InlineData("tls_ie.o", "tls_user_ie.o")]
    [InlineData("tls_le.o", "tls_user_ie.o")]
    [InlineData("tls_desc.o", "tls_user_gd.o")]
    [InlineData("tls_large.o", "tls_user_gd.o")]
    public void Another_image_s_variable_is_the_same_variable(string owner, string user)
    {
        using LoadedImage owning = _linker.Link(owner);
        using LoadedImage using_ = _linker.Link(user);
        Assert.Equal([owning], using_.Dependencies);
        CheckShared(owning, using_);
    }

    [Theory]
    [InlineData("tls_gd.o", ThreadLocalModel.General)]
    [InlineData("tls_ie.o", ThreadLocalModel.General)]
    [InlineData("tls_desc.o", ThreadLocalModel.General)]
    [InlineData("tls_gd.o", ThreadLocalModel.Descriptor)]
    [InlineData("tls_ie.o", ThreadLocalModel.Descriptor)]
    [InlineData("tls_desc.o", ThreadLocalModel.Descriptor)]
    [InlineData("tls_ie.o", ThreadLocalModel.InitialExec)]
    [InlineData("tls_le.o", ThreadLocalModel.InitialExec)]
    public void Another_image_s_variable_is_reached_in_every_model(string owner, ThreadLocalModel model)
    {
        using LoadedImage owning = _linker.Link(owner);
        var user = new ObjectWriter();
        user.Code("user").FindsThreadLocal("initialised", model).ReturnsWord();
        using LoadedImage image = _linker.Link(user.Read());
        CheckShared(owning, image);
    }

    [Fact]
    public void A_variable_of_another_image_cannot_be_local_exec()
    {
        using LoadedImage owner = _linker.Link("tls_gd.o");
        var user = new ObjectWriter();
        user.Code("user").ReturnsThreadLocal("initialised");
        IReadOnlyList<RelocationFailure> failures = Assert.Throws<RelocationException>(() => _linker.Link(user.Read())).Failures;
        Assert.NotEmpty(failures);
        Assert.All(failures, f => Assert.Contains("another image", f.Problem, StringComparison.Ordinal));
        Assert.All(failures, f => Assert.Contains("-fPIC", f.Hint, StringComparison.Ordinal));
    }

    [Fact]
    public void The_host_s_errno_is_the_calling_thread_s()
    {
        using LoadedImage image = _linker.Link("errno_host.o");
        Assert.Equal(9, image.Answer());
        Assert.Equal(9, (int)NativeThread.Run(image.GetAddress("answer")));
    }

    [Fact]
    public void A_thread_local_variable_of_a_host_library_is_reached_by_its_name()
    {
        // glibc's `errno` is private; `__resp`, where a thread's name resolver state is, is not.
        var user = new ObjectWriter().Refer("__resp", type: ObjectWriter.ThreadLocal);
        user.Code("resp").FindsThreadLocal("__resp", ThreadLocalModel.InitialExec).Returns();
        user.Code("resp_general").FindsThreadLocal("__resp", ThreadLocalModel.General).Returns();
        user.Code("resp_described").FindsThreadLocal("__resp", ThreadLocalModel.Descriptor).Returns();
        using LoadedImage image = _linker.Link(user.Read());
        nint here = image.CallPointer("resp");
        Assert.Equal(here, image.CallPointer("resp_general"));
        Assert.Equal(here, image.CallPointer("resp_described"));
        Assert.NotEqual(here, NativeThread.Run(image.GetAddress("resp")));
    }

    [Fact]
    public void Static_space_is_given_back()
    {
        for (int i = 0; i < 200; i++)
        {
            using LoadedImage image = _linker.Link("tls_ie.o");
            Assert.Equal(42, image.Answer());
        }

        Assert.Equal(0, Maps.ThreadLocalLibraries());
    }

    [Fact]
    public void Exhausted_static_space_is_refused_with_advice_and_everything_else_goes_on()
    {
        var images = new List<LoadedImage>();
        ThreadLocalSpaceException? refusal = null;
        while (refusal is null && images.Count < 1000)
        {
            try
            {
                images.Add(_linker.Link(Static($"large{images.Count}", 256)));
            }
            catch (ThreadLocalSpaceException e)
            {
                refusal = e;
            }
        }

        Assert.NotNull(refusal);
        Assert.NotEmpty(images);
        Assert.Contains("256 bytes", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("-ftls-model=global-dynamic", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("glibc.rtld.optional_static_tls", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(images.Count, Maps.ThreadLocalLibraries());
        Assert.All(images, (image, i) => Assert.Equal(i, image.Call("ask", i)));

        using (LoadedImage dynamic = _linker.Link("tls_gd.o"))
        {
            Assert.Equal(42, dynamic.Answer());
        }

        // The C library takes back only what was taken last, so the first to go has to wait for the others.
        int count = images.Count;
        images.ForEach(i => i.Dispose());
        Assert.Equal(0, Maps.ThreadLocalLibraries());
        images.Clear();
        for (int i = 0; i < count; i++)
        {
            images.Add(_linker.Link(Static($"again{i}", 256)));
        }

        images.Reverse();
        images.ForEach(i => i.Dispose());
    }

    [Fact]
    public void A_block_may_be_aligned_beyond_the_words_of_a_thread()
    {
        var writer = new ObjectWriter();
        writer.Section(".tdata", "awT", alignment: 1024).Label("aligned", ObjectWriter.ThreadLocal).Word(42);
        writer.Code("ask").FindsThreadLocal("aligned", ThreadLocalModel.General).Returns();
        using LoadedImage image = _linker.Link(writer.Read());
        foreach (nint address in new[] { image.CallPointer("ask"), NativeThread.Run(image.GetAddress("ask")) })
        {
            Assert.Equal(0, address % 1024);
        }

        Assert.Equal(42, *(int*)image.CallPointer("ask"));
    }

    [Fact]
    public void A_block_at_a_fixed_distance_is_refused_where_it_is_aligned_beyond_the_words_of_a_thread()
    {
        var writer = new ObjectWriter();
        writer.Section(".tdata", "awT", alignment: 1024).Label("aligned", ObjectWriter.ThreadLocal).Word(42);
        writer.Code("ask").ReturnsThreadLocal("aligned");
        ThreadLocalSpaceException refusal = Assert.Throws<ThreadLocalSpaceException>(() => _linker.Link(writer.Read()));
        Assert.Contains("aligned to 1024", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_may_hold_addresses_of_the_image()
    {
        var writer = new ObjectWriter();
        writer.Data("target").Word(42);
        writer.Section(".tdata", "awT").Label("pointer", ObjectWriter.ThreadLocal).Field(R64, "target", 0, 8);
        writer.Code("ask").FindsThreadLocal("pointer", ThreadLocalModel.General).Follows().ReturnsWord();
        using LoadedImage image = _linker.Link(writer.Read());
        Assert.Equal(42, image.Call("ask"));
        Assert.Equal(42, (int)NativeThread.Run(image.GetAddress("ask")));
    }

    // The hidden variants of the model fixtures can be asked by an object of the same link only.
    private static LinkGraph Asks()
    {
        var writer = new ObjectWriter();
        writer.Code("ask").JumpsTo("answer");
        writer.Code("ask_address").JumpsTo("address");
        return writer.Read();
    }

    // int ask(int x): stores x in its own large variable and reads it back.
    private static LinkGraph Static(string name, ulong size)
    {
        var writer = new ObjectWriter();
        writer.Section(".tbss", "awT", 8).Label(name, ObjectWriter.ThreadLocal).Zeroes(size);
        writer.Code("ask").StoresArgumentInThreadLocal(name).ReturnsThreadLocal(name);
        return writer.Read(name + ".o");
    }

    private static void CheckShared(LoadedImage owner, LoadedImage user)
    {
        *(int*)owner.CallPointer("address") = 1000;
        Assert.Equal(1000, user.Call("user"));
        Assert.Equal(40, (int)NativeThread.Run(user.GetAddress("user")));
        using var thread = new WaitingThread();
        Assert.Equal(40, thread.Run(() => user.Call("user")));
    }

    [UnmanagedCallersOnly]
    private static nint WaitThenCall(nint argument)
    {
        NativeStarted.Set();
        NativeMayCall.WaitOne();
        return ((delegate* unmanaged<int>)s_function)();
    }

    private static string StackPermissions()
    {
        int onTheStack = 0;
        return Maps.PermissionsAt((nint)(&onTheStack));
    }
}
