using System.Diagnostics;
using System.Runtime.InteropServices;
using Linker.Loader;

namespace Linker.Engine.Tests;

/// <summary>Frames of Mach-O objects, whatever describes them: compact unwind information alone, or DWARF's records.</summary>
public sealed unsafe class RuntimeLinkerMachOUnwindTests : IDisposable
{
    private readonly RuntimeLinker _linker = new();

    private static string? s_managed;

    public void Dispose() => _linker.Dispose();

    // run(0) throws nothing, run(1) an int, run(2) a char; objects with destructors are on the way.
    [Theory]
    [InlineData("catching.o")]
    [InlineData("dwarf_frames.o")]
    public void An_exception_is_caught_by_its_type_and_destroys_what_is_on_the_way(string name)
    {
        using LoadedImage image = _linker.LinkMachO(name);
        for (int i = 1; i <= 3; i++)
        {
            Assert.Equal((7, 21, 35), (image.Call("run", 0), image.Call("run", 1), image.Call("run", 2)));
            Assert.Equal(6 * i, image.GetSpan<int>("destroyed")[0]);
        }
    }

    [Fact]
    public void Exceptions_are_thrown_in_several_threads_at_once()
    {
        using LoadedImage image = _linker.LinkMachO("catching.o");
        int wrong = 0;
        Parallel.For(0, 100, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => Interlocked.Add(ref wrong, image.Call("run", 1 + (i % 2)) == (i % 2 == 0 ? 21 : 35) ? 0 : 1));
        Assert.Equal(0, wrong);
    }

    [Theory]
    [InlineData("catcher.o", "thrower.o")]
    [InlineData("catcher_dwarf.o", "thrower.o")]
    [InlineData("catcher.o", "thrower_dwarf.o")]
    public void An_exception_goes_from_image_to_image(string catcher, string thrower)
    {
        using LoadedImage throwing = _linker.LinkMachO(thrower);
        using LoadedImage catching = _linker.LinkMachO(catcher);
        Assert.Equal(42, catching.Answer());
    }

    [Fact]
    public void An_exception_of_Mach_O_is_caught_in_an_ELF_image()
    {
        // ELF code asks for C's names, which Mach-O writes with an underscore.
        using LoadedImage throwing = _linker.LinkMachO("thrower.o");
        _linker.Definitions.Add("throw_deep", (ulong)throwing.GetAddress("throw_deep"), SymbolKind.Function);
        _linker.Definitions.Add("cleanups", (ulong)throwing.GetAddress("cleanups"), SymbolKind.Data);
        using LoadedImage catching = _linker.Link("catcher.o");
        Assert.Equal(42, catching.Answer());
    }

    [Fact]
    public void The_unwinder_forgets_the_frames_of_an_image_that_goes()
    {
        nint code;
        using (LoadedImage image = _linker.LinkMachO("catching.o"))
        {
            code = image.GetAddress("run");
            Assert.True(Maps.HasFrame(code));
        }

        Assert.False(Maps.HasFrame(code));
    }

    [Fact]
    public void A_stack_is_walked_through_every_frame_of_a_recursion()
    {
        int value = 0;
        _linker.Definitions.Add("from_host", (nint)(delegate* unmanaged<int, int>)&Describe);
        _linker.Definitions.Add("host_value", (ulong)&value);
        using LoadedImage image = _linker.LinkMachO("calling.o");
        var walk = (delegate* unmanaged<nint*, int, int, int>)image.GetAddress("walk");
        const int Size = 64, Depth = 20;
        nint* frames = stackalloc nint[Size];
        int shallow = walk(frames, Size, 0), deep = walk(frames, Size, Depth);
        Assert.Equal(Depth, deep - shallow);
        ulong start = (ulong)walk;
        int own = new Span<nint>(frames, deep).ToArray().Count(f => (ulong)f - start < 0x200);
        Assert.Equal(Depth + 1, own);
    }

    [Fact]
    public void Managed_frames_on_both_sides_of_an_image_see_each_other()
    {
        int value = 0;
        s_managed = null;
        _linker.Definitions.Add("from_host", (nint)(delegate* unmanaged<int, int>)&Describe);
        _linker.Definitions.Add("host_value", (ulong)&value);
        using LoadedImage image = _linker.LinkMachO("calling.o");
        Assert.Equal(2, image.Call("ask", 1));
        Assert.Contains(nameof(Managed_frames_on_both_sides_of_an_image_see_each_other), s_managed, StringComparison.Ordinal);
    }

    [UnmanagedCallersOnly]
    private static int Describe(int x)
    {
        GC.Collect();
        s_managed = new StackTrace().ToString();
        return x;
    }
}
