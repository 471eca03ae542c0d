using System.Runtime.InteropServices;
using Linker.Engine.Host;

namespace Linker.Engine.Tests;

public unsafe class CxaAtExitTests
{
    private static readonly List<(nint Function, nint Argument, nint Image)> Filed = [];
    private static readonly List<nint> Finalized = [];
    private static int s_room;

    public CxaAtExitTests()
    {
        Filed.Clear();
        Finalized.Clear();
        s_room = int.MaxValue;
    }

    [Fact]
    public void Functions_are_filed_in_their_order_under_the_image()
    {
        CxaAtExit.File((nint)(delegate* unmanaged<nint, nint, nint, int>)&AtExit, [10, 20, 30], 7);
        Assert.Equal([(10, 0, 7), (20, 0, 7), (30, 0, 7)], Filed);
    }

    [Fact]
    public void A_C_library_without_room_is_an_error()
    {
        s_room = 2;
        Assert.Throws<InsufficientMemoryException>(() => CxaAtExit.File((nint)(delegate* unmanaged<nint, nint, nint, int>)&AtExit, [10, 20, 30], 7));
        Assert.Equal(2, Filed.Count);
    }

    [Fact]
    public void Without_the_C_library_s_function_no_finaliser_is_filed() => Assert.Throws<EntryPointNotFoundException>(() => CxaAtExit.File(0, [1], 1));

    [Fact]
    public void What_was_filed_under_an_image_is_run_by_the_C_library()
    {
        CxaAtExit.Run((nint)(delegate* unmanaged<nint, void>)&Finalize, 7);
        Assert.Equal([7], Finalized);
    }

    [Fact]
    public void Where_nothing_can_have_been_filed_nothing_runs()
    {
        CxaAtExit.Run(0, 1);
        Assert.Empty(Finalized);
    }

    [UnmanagedCallersOnly]
    private static int AtExit(nint function, nint argument, nint image)
    {
        if (Filed.Count == s_room)
        {
            return -1;
        }

        Filed.Add((function, argument, image));
        return 0;
    }

    [UnmanagedCallersOnly]
    private static void Finalize(nint image) => Finalized.Add(image);
}
