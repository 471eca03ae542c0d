namespace Linker.Engine.Tests;

/// <summary>As <see cref="LazyGateTests"/>, by the convention of Windows.</summary>
[Trait("System", "windows")]
public sealed class LazyGateWindowsTests : IDisposable
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
    [InlineData("call_f4", "take_f4")]
    [InlineData("call_errno", "take_errno")]
    [InlineData("call_modes", "take_modes")]
    public void A_call_of_every_sort_arrives_and_comes_back(string caller, string callee) => _calls.Check(caller, callee);

    [Fact]
    public void Vectors_as_long_as_the_processor_has_arrive_and_come_back() => _calls.CheckVectors();

    [Fact]
    public void Every_register_that_the_processor_has_arrives_and_the_stack_can_be_walked()
    {
        for (int level = 0; level <= LazyGate.BestLevel; level++)
        {
            _calls.CheckRegisters(level);
            _calls.CheckBacktrace(level);
        }
    }
}
