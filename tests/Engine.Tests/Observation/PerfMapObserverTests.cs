using System.Globalization;
using Linker.Loader;

namespace Linker.Engine.Tests;

/// <summary>The lines that perf reads.</summary>
[Trait("System", "linux")]
public sealed class PerfMapObserverTests : IDisposable
{
    private readonly string _path = $"/tmp/perf-{Environment.ProcessId}.map";

    public PerfMapObserverTests() => File.Delete(_path);

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Each_function_of_an_image_has_a_line_with_address_size_and_name()
    {
        File.WriteAllText(_path, "1000 10 somebody else's\n");
        var perf = new PerfMapObserver();
        Assert.Equal(_path, perf.FilePath);
        using var linker = new RuntimeLinker(new LinkerOptions { Observers = [perf] });
        using LoadedImage image = linker.Link(new ObjectWriter().Code("one").Returns(1).Read("a.o"), new ObjectWriter().Code("two").Returns(2).Read("b.o"));
        using LoadedImage other = linker.Link(new ObjectWriter().Code("three").Returns(3).Read("c.o"));
        ulong size = new ObjectWriter().Code("one").Returns(1).Size;
        Assert.Equal(
            ["1000 10 somebody else's", .. new[] { (image, "one"), (image, "two"), (other, "three") }.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Item1.GetAddress(f.Item2):x} {size:x} {f.Item2}"))],
            File.ReadAllLines(_path));
        Assert.Null(perf.Refusal);
    }

    [Fact]
    public void Names_are_kept_in_one_line_and_code_has_one_name()
    {
        using var linker = new RuntimeLinker(new LinkerOptions { Observers = [new PerfMapObserver()] });
        var writer = new ObjectWriter();
        writer.Section(".text", "ax").Label("with\nbreak").Label("alias").Returns(1);
        using LoadedImage image = linker.Link(writer.Read());
        Assert.Equal([string.Create(CultureInfo.InvariantCulture, $"{image.GetAddress("alias"):x} {new ObjectWriter().Code("one").Returns(1).Size:x} with?break")], File.ReadAllLines(_path));
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_named_and_links_go_on()
    {
        // Somebody else's file behind a link is not written into.
        File.CreateSymbolicLink(_path, "/dev/null");
        var perf = new PerfMapObserver();
        Assert.StartsWith($"'{_path}': ", perf.Refusal, StringComparison.Ordinal);
        using var linker = new RuntimeLinker(new LinkerOptions { Observers = [perf] });
        using LoadedImage image = linker.Link("data.o");
        Assert.Equal(42, image.Answer());
    }
}
