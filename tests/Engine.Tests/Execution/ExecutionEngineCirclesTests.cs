using System.Runtime.InteropServices;
using static Linker.Engine.Tests.ExecutionEngineTests;

namespace Linker.Engine.Tests;

/// <summary>Names that modules of a circle, which are one image, define and others define too.</summary>
public sealed unsafe class ExecutionEngineCirclesTests : IDisposable
{
    private readonly ExecutionEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(50)]
    public void Modules_of_a_circle_may_define_the_same_name_and_the_latest_counts_for_others(int count)
    {
        for (int i = 0; i < count; i++)
        {
            int number = i;
            _engine.Add(new WrittenModule($"m{i}", ["f", $"own{i}", $"next{i}"], w =>
            {
                w.Code("f").Returns(number);
                w.Code($"own{number}").JumpsTo("f");
                w.Code($"next{number}").JumpsTo($"own{(number + 1) % count}");
            }));
        }

        _engine.Add(new WrittenModule("user", ["user"], w =>
        {
            w.Code("user").JumpsTo("f");
            w.Data("user_uses").Field(ObjectWriter.R64, "own0", 0, 8);
        }));
        _engine.Add(new WrittenModule("m", ["variable", "m"], w =>
        {
            w.Data("variable").Field(ObjectWriter.R64, "f", 0, 8);
            w.Code("m").JumpsTo("f");
        }));
        Assert.Equal((1, 0), (Call(_engine, "next0"), Call(_engine, "own0")));
        Assert.Equal((count - 1, count - 1, count - 1), (Call(_engine, "f"), Call(_engine, "user"), Call(_engine, "m")));
        Assert.Equal(_engine.GetAddress("f"), *(nint*)_engine.GetAddress("variable"));
    }

    [Fact]
    public void A_later_definition_outside_of_a_circle_counts_for_those_who_have_none()
    {
        AddCircle();
        ProgramModule later = _engine.Add(Returning("later", "f", 3));
        Assert.Equal((3, 1, 3), (Call(_engine, "uses"), Call(_engine, "own"), Call(_engine, "f")));
        Assert.Contains("a, b", Assert.Throws<InvalidOperationException>(() => _engine.Remove(later)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_client_defines_counts_for_those_of_a_circle_who_have_no_definition()
    {
        AddCircle();
        _engine.Definitions.Add("f", (nint)(delegate* unmanaged<int>)&Four);
        Assert.Equal((4, 1, 1), (Call(_engine, "uses"), Call(_engine, "own"), Call(_engine, "f")));
    }

    [Fact]
    public void A_replaceable_function_is_meant_by_all_of_a_circle()
    {
        AddCircle("c");
        _engine.Add(new WrittenModule("c", ["f", "c"], w =>
        {
            w.Code("f").Returns(9);
            w.Code("c").JumpsTo("own");
            w.Data("c_uses").Field(ObjectWriter.R64, "uses", 0, 8);
        }));
        ProgramFunction f = _engine.AddReplaceable(["f"], Returning("first", "f", 5))[0];
        Assert.Equal((5, 5, 5), (Call(_engine, "uses"), Call(_engine, "own"), Call(_engine, "c")));
        _ = f.Replace(Returning("second", "f", 6));
        Assert.Equal((6, 6, 6), (Call(_engine, "uses"), Call(_engine, "own"), Call(_engine, "c")));
    }

    // a has f and uses it itself; b, which it forms a circle with, uses it too.
    private void AddCircle(string? other = null)
    {
        _engine.Add(new WrittenModule("a", ["f", "own"], w =>
        {
            w.Code("f").Returns(1);
            w.Code("own").JumpsTo("f");
            w.Data("a_uses").Field(ObjectWriter.R64, "uses", 0, 8);
        }));
        _engine.Add(new WrittenModule("b", ["uses"], w =>
        {
            w.Code("uses").JumpsTo("f");
            w.Data("b_uses").Field(ObjectWriter.R64, "own", 0, 8).Field(ObjectWriter.R64, other ?? "own", 0, 8);
        }));
    }

    [UnmanagedCallersOnly]
    private static int Four() => 4;
}
