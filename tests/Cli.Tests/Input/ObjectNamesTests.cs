using Linker.Cli.Commands;
using Linker.Cli.Input;
using Linker.Engine;
using Linker.Loader;
using Linker.MemoryManager;
using Linker.Shared;

namespace Linker.Cli.Tests.Input;

/// <summary>What objects define and ask for, beside what the command line defines.</summary>
public sealed class ObjectNamesTests : IDisposable
{
    private readonly LinkGraph _graph = ObjectReader.Read(File.ReadAllBytes(Repository.Fixture("elf-x64/hello.o")), "hello.o");

    public void Dispose() => _graph.Dispose();

    [Theory]
    [InlineData("main", true, false)]
    [InlineData("printf", false, true)]
    [InlineData("nosuch", false, false)]
    public void A_name_is_defined_or_wanted_or_neither(string name, bool isDefined, bool isWanted)
    {
        var names = new ObjectNames([_graph]);
        Assert.Equal((isDefined, isWanted), (names.IsDefined(name, out _), names.IsWanted(name)));
    }

    [Fact]
    public void What_an_object_defines_cannot_be_defined_again()
    {
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(), Scopes = [] });
        new ObjectNames([_graph]).Define([new Definition("printf", 1)], linker.Definitions);
        UsageException e = Assert.Throws<UsageException>(() => new ObjectNames([_graph]).Define([new Definition("main", 0x1000), new Definition("printf", 1)], linker.Definitions));
        Assert.Equal("--define main=0x1000: 'main' is defined by hello.o", e.Message);
    }
}
