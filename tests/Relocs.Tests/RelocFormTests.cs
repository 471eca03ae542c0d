using System.Runtime.CompilerServices;

namespace Linker.Relocs.Tests;

public class RelocFormTests
{
    [Fact]
    public void Row_fits_a_cache_line() => Assert.True(Unsafe.SizeOf<RelocForm>() <= 64);

    [Theory]
    [InlineData(RelocKind.Refused, SymbolUses.Refused)]
    [InlineData(RelocKind.None, SymbolUses.None)]
    [InlineData(RelocKind.Abs8, SymbolUses.Address16)]
    [InlineData(RelocKind.Abs16, SymbolUses.Address16)]
    [InlineData(RelocKind.AbsU32, SymbolUses.Address32)]
    [InlineData(RelocKind.AbsS32, SymbolUses.Address32)]
    [InlineData(RelocKind.Abs64, SymbolUses.Wide)]
    [InlineData(RelocKind.Pc8, SymbolUses.Distance16)]
    [InlineData(RelocKind.Pc32, SymbolUses.Distance32)]
    [InlineData(RelocKind.Pc64, SymbolUses.Wide)]
    [InlineData(RelocKind.Branch32, SymbolUses.Branch)]
    [InlineData(RelocKind.BranchGotRel64, SymbolUses.Wide)]
    [InlineData(RelocKind.GotPc32, SymbolUses.Slot)]
    [InlineData(RelocKind.Got64, SymbolUses.Slot)]
    [InlineData(RelocKind.GotBasePc32, SymbolUses.None)]
    [InlineData(RelocKind.GotRel64, SymbolUses.Wide)]
    [InlineData(RelocKind.Size32, SymbolUses.None)]
    [InlineData(RelocKind.TlsIndexPc32, SymbolUses.TlsIndex)]
    [InlineData(RelocKind.TlsModulePc32, SymbolUses.TlsModule)]
    [InlineData(RelocKind.TlsOffsetPc32, SymbolUses.TlsOffset)]
    [InlineData(RelocKind.TlsDescriptorPc32, SymbolUses.TlsDescriptor)]
    [InlineData(RelocKind.DtpRel32, SymbolUses.BlockOffset)]
    [InlineData(RelocKind.TpRel64, SymbolUses.ThreadOffset)]
    public void What_a_kind_asks_of_its_symbol_follows_from_its_axes(RelocKind kind, SymbolUses uses) => Assert.Equal(uses, RelocTable.For(kind).Uses);

    [Theory]
    [MemberData(nameof(Kinds.All), MemberType = typeof(Kinds))]
    public void A_kind_asks_for_one_thing_at_most(RelocKind kind) => Assert.True(System.Numerics.BitOperations.PopCount((uint)RelocTable.For(kind).Uses) <= 1);

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
