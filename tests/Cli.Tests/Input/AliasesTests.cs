using System.Text;
using Linker.Cli.Commands;
using Linker.Cli.Input;
using Linker.Engine;
using Linker.Loader;
using Linker.MemoryManager;
using Linker.Shared;

namespace Linker.Cli.Tests.Input;

/// <summary>Other names for names of a link: what they lead to, and which of them make no sense.</summary>
public sealed class AliasesTests : IDisposable
{
    private const ulong Meanwhile = 0x1000;

    private readonly RuntimeLinker _linker = new(new LinkerOptions { Memory = new BufferMemoryManager(0x40_0000), Scopes = [] });

    public void Dispose() => _linker.Dispose();

    [Theory]
    [InlineData("x64")]
    [InlineData("arm64")]
    public void A_name_in_the_image_has_its_address_once_that_is_laid_out(string machine)
    {
        LinkGraph[] graphs = [Read(machine, "data.o")];
        Aliases aliases = Define(graphs, null, "twin=table");
        Assert.Equal(Meanwhile, AddressOf("twin"));
        using LoadedImage image = _linker.Link(LinkRequest.ForCheck, graphs);
        Assert.False(aliases.Settle(_linker.Definitions, image.Record!));
        Assert.Equal(image.Record!.Symbols.Single(s => s.Name == "table").Address, AddressOf("twin"));
    }

    [Theory]
    [InlineData("x64")]
    [InlineData("arm64")]
    public void A_link_that_has_used_the_address_of_the_meantime_has_to_be_made_again(string machine)
    {
        LinkGraph[] graphs = [Read(machine, "hello.o")];
        Aliases aliases = Define(graphs, null, "printf=main", "putchar=printf");
        using (LoadedImage first = _linker.Link(LinkRequest.ForCheck, graphs))
        {
            Assert.Equal(Meanwhile, first.Record!.Symbols.Single(s => s.Name == "putchar").Address);
            Assert.True(aliases.Settle(_linker.Definitions, first.Record));
        }

        using LoadedImage second = _linker.Link(LinkRequest.ForCheck, graphs);
        Assert.False(aliases.Settle(_linker.Definitions, second.Record!));
        Assert.All(second.Record!.Symbols.Where(s => s.Name is "printf" or "putchar"), s => Assert.Equal(second.Record.Symbols.Single(m => m.Name == "main").Address, s.Address));
    }

    [Fact]
    public void A_name_of_the_command_line_has_its_address_from_the_start()
    {
        _linker.Definitions.Add("abs_name", 0x1234);
        Define([Hello()], null, "twin=abs_name");
        Assert.Equal(0x1234UL, AddressOf("twin"));
    }

    [Fact]
    public void A_name_that_objects_ask_for_in_vain_has_the_address_of_phony_externals_and_so_has_its_alias()
    {
        var phony = new PhonyExternals(0x5000_0000);
        Define([Hello()], phony, "twin=printf", "other=putchar");
        Assert.Equal((0x5000_0000UL, 0x5000_0000UL), (AddressOf("twin"), AddressOf("printf")));
        Assert.Equal((0x5000_0010UL, 0x5000_0010UL), (AddressOf("other"), AddressOf("putchar")));
        Assert.Equal(0x5000_0000UL, phony.AddressOf("printf"));
    }

    [Theory]
    [InlineData("first=second", "second=third", "third=end")]
    [InlineData("third=end", "second=third", "first=second")]
    [InlineData("second=third", "third=end", "first=second")]
    public void An_alias_of_an_alias_leads_where_that_leads_in_whatever_order_they_are_given(params string[] all)
    {
        _linker.Definitions.Add("end", 0x1234);
        Aliases aliases = Define([Hello()], null, all);
        Assert.Equal(["end"], aliases.Targets);
        Assert.Equal((0x1234UL, 0x1234UL, 0x1234UL), (AddressOf("first"), AddressOf("second"), AddressOf("third")));
    }

    [Fact]
    public void What_is_said_twice_is_said_once()
    {
        _linker.Definitions.Add("end", 0x1234);
        Define([Hello()], null, "twin=end", "twin=end");
        Assert.Equal(0x1234UL, AddressOf("twin"));
    }

    [Theory]
    [InlineData("--alias a=a: the name stands for itself", "a=a")]
    [InlineData("--alias a=b: the name stands for itself", "a=b", "b=a")]
    [InlineData("--alias a=b: the name stands for itself", "a=b", "b=c", "c=a")]
    [InlineData("--alias into=a: the name stands for itself", "into=a", "a=b", "b=a")]
    [InlineData("--alias a=c: the name already stands for 'b'", "a=b", "a=c")]
    public void A_circle_and_a_name_for_two_things_are_refused(string message, params string[] all) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => Of(all)).Message);

    [Fact]
    public void Everything_that_makes_no_sense_in_a_link_is_told_at_once()
    {
        _linker.Definitions.Add("given", 0x1234);
        _linker.Definitions.Add("other", 0x5678);
        var e = Assert.Throws<UsageException>(() => Define([Hello()], null, "main=given", "other=given", "twin=nosuch", "fine=given"));
        Assert.Equal(
            """
            --alias main=given: 'main' is defined by hello.o
            --alias other=given: 'other' is defined by --define
            --alias twin=nosuch: 'nosuch' is not defined
            """,
            e.Message);
    }

    [Theory]
    [InlineData("main=printf", "--alias main=printf: 'main' is defined by hello.o")]
    [InlineData("given=printf", "--alias given=printf: 'given' is defined by --define")]
    public void A_new_name_that_is_defined_already_is_refused_with_and_without_phony_externals(string alias, string message)
    {
        _linker.Definitions.Add("given", 0x1234);
        _linker.Definitions.Add("printf", 0x5678);
        Assert.Equal(message, Assert.Throws<UsageException>(() => Define([Hello()], null, alias)).Message);
        Assert.Equal(message, Assert.Throws<UsageException>(() => Define([Hello()], new PhonyExternals(0x5000_0000), alias)).Message);
    }

    private static Aliases Of(params string[] all) => new([.. all.Select(text => Alias.TryRead(text, out Alias? alias) ? alias! : throw new ArgumentException(text))]);

    private Aliases Define(LinkGraph[] graphs, PhonyExternals? phony, params string[] all)
    {
        Aliases aliases = Of(all);
        aliases.Define(_linker.Definitions, new ObjectNames(graphs), phony, Meanwhile);
        return aliases;
    }

    private ulong AddressOf(string name) => _linker.Definitions.Resolve(new SymbolQuery(Encoding.UTF8.GetBytes(name))).Address;

    private static LinkGraph Hello() => Read("x64", "hello.o");

    private static LinkGraph Read(string machine, string name) => ObjectReader.Read(File.ReadAllBytes(Repository.Fixture($"elf-{machine}/{name}")), name);
}
