using Linker.Loader;
using Linker.MemoryManager;
using static Linker.Engine.Tests.ObjectWriter;

namespace Linker.Engine.Tests;

/// <summary>A link that fails, in any phase, was never there.</summary>
public sealed class RuntimeLinkerFailureTests
{
    /// <summary>One row a way to fail, in the order of the phases.</summary>
    public static TheoryData<string, Type> Failures() => new()
    {
        { "duplicate", typeof(DuplicateSymbolException) },
        { "unresolved", typeof(UnresolvedSymbolsException) },
        { "resolver", typeof(TimeoutException) },
        { "archive member", typeof(ObjectFormatException) },
        { "refused type", typeof(RelocationException) },
        { "executable stack", typeof(PlatformNotSupportedException) },
        { "reserve", typeof(InsufficientMemoryException) },
        { "overflow", typeof(RelocationException) },
        { "call frames' shape", typeof(ObjectFormatException) },
        { "call frames' code", typeof(ObjectFormatException) },
        { "thread-local space", typeof(ThreadLocalSpaceException) },
        { "seal code", typeof(InsufficientMemoryException) },
        { "seal constants", typeof(InsufficientMemoryException) },
        { "seal data", typeof(InsufficientMemoryException) },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failed_link_leaves_nothing_behind(string kind, Type exception)
    {
        using var memory = new SpyMemory();
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = memory });
        using LoadedImage before = linker.Link("add.o");
        string[] maps = Maps.Linked();
        (LinkGraph[] graphs, Action undo) = Prepare(kind, linker, memory);

        Exception thrown = Assert.ThrowsAny<Exception>(() => linker.Link(graphs));

        Assert.IsType(exception, thrown);
        Assert.Equal(1, memory.Live);
        Assert.Equal(maps, Maps.Linked());
        undo();

