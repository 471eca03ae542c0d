using System.Runtime.InteropServices;
using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Engine.Tests;

/// <summary>C++ exceptions through loaded code.</summary>
public sealed class EhFrameRegistrarTests : IDisposable
{
    /// <summary>A CIE with absolute addresses, three FDEs, the second one of a dropped function, and the end.</summary>
    private static readonly byte[] Records =
    [
        /* 0x00 */ 16, 0, 0, 0, 0, 0, 0, 0, 1, (byte)'z', (byte)'R', 0, 1, 0x78, 16, 1, 3, 0, 0, 0,
        /* 0x14 */ 16, 0, 0, 0, 0x18, 0, 0, 0, 0, 0x20, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0,
        /* 0x28 */ 16, 0, 0, 0, 0x2c, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0,
        /* 0x3c */ 16, 0, 0, 0, 0x40, 0, 0, 0, 8, 0x20, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0,
        /* 0x50 */ 0, 0, 0, 0,
    ];

    private static readonly List<nint> Told = [];

    private readonly RuntimeLinker _linker = new();

    public void Dispose() => _linker.Dispose();

    [Fact]
    public void Exceptions_cross_from_one_image_into_another()
    {
        using LoadedImage thrower = _linker.Link("thrower.o");
        using LoadedImage catcher = _linker.Link("catcher.o");
        Assert.Equal([thrower], catcher.Dependencies);
        Assert.Equal(42, catcher.Answer());
        Assert.Equal(5, thrower.GetSpan<int>("cleanups")[0]);
    }

    [Fact]
    public void Exceptions_cross_images_that_are_far_from_each_other()
    {
        using LoadedImage thrower = _linker.Link(new LinkRequest { Placement = Placement.Near(0x1000_0000_0000, 1UL << 34) }, Fixtures.Read("thrower.o"));
        using LoadedImage catcher = _linker.Link("catcher.o");
        Assert.Equal(42, catcher.Answer());
    }

    [Fact]
    public void Exceptions_still_work_after_many_registrations()
    {
        LinkGraph thrower = Fixtures.Read("thrower.o"), catcher = Fixtures.Read("catcher.o"), sorter = Fixtures.Read("eh_qsort.o");
        using LoadedImage kept = _linker.Link(sorter);
        for (int i = 0; i < 300; i++)
        {
            using LoadedImage a = _linker.Link(thrower);
            using LoadedImage b = _linker.Link(catcher);
            if (i % 50 == 0)
            {
                Assert.Equal(42, b.Answer());
                Assert.Equal(42, kept.Answer());
            }
        }

        Assert.Equal(42, kept.Answer());
    }

    [Fact]
    public void The_unwinder_knows_an_image_for_as_long_as_it_lives()
    {
        LoadedImage image = _linker.Link("multiple_eh_frame.o");
        nint[] functions = [image.GetAddress("answer"), image.GetAddress("second")];
        Assert.All(functions, f => Assert.True(Maps.HasFrame(f)));
        image.Dispose();
        Assert.All(functions, f => Assert.False(Maps.HasFrame(f)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public unsafe void An_unwinder_is_told_of_the_section_or_of_each_frame_as_it_takes_them(bool takesOneFrame)
    {
        Told.Clear();
        var unwinder = new EhFrameRegistrar.Unwinder((nint)(delegate* unmanaged<nint, void>)&Register, (nint)(delegate* unmanaged<nint, void>)&Deregister, takesOneFrame);
        EhFrameRegistrar registrar = EhFrameRegistrar.Register(unwinder, 0x1000, Records, 2);
        Assert.Equal(takesOneFrame ? [0x1014, 0x103c] : [0x1000], Told);
        registrar.Dispose();
        registrar.Dispose();
        Assert.Equal(takesOneFrame ? [0x1014, 0x103c, -0x103c, -0x1014] : [0x1000, -0x1000], Told);
    }

    [Fact]
    public void Where_no_function_has_a_frame_nobody_is_told() => Assert.Null(EhFrameRegistrar.Register(0x1000, Records, 0));

    [Fact]
    public void Frames_of_dropped_copies_do_not_disturb_the_others()
    {
        using LoadedImage image = _linker.Link("comdat_a.o", "comdat_b.o");
        Assert.Equal(42, image.Answer());
        Assert.All(["answer", "raise_in_b", "_Z14shared_counterv", "_Z5twiceIiET_S0_"], name => Assert.True(Maps.HasFrame(image.GetAddress(name)), name));
    }

    [UnmanagedCallersOnly]
    private static void Register(nint records) => Told.Add(records);

    [UnmanagedCallersOnly]
    private static void Deregister(nint records) => Told.Add(-records);
}
