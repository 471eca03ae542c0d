using Linker.Loader;

namespace Linker.Engine.Tests;

/// <summary>Addresses of any image of a linker.</summary>
[Trait("System", "linux")]
public sealed class RuntimeLinkerLocationsTests
{
    [Fact]
    public void Of_several_images_the_one_that_has_the_code_is_found()
    {
        using var linker = new RuntimeLinker();
        var request = new LinkRequest { KeepObjects = true };
        LoadedImage[] images = [linker.Link(request, Fixtures.Read("add.o")), linker.Link(request, Fixtures.Read("lines_gcc.o")), linker.Link(Fixtures.Read("data.o"))];
        nint[] addresses = [images[1].GetAddress("outer"), images[0].GetAddress("add"), images[2].GetAddress("answer"), images[1].GetAddress("many")];
        Assert.Equal(["outer", "add", "answer", "many"], addresses.Select(a => linker.Locate(a)!.Function));
        Assert.Equal(["outer", "add", "answer", "many"], linker.LocateCalls([.. addresses.Select(a => a + 1)]).Select(l => l!.Function));
        Assert.Equal([1UL, 1, 1, 1], linker.LocateCalls([.. addresses.Select(a => a + 1)]).Select(l => l!.Offset));
        images[0].Dispose();
        Assert.Equal(["outer", null, "answer", "many"], addresses.Select(a => linker.Locate(a)?.Function));
    }

    [Fact]
    public void Images_come_and_go_while_addresses_are_located()
    {
        using var linker = new RuntimeLinker();
        byte[] file = Fixtures.ReadBytes("lines_clang.o");
        nint address = 0;
        bool isOver = false;
        int found = 0;
        string? wrong = null;
        var locating = new Thread(() =>
        {
            while (!Volatile.Read(ref isOver) && wrong is null)
            {
                if (linker.Locate(Volatile.Read(ref address)) is { } location)
                {
                    wrong = (location.Function, location.File, location.Line) == ("many", "/fixtures/lines.c", 14) ? null : location.ToString();
                    Interlocked.Increment(ref found);
                }
            }
        });
        locating.Start();
        for (int i = 0; i < 100 || (Volatile.Read(ref found) == 0 && i < 1_000_000); i++)
        {
            using LinkGraph graph = ObjectReader.Read(file, "lines_clang.o");
            using LoadedImage image = linker.Link(new LinkRequest { KeepObjects = true }, graph);
            Volatile.Write(ref address, image.GetAddress("many"));
            Thread.Yield();
        }

        Volatile.Write(ref isOver, true);
        locating.Join();
        Assert.Null(wrong);
        Assert.True(found > 0);
    }
}
