using Linker.Loader;

namespace Linker.Engine.Tests;

public class SymbolDefinitionsTests
{
    [Theory]
    [InlineData("f")]
    [InlineData("größe")]
    [InlineData("a_name_that_is_longer_than_any_word_of_the_machine")]
    public void A_name_is_found_by_its_utf8_bytes(string name)
    {
        var definitions = new SymbolDefinitions();
        definitions.Add(name, 7, SymbolKind.Data);
        Assert.Equal((true, 7ul, SymbolKind.Data), Ask(definitions, name));
        Assert.False(Ask(definitions, name + "x").IsFound);
        Assert.False(Ask(definitions, name[1..]).IsFound);
        definitions.Add(name, 8);
        Assert.Equal((true, 8ul, SymbolKind.Function), Ask(definitions, name) with { Kind = SymbolKind.Function });
        Assert.True(definitions.Remove(name));
        Assert.False(definitions.Remove(name));
        Assert.False(Ask(definitions, name).IsFound);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_nobody_s_name()
    {
        var definitions = new SymbolDefinitions();
        definitions.Add("\ufffd", 1ul);
        Assert.False(definitions.Resolve(new SymbolQuery([0xff])).IsFound);
    }

    [Fact]
    public void Asking_allocates_nothing()
    {
        var definitions = new SymbolDefinitions();
        definitions.Add("known", 1ul);
        Assert.True(definitions.Resolve(new SymbolQuery("known"u8)).IsFound);
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isFound = definitions.Resolve(new SymbolQuery("known"u8)).IsFound && !definitions.Resolve(new SymbolQuery("unknown"u8)).IsFound;
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(isFound);
    }

    private static (bool IsFound, ulong Address, SymbolKind Kind) Ask(SymbolDefinitions definitions, string name)
    {
        SymbolAnswer answer = definitions.Resolve(new SymbolQuery(System.Text.Encoding.UTF8.GetBytes(name)));
        return (answer.IsFound, answer.Address, answer.Kind);
    }
}
