using Linker.Loader;

namespace Linker.Engine.Tests;

/// <summary>A call whose function is found on the way arrives as it was made, and comes back to who made it.</summary>
public sealed class LazyGateTests : IDisposable
{
    private readonly LazyCalls _calls = new();

    public void Dispose() => _calls.Dispose();

    [Theory]
    [InlineData("call_ints", "take_ints")]
    [InlineData("call_doubles", "take_doubles")]
    [InlineData("call_mixed", "take_mixed")]
    [InlineData("call_variable", "take_variable")]
    [InlineData("call_large", "give_large")]
    [InlineData("call_mixed_struct", "give_mixed")]
    [InlineData("call_two", "give_two")]
    [InlineData("call_doubles_struct", "give_doubles")]
    [InlineData("call_int128", "take_int128")]
    [InlineData("call_long_double", "take_long_double")]
    [InlineData("call_f4", "take_f4")]
    [InlineData("call_errno", "take_errno")]
    [InlineData("call_modes", "take_modes")]
    public void A_call_of_every_sort_arrives_and_comes_back(string caller, string callee) => _calls.Check(caller, callee);

    [Fact]
    [Trait("Machine", "x64")]
    public void Vectors_as_long_as_the_processor_has_arrive_and_come_back() => _calls.CheckVectors();

    [Fact]
    public void Every_register_that_the_processor_has_arrives()
    {
        for (int level = 0; level <= LazyGate.BestLevel; level++)
        {
            _calls.CheckRegisters(level);
        }
    }

    [Fact]
    public void A_walk_over_the_stack_goes_through_each_gate()
    {
        for (int level = 0; level <= LazyGate.BestLevel; level++)
        {
            _calls.CheckBacktrace(level);
        }
    }

    [Fact]
    public void An_exception_of_the_function_reaches_the_caller()
    {
        RuntimeLinker linker = _calls.Linker;
        LoadedImage thrower = linker.Link(LinkRequest.Unpublished, Fixtures.Read("thrower.o"));
        linker.Definitions.Add("cleanups", (ulong)thrower.GetAddress("cleanups"), SymbolKind.Data);
        StubImage stubs = StubImage.For(linker, ["throw_deep"], [0], isPublished: true);
        using var lazy = new LazyFunctions(linker, stubs, _ => thrower.GetAddress("throw_deep"));
        Assert.Equal(42, linker.Link("catcher.o").Answer());
    }

    [Fact]
    public void The_best_gate_is_the_one_that_is_used() => Assert.Equal(LazyGate.OfLevel(LazyGate.BestLevel), LazyGate.Address);

    [Fact]
    [Trait("Machine", "x64")]
    public void The_level_is_that_of_the_processor() =>
        Assert.Equal(System.Runtime.Intrinsics.X86.Avx512BW.IsSupported ? 2 : System.Runtime.Intrinsics.X86.Avx.IsSupported ? 1 : 0, LazyGate.BestLevel);
}
