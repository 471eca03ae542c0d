using static Linker.Engine.Tests.ObjectWriter;

namespace Linker.Engine.Tests;

/// <summary>Names that the process has in other ways than its dynamic linker's look-up shows.</summary>
public sealed unsafe class HostProcessResolverTests
{
    // Of x86-64 alone: the libgcc of AArch64 has no description of the processor that a shared library would give to others.
    [Theory]
    [Trait("Machine", "x64")]
    [InlineData(Default)]
    [InlineData(Hidden)]
    public void The_processor_that_libgcc_describes_is_known_before_anybody_asks_for_its_description(byte visibility)
    {
        // struct __processor_model: vendor, type, subtype, features, none of which is 0 after __cpu_indicator_init but perhaps the two in the middle.
        using var linker = new RuntimeLinker();
        var writer = new ObjectWriter();
        writer.Refer("__cpu_model", visibility: visibility).Refer("__cpu_indicator_init", visibility: visibility);
        writer.Code("processor").ReturnsAddressOf("__cpu_model");
        writer.Code("initialise").JumpsTo("__cpu_indicator_init");
        using LoadedImage image = linker.Link(writer.Read());
        var processor = (int*)image.CallPointer("processor");
        Assert.NotEqual(0, processor[0]);
        Assert.NotEqual(0, processor[3]);
        Assert.Equal(0, image.Call("initialise"));
    }
}