        // Its names are known to nobody, and the same names can be linked.
        UnresolvedSymbolsException e = Assert.Throws<UnresolvedSymbolsException>(() => linker.Link(new ObjectWriter().Code("ask").JumpsTo("published").Read()));
        Assert.Equal("published", Assert.Single(e.Symbols).Name);
        using LoadedImage after = linker.Link(new ObjectWriter().Code("published").Returns(42).Read());
        Assert.Equal(42, after.Call("published"));
        Assert.Equal(7, Add(before, 3, 4));
        Assert.Equal(2, memory.Live);
    }

    [Fact]
    public void Errors_of_several_kinds_are_reported_together()
    {
        using var linker = new RuntimeLinker();
        DuplicateSymbolException duplicates = Assert.Throws<DuplicateSymbolException>(
            () => linker.Link([.. Fixtures.ReadAll("duplicate_a.o", "duplicate_b.o"), new ObjectWriter().Code("ask").JumpsTo("absent_everywhere").Read()]));
        UnresolvedSymbolsException unresolved = Assert.IsType<UnresolvedSymbolsException>(duplicates.InnerException);
        Assert.Contains(unresolved.Symbols, s => s.Name == "absent_everywhere");

        linker.Definitions.Add("far_data", 0x1234_5678_9abc, SymbolKind.Data);
        RelocationException relocations = Assert.Throws<RelocationException>(
            () => linker.Link(Fixtures.Read("refused_copy.o"), new ObjectWriter().Code("ask").ReturnsValueOf("far_data").Read()));
        Assert.Contains(relocations.Failures, f => f.TypeName == Fixtures.TypePrefix + "COPY");
        Assert.Contains(relocations.Failures, f => f.Symbol == "far_data");
    }

    [Fact]
    public void Objects_that_need_an_executable_stack_are_refused_where_their_code_would_run()
    {
        using var linker = new RuntimeLinker();
        linker.Scopes.Insert(0, new ArchiveResolver(new ArchiveWriter().Add("member.o", WithTrampolines("nested_member").Build(), "nested_member").Read()));
        LinkGraph asks = new ObjectWriter().Code("ask").JumpsTo("nested_member").Read();
        PlatformNotSupportedException e = Assert.Throws<PlatformNotSupportedException>(() => linker.Link(asks, WithTrampolines().Read("nested.o")));
        string[] lines = e.Message.Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("nested.o: needs an executable stack, which the threads of this process do not have: ", lines[0], StringComparison.Ordinal);
        Assert.Contains("-Wtrampolines", lines[0], StringComparison.Ordinal);
        Assert.Contains("(member.o): needs an executable stack", lines[1], StringComparison.Ordinal);

        using var elsewhere = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager() });
        using LoadedImage image = elsewhere.Link(WithTrampolines().Read("nested.o"));
        Assert.NotEqual(0, image.GetAddress("nested"));
    }

    private static ObjectWriter WithTrampolines(string function = "nested")
    {
        var writer = new ObjectWriter();
        writer.Code(function).Returns(1);
        writer.Section(".note.GNU-stack", "x");
        return writer;
    }

    private static unsafe int Add(LoadedImage image, int a, int b) => ((delegate* unmanaged<int, int, int>)image.GetAddress("add"))(a, b);

    private static (LinkGraph[] Graphs, Action Undo) Prepare(string kind, RuntimeLinker linker, SpyMemory memory)
    {
        LinkGraph published = Published().Read("published.o");
        switch (kind)
        {
            case "duplicate":
                return ([published, .. Fixtures.ReadAll("duplicate_a.o", "duplicate_b.o")], () => { });
            case "unresolved":
                return ([published, .. Fixtures.ReadAll("undefined_many.o")], () => { });
            case "resolver":
                linker.Scopes.Insert(0, new CallbackResolver(_ => throw new TimeoutException()));
                return ([published, .. Fixtures.ReadAll("hello.o")], () => linker.Scopes.RemoveAt(0));
            case "archive member":
                linker.Scopes.Insert(0, new ArchiveResolver(new ArchiveWriter().Add("bad.o", [.. Fixtures.ReadBytes("add.o").Take(100)], "broken_member").Read()));
                return ([published, new ObjectWriter().Code("ask").JumpsTo("broken_member").Read()], () => linker.Scopes.RemoveAt(0));
            case "refused type":
                return ([published, new ObjectWriter().Data("copied").Field(Copy, "copied", size: 8).Read()], () => { });
            case "executable stack":
                return ([published, WithTrampolines().Read("nested.o")], () => { });
            case "reserve":
                memory.FailsAtReserve = true;
                return ([published], () => memory.FailsAtReserve = false);
            case "overflow":
                linker.Definitions.Add("far_data", 0x1234_5678_9abc, SymbolKind.Data);
                return ([published, new ObjectWriter().Code("ask").ReturnsValueOf("far_data").Read(), Fixtures.Read("tls_gd.o")], () => linker.Definitions.Remove("far_data"));
            case "call frames' shape":
                return ([published, new ObjectWriter().Section(".eh_frame", "a").Bytes(0xf0, 0, 0, 0, 1, 2, 3, 4).Read("frames.o")], () => { });
            case "call frames' code":
                return ([published, Fixtures.Read("tls_gd.o"), FramesOfData().Read("frames.o")], () => { });
            case "thread-local space":
                var tls = new ObjectWriter();
                tls.Section(".tbss", "awT", 8).Label("large", ObjectWriter.ThreadLocal).Zeroes(1 << 20);
                tls.Code("ask").ReturnsThreadLocal("large");
                return ([published, tls.Read("tls.o")], () => { });
            default:
                memory.FailsAtSeal = Array.IndexOf(["", "seal code", "seal constants", "seal data"], kind);
                return ([published, .. Fixtures.ReadAll("tls_gd.o", "thrower.o")], () => memory.FailsAtSeal = 0);
        }
    }

    private static ObjectWriter Published()
    {
        var writer = new ObjectWriter();
        writer.Code("published").Returns(1);
        writer.Data("published_data").Word(1);
        return writer;
    }

    // One CIE and one FDE, "zR" with 32-bit PC-relative pointers, whose function is a variable.
    private static ObjectWriter FramesOfData()
    {
        var writer = new ObjectWriter();
        writer.Data("variable").Word(0).Word(0);
        writer.Section(".eh_frame", "a")
            .Word(20).Word(0).Bytes(1, (byte)'z', (byte)'R', 0, 1, 0x78, 16, 1, 0x1b, 0x0c, 7, 8, 0x90, 1, 0, 0)
            .Word(16).Word(28).Field(Pc32, "variable").Word(8).Bytes(0, 0, 0, 0);
        return writer;
    }
}
