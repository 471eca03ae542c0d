using System.Runtime.CompilerServices;
using FsCheck.Xunit;
using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Engine.Tests;

public sealed class ImageResolverTests : IDisposable
{
    private static readonly string[] Names = ["a", "b", "shared", "a_much_longer_name_that_needs_more_than_one_word"];

    private readonly RuntimeLinker _linker = new(new LinkerOptions { Memory = new BufferMemoryManager() });

    public void Dispose() => _linker.Dispose();

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(0, 2, 1)]
    [InlineData(1, 0, 2)]
    [InlineData(1, 2, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 1, 0)]
    public void Of_several_with_one_name_the_first_that_lives_is_used(int firstToGo, int secondToGo, int lastToGo)
    {
        LoadedImage[] images = [Exporting("same"), Exporting("same"), Exporting("same")];
        foreach (bool isIndexed in new[] { false, true })
        {
            var order = new List<int> { 0, 1, 2 };
            foreach (int image in new[] { firstToGo, secondToGo, lastToGo })
            {
                Assert.Same(images[order[0]], isIndexed ? Owner("same") : images[order[0]]);
                _linker.Images.Remove(images[image]);
                order.Remove(image);
            }

            Assert.Null(Owner("same"));
            Array.ForEach(images, _linker.Images.Add);
        }
    }

    [Fact]
    public void An_image_linked_after_names_were_asked_for_is_found_too()
    {
        LoadedImage first = Exporting("one");
        Assert.Same(first, Owner("one"));
        LoadedImage second = Exporting("two", "one");
        Assert.Same(second, Owner("two"));
        Assert.Same(first, Owner("one"));
        first.Dispose();
        Assert.Same(second, Owner("one"));
        second.Dispose();
        Assert.Null(Owner("one"));
        Assert.Null(Owner("two"));
    }

    [Fact]
    public void Removing_what_is_not_there_changes_nothing()
    {
        LoadedImage image = Exporting("one");
        LoadedImage other = Exporting("two");
        _linker.Images.Remove(image);
        _linker.Images.Remove(image);
        Assert.Null(Owner("one"));
        _linker.Images.Remove(image);
        Assert.Same(other, Owner("two"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_image_that_is_gone_is_not_kept_alive(bool isIndexed)
    {
        LoadedImage other = Exporting("shared");
        WeakReference gone = LinkAndDispose(isIndexed);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(gone.IsAlive);
        Assert.Same(other, Owner("shared"));
    }

    [Fact]
    public void Ten_thousand_images_may_export_one_name()
    {
        LoadedImage image = Exporting("shared", "a");
        LoadedImage[] images = [.. Enumerable.Range(0, 10_000).Select(_ => Exporting("shared"))];
        Assert.Same(image, Owner("shared"));
        foreach (LoadedImage other in images)
        {
            _linker.Images.Remove(image);
            Assert.Same(other, Owner("shared"));
            image = other;
        }
    }

    [Fact]
    public void In_steady_state_nothing_is_allocated()
    {
        LoadedImage image = Exporting(Names);
        LoadedImage[] others = [.. Enumerable.Range(0, 100).Select(i => Exporting($"name{i}", "shared"))];
        long before = 0;
        for (int i = 0; i < 100; i++)
        {
            before = i == 50 ? GC.GetAllocatedBytesForCurrentThread() : before;
            _linker.Images.Remove(image);
            _linker.Images.Add(image);
            _linker.Images.Remove(others[i]);
            _linker.Images.Add(others[i]);
            _ = i % 3 == 0 ? _linker.Images.Resolve(new SymbolQuery("a"u8)) : default;
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Images_that_come_and_go_while_nobody_asks_leave_nothing_behind()
    {
        LoadedImage[] images = [.. Enumerable.Range(0, 10).Select(i => Exporting($"name{i}"))];
        long before = 0;
        for (int i = 0; i < 10_000; i++)
        {
            before = i == 100 ? GC.GetAllocatedBytesForCurrentThread() : before;

            // The oldest goes, a younger one stays: never is the list of all empty.
            _linker.Images.Remove(images[i % 10]);
            _linker.Images.Add(images[i % 10]);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Same(images[3], Owner("name3"));
    }

    [Property(MaxTest = 50)]
    public void Answers_are_those_of_a_list_that_is_searched_from_its_start(byte[] acts)
    {
        LoadedImage[] images = [.. Enumerable.Range(1, 15).Select(set => Exporting([.. Names.Where((_, bit) => (set >> bit & 1) != 0)]))];
        Array.ForEach(images, _linker.Images.Remove);
        var live = new List<LoadedImage>();
        foreach (byte act in acts)
        {
            LoadedImage image = images[act % images.Length];
            if (act > 200)
            {
                string name = Names[act % Names.Length];
                Assert.Same(live.Find(i => i.TryGetAddress(name, out _)), Owner(name));
            }
            else if (live.Remove(image))
            {
                _linker.Images.Remove(image);
            }
            else
            {
                live.Add(image);
                _linker.Images.Add(image);
            }
        }

        Assert.All(Names, name => Assert.Same(live.Find(i => i.TryGetAddress(name, out _)), Owner(name)));
        Array.ForEach(images, i => i.Dispose());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference LinkAndDispose(bool isIndexed)
    {
        LoadedImage image = Exporting("shared", "a");
        Assert.True(!isIndexed || Owner("a") == image);
        image.Dispose();
        return new WeakReference(image);
    }

    private LoadedImage? Owner(string name) => _linker.Images.Resolve(new SymbolQuery(System.Text.Encoding.UTF8.GetBytes(name))).Owner;

    private LoadedImage Exporting(params string[] names)
    {
        var writer = new ObjectWriter();
        foreach (string name in names)
        {
            writer.Code(name).Returns(1);
        }

        return _linker.Link(writer.Read());
    }
}
