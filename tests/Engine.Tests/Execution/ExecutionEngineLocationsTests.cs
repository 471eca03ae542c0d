using Linker.Loader;

namespace Linker.Engine.Tests;

/// <summary>Stack traces through the modules of an engine.</summary>
[Trait("System", "linux")]
public sealed class ExecutionEngineLocationsTests
{
    [Fact]
    public void A_stack_trace_names_functions_files_and_lines_of_modules()
    {
        using var engine = new ExecutionEngine(new ExecutionOptions { KeepObjects = true });
        engine.Add(Fixtures.Read("add.o"));
        engine.Add(new ObjectModule(Fixtures.ReadBytes("lines_gcc.o"), "lines.o"));
        nint[] frames = LoadedImageLocationsTests.Walk(engine.GetAddress("outer"));
        Assert.Equal(
            ["inner in lines.o at /fixtures/lines/inner.h:13", "outer in lines.o at /fixtures/lines.c:7"],
            engine.LocateCalls(frames).Select(l => $"{l!.Function} in {l.Image.Name} at {l.File}:{l.Line}"));
        Assert.Equal("add", engine.Locate(engine.GetAddress("add"))!.Function);
        Assert.Null(engine.Locate(1));
    }

    [Fact]
    public void Functions_that_lead_elsewhere_have_their_names()
    {
        using var engine = new ExecutionEngine(new ExecutionOptions { KeepObjects = true });
        ProgramFunction function = engine.AddLazy(["many"], name => new ObjectModule(Fixtures.ReadBytes("lines_gcc.o"), "lines.o"))[0];
        Assert.Equal("many", engine.Locate(function.Address)!.Function);
        unsafe
        {
            ((delegate* unmanaged<void>)function.Address)();
        }

        CodeLocation location = engine.Locate(function.Current!.Address)!;
        Assert.Equal(("many", "/fixtures/lines.c", 14), (location.Function, location.File, location.Line));
    }

    [Fact]
    public void Nothing_is_kept_that_nobody_asked_to_keep()
    {
        using var engine = new ExecutionEngine();
        engine.Add(Fixtures.Read("lines_gcc.o"));
        CodeLocation location = engine.Locate(engine.GetAddress("many"))!;
        Assert.Equal(("many", null, 0), (location.Function, location.File, location.Line));
    }
}
