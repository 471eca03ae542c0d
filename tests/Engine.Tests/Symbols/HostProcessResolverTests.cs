using Linker.MemoryManager;
using Linker.Relocs;
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

    [Theory]
    [InlineData("malloc", NoType)]
    [InlineData("atexit", Function)]
    [InlineData("__cxa_thread_atexit_impl", Function)]
    [InlineData("__register_frame", Function)]
    [InlineData("errno", ThreadLocal)]
    public void A_link_for_another_machine_gets_nothing_of_this_process(string name, byte type)
    {
        Machine other = RuntimeLinker.MachineOfProcess == Machine.Arm64 ? Machine.X64 : Machine.Arm64;
        foreach (byte binding in (byte[])[Global, Weak])
        {
            using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(0x1000_0000) });
            var writer = new ObjectWriter(other);
            writer.Refer(name, binding, type: type);
            Part code = writer.Code("f");
            _ = type == ThreadLocal ? code.FindsThreadLocal(name, ThreadLocalModel.InitialExec) : code.ReturnsAddressOf(name);
            if (binding == Global)
            {
                Assert.Equal(name, Assert.Single(Assert.Throws<UnresolvedSymbolsException>(() => linker.Link(writer.Read())).Symbols).Name);
            }
            else if (type != ThreadLocal)
            {
                using LoadedImage image = linker.Link(new LinkRequest { Record = true }, writer.Read());
                Assert.Equal("nobody", image.Record!.Symbols.Single(s => s.Name == name).DefinedBy);
            }
        }
    }

    [Fact]
    public void A_link_for_this_machine_gets_what_the_process_has_wherever_the_image_is_to_lie()
    {
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(0x1000_0000) });
        using LoadedImage image = linker.Link(new LinkRequest { Record = true }, new ObjectWriter().Code("f").ReturnsAddressOf("malloc").Read());
        Assert.Equal("host process", image.Record!.Symbols.Single(s => s.Name == "malloc").DefinedBy);
    }
}
