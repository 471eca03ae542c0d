using Linker.Loader;
using static Linker.Engine.Tests.ObjectWriter;

namespace Linker.Engine.Tests;

/// <summary>Links that join a program: what they define and what they take from it.</summary>
public sealed class BindingProgramTests : IDisposable
{
    private const int Elsewhere = 7, Own = 3;

    private readonly RuntimeLinker _linker = new();

    public void Dispose() => _linker.Dispose();

    [Theory]
    [InlineData(true, Elsewhere)]
    [InlineData(false, Own)]
    public void A_replaceable_function_is_called_through_the_program_and_exported_as_it_is_defined(bool isReplaceable, int called)
    {
        LoadedImage image = Link(Global, isReplaceable ? ["f"] : []);
        Assert.Equal((called, Own), (image.Call("call"), image.Call("f")));
    }

    [Fact]
    public void A_weak_function_that_the_program_has_is_not_exported_once_more()
    {
        LoadedImage image = Link(Weak, []);
        Assert.Equal(Elsewhere, image.Call("call"));
        Assert.False(image.TryGetAddress("f", out _));
    }

    [Fact]
    public void A_pointer_means_what_the_program_says_and_one_into_the_middle_the_definition()
    {
        LoadedImage image = Link(Global, ["f"]);
        ulong own = (ulong)image.GetAddress("f");
        Assert.Equal((_theirs, own + 4, own - (ulong)image.GetAddress("distance")), (image.GetSpan<ulong>("pointer")[0], image.GetSpan<ulong>("middle")[0], image.GetSpan<ulong>("distance")[0] - 8));
    }

    private ulong _theirs;

    private LoadedImage Link(byte binding, string[] replaceable)
    {
        LoadedImage theirs = _linker.Link(LinkRequest.Unpublished, new ObjectWriter().Code("f").Returns(Elsewhere).Read());
        _theirs = (ulong)theirs.GetAddress("f");
        var scope = new CallbackResolver(name => name == "f" ? (nint)_theirs : null);
        _linker.Scopes.Insert(0, scope);
        var writer = new ObjectWriter();
        writer.Code("f", binding).Returns(Own);
        writer.Code("call").JumpsTo("f");
        writer.Section(".data.pointer", "aw").Label("pointer", ObjectWriter.Object, size: 8).Field(R64, "f", 0, 8);
        writer.Section(".data.middle", "aw").Label("middle", ObjectWriter.Object, size: 8).Field(R64, "f", 4, 8);
        writer.Section(".data.distance", "aw").Label("distance", ObjectWriter.Object, size: 8).Field(Pc64, "f", 8, 8);
        return _linker.Link(new LinkRequest { Program = new LinkProgram(scope, (in SymbolQuery name) => replaceable.Contains(name.ToString())) }, writer.Read());
    }
}
