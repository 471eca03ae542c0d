using Linker.Cli.Commands;
using Linker.Cli.Input;
using Linker.Shared;

namespace Linker.Cli.Tests.Input;

/// <summary>Which names a checked link takes from where.</summary>
public class CheckedLinkTests
{
    private static readonly CheckedLinkOptions Phony = new([], [], [], null, null, 4096, true, null);

    [Fact]
    public void An_entry_that_only_a_phony_address_stands_for_is_missing()
    {
        Assert.Throws<MissingEntryException>(() => Link("hello.o", Phony with { Entry = "printf" }));
        Assert.Throws<MissingEntryException>(() => Link("hello.o", Phony with { Entry = "twin", Aliases = [new Alias("twin", "printf")] }));
        Assert.Throws<MissingEntryException>(() => Link("hidden_variable.o", Phony with { Entry = "elsewhere" }));
        Assert.Throws<MissingEntryException>(() => Link("hello.o", Phony with { Entry = "nosuch" }));
    }

    [Fact]
    public void An_entry_that_is_defined_is_found_beside_phony_addresses()
    {
        Link("hello.o", Phony with { Entry = "main" });
        Link("hello.o", Phony with { Entry = "twin", Aliases = [new Alias("twin", "main")] });
        Link("hello.o", Phony with { Entry = "printf", Definitions = [new Definition("printf", 0x5000)] });
    }

    [Fact]
    public void A_phony_address_stands_for_what_an_object_asks_for_and_not_for_what_only_an_alias_names()
    {
        Link("hello.o", Phony with { Aliases = [new Alias("twin", "printf")] });
        UsageException e = Assert.Throws<UsageException>(() => Link("hello.o", Phony with { Aliases = [new Alias("twin", "nosuch")] }));
        Assert.Equal("--alias twin=nosuch: 'nosuch' is not defined", e.Message);
    }

    private static void Link(string file, CheckedLinkOptions options)
    {
        foreach (string folder in (string[])["elf-x64", "elf-arm64"])
        {
            CheckedLink.For(InputFiles.Read([Repository.Fixture($"{folder}/{file}")]), options).Dispose();
        }
    }
}
