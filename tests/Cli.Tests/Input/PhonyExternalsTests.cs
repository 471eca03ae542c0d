using Linker.Cli.Input;
using Linker.Engine;
using Linker.Loader;
using Linker.MemoryManager;
using Linker.Shared;

namespace Linker.Cli.Tests.Input;

/// <summary>Addresses for names that nobody defines.</summary>
public class PhonyExternalsTests
{
    [Theory]
    [InlineData(0x1000_0000UL, 0x5000_0000UL)]
    [InlineData(0x40_0123UL, 0x4040_0000UL)]
    [InlineData(0xffff_ffff_8000_0000UL, 0xffff_ffff_4000_0000UL)]
    public void They_start_one_gigabyte_from_the_image(ulong image, ulong start) => Assert.Equal(start, PhonyExternals.StartFor(image));

    [Fact]
    public void A_name_keeps_its_address_and_a_weak_reference_gets_none()
    {
        var phony = new PhonyExternals(0x1000);
        Assert.Equal(0x1000UL, phony.Resolve(new SymbolQuery("a"u8)).Address);
        Assert.Equal(0x1010UL, phony.Resolve(new SymbolQuery("b"u8)).Address);
        Assert.Equal(0x1000UL, phony.Resolve(new SymbolQuery("a"u8)).Address);
        Assert.False(phony.Resolve(new SymbolQuery("c"u8, isWeak: true)).IsFound);
    }

    [Fact]
    public void A_hidden_name_keeps_the_kind_that_its_object_gives_it()
    {
        foreach (string folder in (string[])["elf-x64", "elf-arm64"])
        {
            string file = Repository.Fixture($"{folder}/hidden_variable.o");
            using LinkGraph graph = ObjectReader.Read(File.ReadAllBytes(file), file);
            var phony = new PhonyExternals(0x5000_0000);
            using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(), Scopes = [phony] });
            phony.DefineHidden([graph], [], linker.Definitions);
            using LoadedImage image = linker.Link(new LinkRequest { Record = true }, graph);
            Assert.Equal(0x5000_0000UL, image.Record!.Symbols.Single(s => s.Name == "elsewhere").Address);
        }
    }

    [Fact]
    public void A_hidden_name_that_is_taken_is_left_alone()
    {
        string file = Repository.Fixture("elf-x64/hidden_variable.o");
        using LinkGraph graph = ObjectReader.Read(File.ReadAllBytes(file), file);
        var definitions = new SymbolDefinitions();
        new PhonyExternals(0x5000_0000).DefineHidden([graph], [], definitions, ["elsewhere"]);
        Assert.False(definitions.Resolve(new SymbolQuery("elsewhere"u8)).IsFound);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_name_that_is_known()
    {
        var phony = new PhonyExternals(0x1000);
        ulong sum = 0;
        long allocated = 0;
        for (int i = 0; i < 3; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            sum += phony.Resolve(new SymbolQuery("a_name_that_is_known"u8)).Address;
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal((0x3000UL, 0L), (sum, allocated));
    }
}
