using Linker.Loader;
using Linker.MemoryManager;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Thread-local variables of Mach-O objects: one copy a thread, through the descriptors that their code calls.</summary>
public sealed unsafe class RuntimeLinkerMachOThreadsTests : IDisposable
{
    private readonly RuntimeLinker _linker = new();

    public void Dispose() => _linker.Dispose();

    [Fact]
    public void Each_thread_old_or_new_has_its_own_initialised_copy()
    {
        using var old = new WaitingThread();
        using LoadedImage image = _linker.LinkMachO("run.o");
        var ask = (delegate* unmanaged<int>)image.GetAddress("per_thread");
        Assert.Equal([41, 42, 43], [ask(), ask(), ask()]);
        Assert.Equal([41, 42], old.Run(() => new[] { ask(), ask() }));
        using (var young = new WaitingThread())
        {
            Assert.Equal([41, 42], young.Run(() => new[] { ask(), ask() }));
        }

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(41, (int)NativeThread.Run((nint)ask));
        }

        Assert.Equal((44, 43), (ask(), old.Run(() => ask())));
    }

    [Fact]
    public void Two_images_of_one_object_have_variables_of_their_own()
    {
        using LoadedImage first = _linker.LinkMachO("run.o");
        using LoadedImage second = _linker.LinkMachO("run.o");
        Assert.Equal([41, 42, 41, 43, 42], [first.Call("per_thread"), first.Call("per_thread"), second.Call("per_thread"), first.Call("per_thread"), second.Call("per_thread")]);
    }

    [Fact]
    public void An_image_that_is_linked_again_begins_anew_and_nothing_is_left()
    {
        int before = Maps.ThreadLocalLibraries();
        using var thread = new WaitingThread();
        for (int i = 0; i < 50; i++)
        {
            using LoadedImage image = _linker.LinkMachO("run.o");
            var ask = (delegate* unmanaged<int>)image.GetAddress("per_thread");
            Assert.Equal((41, 41, 42), (ask(), thread.Run(() => ask()), ask()));
        }

        Assert.Equal(before, Maps.ThreadLocalLibraries());
    }

    [Fact]
    public void A_variable_of_another_object_is_the_same_variable()
    {
        using LoadedImage image = _linker.LinkMachO("run.o", "tls_user.o");
        CheckShared(image, image);
    }

    [Fact]
    public void A_variable_of_another_image_is_the_same_variable()
    {
        using LoadedImage owner = _linker.LinkMachO("run.o");
        using LoadedImage user = _linker.LinkMachO("tls_user.o");
        Assert.Equal([owner], user.Dependencies);
        CheckShared(owner, user);
    }

    [Fact]
    public void A_variable_is_aligned_in_every_thread()
    {
        using LoadedImage image = _linker.LinkMachO("run.o", "tls_user.o");
        var ask = (delegate* unmanaged<int>)image.GetAddress("is_aligned");
        using var thread = new WaitingThread();
        Assert.Equal((1, 1, 1), (ask(), thread.Run(() => ask()), (int)NativeThread.Run((nint)ask)));
    }

    [Fact]
    public void Variables_are_reached_far_away_from_the_host()
    {
        using var memory = new SpyMemory(WriteMode.Auto, Placement.Near(0x1000_0000_0000, 1UL << 34));
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = memory });
        using LoadedImage image = linker.LinkMachO("run.o");
        Assert.Equal(41, image.Call("per_thread"));
    }

    [Fact]
    public void An_object_of_a_thread_is_destroyed_when_its_thread_ends()
    {
        using LoadedImage image = _linker.LinkMachO("thread_local.o");
        var value = (delegate* unmanaged<int>)image.GetAddress("value");
        Assert.Equal((7, 8), (value(), value()));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(7, (int)NativeThread.Run((nint)value));
        }

        Assert.Equal((4, 3), (Number(image, "made"), Number(image, "gone")));
    }

    [Fact]
    public void Objects_of_threads_that_live_on_are_destroyed_with_their_image()
    {
        using var thread = new WaitingThread();
        LoadedImage image = _linker.LinkMachO("thread_local.o");
        var value = (delegate* unmanaged<int>)image.GetAddress("value");
        int destroyed = 0;
        ((delegate* unmanaged<int*, void>)image.GetAddress("watch"))(&destroyed);
        Assert.Equal((7, 7), (value(), thread.Run(() => value())));
        Assert.Equal(0, destroyed);
        image.Dispose();
        Assert.Equal(2, destroyed);
    }

    [Fact]
    public void A_thread_local_variable_of_a_host_library_has_no_descriptor_and_is_not_found()
    {
        // `__resp` is where a thread's name resolver state is.
        MachOBuilder macho = MachOFixtures.NewBuilder();
        macho.Global("_where", macho.Data(new byte[8]).Relocate(0, 0, macho.Undefined("___resp"), length: 3));
        UnresolvedSymbolsException e = Assert.Throws<UnresolvedSymbolsException>(() => _linker.Link(ObjectReader.Read(macho.Build(), "resp.o")));
        Assert.Equal("___resp", Assert.Single(e.Symbols).Name);
    }

    private static void CheckShared(LoadedImage owner, LoadedImage user)
    {
        var ask = (delegate* unmanaged<int>)owner.GetAddress("per_thread");
        var bump = (delegate* unmanaged<int>)user.GetAddress("bump");
        Assert.Equal((41, 2, 3, 44), (ask(), bump(), bump(), ask()));
        using var thread = new WaitingThread();
        Assert.Equal((1, 42, 3), thread.Run(() => (bump(), ask(), bump())));
        Assert.Equal(5, bump());
    }

    private static int Number(LoadedImage image, string name) => image.GetSpan<int>(name)[0];
}
