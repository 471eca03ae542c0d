using System.Runtime.CompilerServices;

namespace Linker.Relocs.Tests;

public class RelocFormTests
{
    [Fact]
    public void Row_fits_a_cache_line() => Assert.True(Unsafe.SizeOf<RelocForm>() <= 64);

    [Fact]
    public void Text_is_the_equation_and_the_field()
    {
        Assert.Equal("X = G + A − P\nword32 ← X, −2^31 ≤ X < 2^31", RelocTable.For(RelocKind.GotPc32).ToString());
        Assert.Equal("X = S + A\nword64 ← X", RelocTable.For(RelocKind.Abs64).ToString());
        Assert.Equal("no field", RelocTable.For(RelocKind.None).ToString());
    }

    [Fact]
    public void Every_target_and_origin_has_a_letter_of_its_own()
    {
        static string Of(Target target, Origin origin) => new RelocForm(target, origin, Field.Word64).Equation;
        string[] targets = [.. Enum.GetValues<Target>().Where(t => t != Target.Stub).Select(t => Of(t, Origin.Zero))];
        string[] origins = [.. Enum.GetValues<Origin>().Select(o => Of(Target.Symbol, o))];
        Assert.Equal(targets.Length, targets.Distinct().Count());
        Assert.Equal(origins.Length, origins.Distinct().Count());
        Assert.Equal(Of(Target.Symbol, Origin.Zero), Of(Target.Stub, Origin.Zero));
    }
}
