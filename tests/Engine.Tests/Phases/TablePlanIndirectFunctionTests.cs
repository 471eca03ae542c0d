using Linker.Loader;
using static Linker.Engine.Tests.ObjectWriter;

namespace Linker.Engine.Tests;

/// <summary>Functions that a resolver chooses when the object is linked.</summary>
public sealed class TablePlanIndirectFunctionTests : IDisposable
{
    private readonly RuntimeLinker _linker = new();

    public void Dispose() => _linker.Dispose();

    [Fact]
    public void Every_way_to_take_the_address_gives_the_same_pointer()
    {
        using LoadedImage owner = _linker.Link(Owner());
        nint exported = owner.GetAddress("chosen");
        Assert.Equal(exported, owner.CallPointer("by_slot"));
        Assert.Equal(exported, owner.CallPointer("by_distance"));
        Assert.Equal(exported, owner.GetSpan<nint>("pointer")[0]);
        using LoadedImage user = _linker.Link(User());
        Assert.Equal(exported, user.CallPointer("by_slot_elsewhere"));
    }

    [Fact]
    public void Every_way_to_call_reaches_the_chosen_function()
    {
        using LoadedImage owner = _linker.Link(Owner());
        Assert.Equal(42, owner.Call("chosen"));
        Assert.Equal(42, owner.Call("direct"));
        Assert.Equal(42, owner.Call("through_slot"));
        Assert.Equal(42, owner.Call("through_pointer"));
        using LoadedImage user = _linker.Link(User());
        Assert.Equal(42, user.Call("direct_elsewhere"));
    }

    [Fact]
    public void A_local_one_and_one_from_the_host_work()
    {
        var writer = new ObjectWriter();
        writer.Code("choice", Local).Returns(42);
        writer.Code("local", Local, Indirect).ReturnsPlaceOf("choice");
        writer.Code("call_local").JumpsTo("local");
        writer.Code("by_slot").ReturnsAddressOf("local");
        writer.Code("by_distance").ReturnsPlaceOf("local");

        // glibc's strlen is chosen by the dynamic linker.
        writer.Section(".rodata.text", "a").Label("text").Bytes([.. "four\0"u8]);
        writer.Code("call_host").Loads(0, "text").JumpsTo("strlen");
        using LoadedImage image = _linker.Link(writer.Read());
        Assert.Equal(42, image.Call("call_local"));
        Assert.Equal(image.CallPointer("by_distance"), image.CallPointer("by_slot"));
        Assert.Equal(4, image.Call("call_host"));
    }

    [Fact]
    public void The_resolver_runs_once_and_sees_finished_code()
    {
        // The resolver counts its calls in a variable and goes through a slot and a constant of its own image.
        var writer = new ObjectWriter();
        writer.Code("choice").Returns(42);
        writer.Section(".data.calls", "aw").Label("calls", ObjectWriter.Object, size: 4).Word(0);
        writer.Code("chosen", Global, Indirect).Increments("calls").ReturnsAddressOf("choice");
        writer.Code("a").JumpsTo("chosen");
        writer.Code("b").ReturnsAddressOf("chosen");
        using LoadedImage image = _linker.Link(writer.Read());
        Assert.Equal(42, image.Call("a"));
        Assert.Equal(1, image.GetSpan<int>("calls")[0]);
    }

    private static LinkGraph Owner()
    {
        var writer = new ObjectWriter();
        writer.Code("choice", Local).Returns(42);
        writer.Code("chosen", Global, Indirect).ReturnsPlaceOf("choice");
        writer.Section(".data.pointer", "aw").Label("pointer", ObjectWriter.Object, size: 8).Field(R64, "chosen", 0, 8);
        writer.Code("by_slot").ReturnsAddressOf("chosen");
        writer.Code("by_distance").ReturnsPlaceOf("chosen");
        writer.Code("direct").JumpsTo("chosen");
        writer.Code("through_slot").JumpsThroughSlotOf("chosen");
        writer.Code("through_pointer").JumpsThrough("pointer");
        return writer.Read("owner.o");
    }

    private static LinkGraph User()
    {
        var writer = new ObjectWriter();
        writer.Code("by_slot_elsewhere").ReturnsAddressOf("chosen");
        writer.Code("direct_elsewhere").JumpsTo("chosen");
        return writer.Read("user.o");
    }
}
