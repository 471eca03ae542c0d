using Linker.Loader;

namespace Linker.Engine.Tests;

/// <summary>Programs from files, and their <c>main</c>.</summary>
public sealed class ExecutionEngineProgramsTests : IDisposable
{
    private readonly ExecutionEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("gnu.a")]
    [InlineData("thin.a")]
    public void Objects_and_archives_are_added_by_their_paths(string archive)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, new ObjectWriter().Code("ask").JumpsTo("answer").Build());
            ProgramModule module = _engine.AddObject(path);
            _engine.AddArchive(Fixtures.PathOf(archive));
            Assert.Equal(path, module.Name);
            Assert.Equal(42, ExecutionEngineTests.Call(_engine, "ask"));
            Assert.Throws<ObjectFormatException>(() => _engine.AddArchive(path));
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Throws<FileNotFoundException>(() => _engine.AddObject(path));
    }

    [Fact]
    public void Main_gets_the_environment_that_it_is_given()
    {
        var writer = new ObjectWriter();

        // mov rax, [envp]; movzx eax, byte [rax]; add eax, edi (argc); ret, or ldr x1, [x2]; ldrb w1, [x1]; add w0, w0, w1; ret
        ObjectWriter.Part main = writer.Code("main");
        _ = main.IsX64 ? main.Bytes(0x48, 0x8b, 0x02, 0x0f, 0xb6, 0x00, 0x01, 0xf8, 0xc3) : main.Instructions(0xf9400041, 0x39400021, 0x0b010000, ObjectWriter.Part.Ret);
        _engine.Add(writer.Read());
        Assert.Equal('N' + 2, _engine.RunMain("main", ["program", "x"], ["NAME=value"]));
        Assert.Throws<KeyNotFoundException>(() => _engine.RunMain("start", [], []));
    }
}
