using System.Runtime.InteropServices;
using Linker.Loader;
using Linker.MemoryManager;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>From addresses in code to functions, files and lines.</summary>
public sealed class LoadedImageLocationsTests : IDisposable
{
    private static readonly LinkRequest Keeping = new() { KeepObjects = true };

    private readonly RuntimeLinker _linker = new();

    public void Dispose() => _linker.Dispose();

    private static string[] Print(IEnumerable<CodeLocation?> locations) => [.. locations.Select(l => l is null ? "-" : $"{l.Function} {l.File}:{l.Line}")];

    /// <summary>The frames of two functions, the inner first, that calls <c>backtrace(3)</c>.</summary>
    internal static unsafe nint[] Walk(nint outer)
    {
        nint* frames = stackalloc nint[2];
        nint library = NativeLibrary.Load("libc.so.6");
        Assert.Equal(2, ((delegate* unmanaged<nint, nint*, int, int>)outer)(NativeLibrary.GetExport(library, "backtrace"), frames, 2));
        return [frames[0], frames[1]];
    }

    [Theory]
    [InlineData("lines_gcc.o", "/fixtures/")]
    [InlineData("lines_clang.o", "/fixtures/./")]
    [InlineData("lines_version_2.o", "./")]
    [InlineData("lines_version_3.o", "")]
    [InlineData("lines_version_4.o", "./")]
    [InlineData("lines_wide.o", "/fixtures/./")]
    [InlineData("lines_zlib.o", "/fixtures/")]
    [Trait("System", "linux")]
    public void A_walked_stack_has_functions_files_and_lines(string name, string folder)
    {
        LoadedImage image = _linker.Link(Keeping, Fixtures.Read(name));
        nint outer = image.GetAddress("outer");
        nint[] frames = Walk(outer);
        IReadOnlyList<CodeLocation?> calls = _linker.LocateCalls(frames);
        string main = folder.Replace("./", "", StringComparison.Ordinal) + "lines.c";
        Assert.Equal([$"inner {folder}lines/inner.h:13", $"outer {main}:7"], Print(calls));
        Assert.All(calls, call => Assert.Same(image, call!.Image));
        Assert.Equal((ulong)(frames[1] - outer), calls[1]!.Offset);
        Assert.Equal($"outer+0x{frames[1] - outer:x} in {name} at {main}:7", calls[1]!.ToString());
        Assert.Equal([$"outer {main}:6"], Print([image.Locate(outer)]));
    }

    [Fact]
    [Trait("System", "linux")]
    public void Mach_O_has_them_too()
    {
        LoadedImage image = _linker.Link(Keeping, MachOFixtures.Read("lines.o"));
        Assert.Equal(["_inner ./lines/inner.h:13", "_outer lines.c:7"], Print(_linker.LocateCalls(Walk(image.GetAddress("outer")))));
    }

    [Fact]
    public void Subsections_of_Mach_O_have_them_wherever_they_are()
    {
        string path = Repository.Fixture("macho-x64/lines.o");
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(0x1_4000_0000) });
        using LoadedImage image = linker.Link(Keeping with { Roots = ["answer", "many"] }, ObjectReader.Read(File.ReadAllBytes(path), path, splitSubsections: true));
        Assert.Equal(["_many lines.c:13", "_answer lines.c:62"], Print([linker.Locate(image.GetAddress("many")), linker.Locate(image.GetAddress("answer"))]));
    }

    [Fact]
    public void So_has_COFF_with_the_debug_information_of_GNU_tools()
    {
        string path = Repository.Fixture("coff-x64/lines.obj");
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(0x1_4000_0000) });
        using LoadedImage image = linker.Link(Keeping, ObjectReader.Read(File.ReadAllBytes(path), path));
        Assert.Equal(["outer /fixtures/lines.c:6"], Print([image.Locate(image.GetAddress("outer"))]));
        Assert.Equal(["many /fixtures/lines.c:14"], Print([image.Locate(image.GetAddress("many"))]));
    }

    [Fact]
    [Trait("System", "linux")]
    public void Debug_information_that_cannot_be_read_counts_as_none()
    {
        LoadedImage image = _linker.Link(Keeping, Fixtures.Read("lines_zstd.o"));
        Assert.Equal(["inner :0", "outer :0"], Print(_linker.LocateCalls(Walk(image.GetAddress("outer")))));
    }

    [Fact]
    [Trait("System", "linux")]
    public void Without_objects_exported_functions_are_known()
    {
        LoadedImage image = _linker.Link("lines_gcc.o");
        nint[] frames = Walk(image.GetAddress("outer"));
        IReadOnlyList<CodeLocation?> calls = _linker.LocateCalls(frames);
        Assert.Equal([" :0", "outer :0"], Print(calls));

        // What has no name is told apart by where it is in its segment.
        ulong code = image.Segments.ToArray().First(s => (s.Access & PageAccess.Execute) != 0).TargetAddress;
        Assert.Equal((ulong)frames[0] - code, calls[0]!.Offset);
        Assert.Equal($"0x{(ulong)frames[0] - code:x} in lines_gcc.o", calls[0]!.ToString());
    }

    [Fact]
    [Trait("System", "linux")]
    public void What_is_not_code_has_no_location()
    {
        LoadedImage image = _linker.Link(Keeping, Fixtures.Read("lines_gcc.o"));
        Assert.All(image.Segments.ToArray().Where(s => (s.Access & PageAccess.Execute) == 0), s => Assert.Null(image.Locate((nint)s.TargetAddress)));
        Assert.Equal(["-", "-", "-"], Print(_linker.LocateCalls(0, -1, (nint)0x1234)));
        Assert.Empty(_linker.LocateCalls());
    }

    [Fact]
    [Trait("System", "linux")]
    public void A_graph_that_is_disposed_is_kept_all_the_same()
    {
        LinkGraph graph = Fixtures.Read("lines_clang.o");
        LoadedImage image = _linker.Link(Keeping, graph);
        graph.Dispose();
        using (Fixtures.Read("hello.o"))
        using (Fixtures.Read("models_gcc_O2_pic.o"))
        {
            Assert.Equal(["many /fixtures/lines.c:14"], Print([image.Locate(image.GetAddress("many"))]));
        }
    }

    [Fact]
    [Trait("System", "linux")]
    public void Each_object_of_a_link_answers_for_its_own_code()
    {
        LoadedImage image = _linker.Link(Keeping, Fixtures.ReadAll("add.o", "lines_gcc.o", "hello.o"));
        Assert.Equal(["add :0", "many /fixtures/lines.c:14"], Print([image.Locate(image.GetAddress("add")), image.Locate(image.GetAddress("many"))]));
    }

    [Fact]
    [Trait("System", "linux")]
    public void An_image_that_is_gone_locates_nothing()
    {
        LoadedImage image = _linker.Link(Keeping, Fixtures.Read("lines_gcc.o"));
        nint address = image.GetAddress("many");
        image.Dispose();
        Assert.Throws<ObjectDisposedException>(() => image.Locate(address));
        Assert.Null(_linker.Locate(address));
        _linker.Dispose();
        Assert.Null(_linker.Locate(address));
    }
}
