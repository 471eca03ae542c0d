using Linker.Cli.Input;
using Linker.Shared;

namespace Linker.Cli.Tests.Input;

public class RuleFilesTests
{
    [Fact]
    public void Objects_archives_and_members_are_told_from_text()
    {
        string text = Repository.Fixture("sources/reloc_pc32.s"), file = Repository.Fixture("elf-x64/reloc_pc32.o"), archive = Repository.Fixture("elf-x64/gnu.a");
        (string[] rules, string[] objects) = RuleFiles.Split([text, file, archive, archive + "(member_helper.o)", "nosuch.s"]);
        Assert.Equal([text, "nosuch.s"], rules);
        Assert.Equal([file, archive, archive + "(member_helper.o)"], objects);
    }

    [Theory]
    [InlineData("jitlink-check", "# jitlink-check:")]
    [InlineData("# x:", "# x:")]
    [InlineData(";check", ";check")]
    public void A_name_is_short_for_a_prefix(string name, string prefix) => Assert.Equal(prefix, RuleFiles.WholePrefix(name));
}
