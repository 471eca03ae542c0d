namespace Linker.Check.Tests;

/// <summary>Which slot a rule means.</summary>
public class LinkNamesTests
{
    private static readonly (string Name, ulong Address)[] Definitions = [("__tls_get_addr", 0x5000), ("host", 0x6000)];

    [Fact]
    public void Of_several_thread_local_slots_the_object_has_its_own()
    {
        using var link = new TestLink(0x400000, Definitions, "elf-x64/tls_gd.o", "elf-x64/tls_user_ie.o");
        Assert.True(link.Evaluate("decode_operand(address + 4, 4) + address + 12 = got_addr(tls_gd.o, initialised)").Holds);
        Assert.False(link.Evaluate("got_addr(tls_gd.o, initialised) = got_addr(tls_user_ie.o, initialised)").Holds);
    }

    [Fact]
    public void The_one_slot_of_a_variable_is_any_objects()
    {
        using var link = new TestLink(0x400000, Definitions, "elf-x64/tls_gd.o", "elf-x64/tls_user_gd.o");
        Assert.True(link.Evaluate("got_addr(tls_gd.o, initialised) = got_addr(tls_user_gd.o, initialised)").Holds);
    }

    [Fact]
    public void What_to_do_is_told_where_it_is_not_clear_which_one_is_meant()
    {
        using var link = new TestLink(0x400000, Definitions, "elf-x64/tls_gd.o", "elf-x64/tls_user_ie.o", "elf-x64/add.o");
        RuleResult result = link.Evaluate("got_addr(add.o, initialised) = 0");
        Assert.False(result.Holds);
        Assert.Contains("'initialised' has more than one slot: TLS index at 0x", result.ToString(), StringComparison.Ordinal);
        Assert.Contains("name an object that uses one of them", result.ToString(), StringComparison.Ordinal);
    }
}
