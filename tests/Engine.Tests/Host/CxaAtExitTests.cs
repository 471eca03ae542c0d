using Linker.Engine.Host;

namespace Linker.Engine.Tests;

public class CxaAtExitTests
{
    [Fact]
    public void Without_the_C_library_s_function_no_finaliser_is_filed() => Assert.Throws<EntryPointNotFoundException>(() => CxaAtExit.File(0, [1], 1));

    [Fact]
    public void Where_nothing_can_have_been_filed_nothing_runs() => CxaAtExit.Run(0, 1);
}
