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
    [InlineData(RelocKind.Abs32, SymbolUses.Address32)]
    [InlineData(RelocKind.GotRel32, SymbolUses.Distance32)]
    [InlineData(RelocKind.A64MovwU0, SymbolUses.Address16)]
    [InlineData(RelocKind.A64MovwU0Nc, SymbolUses.Wide)]
    [InlineData(RelocKind.A64MovwU1, SymbolUses.Address32)]
    [InlineData(RelocKind.A64MovwU2, SymbolUses.Wide)]
    [InlineData(RelocKind.A64MovwU3, SymbolUses.Wide)]
    [InlineData(RelocKind.A64MovwS0, SymbolUses.Address16)]
    [InlineData(RelocKind.A64MovwS1, SymbolUses.Address32)]
    [InlineData(RelocKind.A64MovwS2, SymbolUses.Wide)]
    [InlineData(RelocKind.A64PcMovw0, SymbolUses.Distance16)]
    [InlineData(RelocKind.A64PcMovw1, SymbolUses.Distance33)]
    [InlineData(RelocKind.A64PcMovw2, SymbolUses.Wide)]
    [InlineData(RelocKind.A64Literal19, SymbolUses.Distance16 | SymbolUses.Near)]
    [InlineData(RelocKind.A64Branch19, SymbolUses.Distance16)]
    [InlineData(RelocKind.A64Branch14, SymbolUses.Distance16)]
    [InlineData(RelocKind.A64Adr21, SymbolUses.Distance16 | SymbolUses.Near)]
    [InlineData(RelocKind.A64GotLiteral19, SymbolUses.Slot | SymbolUses.Near)]
    [InlineData(RelocKind.A64TlsDescriptorAdr21, SymbolUses.TlsDescriptor | SymbolUses.Near)]
    [InlineData(RelocKind.A64Page21, SymbolUses.Distance33)]
    [InlineData(RelocKind.A64Page21Nc, SymbolUses.Wide)]
    [InlineData(RelocKind.A64Add12, SymbolUses.Wide)]
    [InlineData(RelocKind.A64LdSt64Offset12, SymbolUses.Wide)]
    [InlineData(RelocKind.A64Branch26, SymbolUses.Branch)]
    [InlineData(RelocKind.A64GotPage21, SymbolUses.Slot)]
    [InlineData(RelocKind.A64GotMovw0, SymbolUses.Slot)]
    [InlineData(RelocKind.A64TlsIndexPage21, SymbolUses.TlsIndex)]
    [InlineData(RelocKind.A64TlsModuleAdd12, SymbolUses.TlsModule)]
    [InlineData(RelocKind.A64TlsOffsetLd64Offset12, SymbolUses.TlsOffset)]
    [InlineData(RelocKind.A64TlsDescriptorAdd12, SymbolUses.TlsDescriptor)]
    [InlineData(RelocKind.A64DtpRelAddHi12, SymbolUses.BlockOffset)]
    [InlineData(RelocKind.A64TpRelMovw2, SymbolUses.ThreadOffset)]
    [InlineData(RelocKind.ImageRel32, SymbolUses.ImageOffset)]
    [InlineData(RelocKind.SecRel32, SymbolUses.SectionOffset)]
    [InlineData(RelocKind.SectionNumber16, SymbolUses.SectionNumber)]
    [InlineData(RelocKind.A64SecRelAddHi12, SymbolUses.SectionOffset)]
    [InlineData(RelocKind.A64SecRelAdd12, SymbolUses.SectionOffset)]
    [InlineData(RelocKind.A64SecRelLdSt8Offset12, SymbolUses.SectionOffset)]
    [InlineData(RelocKind.A64SecRelLdSt128Offset12, SymbolUses.SectionOffset)]
    public void What_a_kind_asks_of_its_symbol_follows_from_its_axes(RelocKind kind, SymbolUses uses) => Assert.Equal(uses, RelocTable.For(kind).Uses);

    [Theory]
    [MemberData(nameof(Kinds.All), MemberType = typeof(Kinds))]
    public void A_kind_asks_for_one_thing_at_most_and_perhaps_for_it_near_by(RelocKind kind) =>
        Assert.True(System.Numerics.BitOperations.PopCount((uint)(RelocTable.For(kind).Uses & ~SymbolUses.Near)) <= 1);

    [Fact]
    public void Nearby_is_what_an_ADR_or_a_literal_load_asks_for_and_nothing_else() =>
        Assert.All(Kinds.Members, kind => Assert.Equal(RelocTable.For(kind).Field.Instruction is InstructionClass.Adr or InstructionClass.Literal, (RelocTable.For(kind).Uses & SymbolUses.Near) != 0));

    [Fact]
    public void Text_is_the_equation_and_the_field()
    {
        Assert.Equal("X = G + A − P\nword32 ← X, −2^31 ≤ X < 2^31", RelocTable.For(RelocKind.GotPc32).ToString());
        Assert.Equal("X = S + A\nword64 ← X", RelocTable.For(RelocKind.Abs64).ToString());
        Assert.Equal("X = Page(G) − Page(P)\nimmhi:immlo ← X[32:12], −2^32 ≤ X < 2^32", RelocTable.For(RelocKind.A64GotPage21).ToString());
        Assert.Equal("X = G − Page(GOT)\nimm12 ← X[14:3], X[2:0] = 0, 0 ≤ X < 2^15", RelocTable.For(RelocKind.A64GotPageLd64Offset15).ToString());
        Assert.Equal("X = S + A − P\nimm26 ← X[27:2], X[1:0] = 0, −2^27 ≤ X < 2^27", RelocTable.For(RelocKind.A64Branch26).ToString());
        Assert.Equal("X = S + A − IB\nword32 ← X, 0 ≤ X < 2^32", RelocTable.For(RelocKind.ImageRel32).ToString());
        Assert.Equal("X = S + A − SEC\nimm12 ← X[23:12], 0 ≤ X < 2^24", RelocTable.For(RelocKind.A64SecRelAddHi12).ToString());
        Assert.Equal("X = N + A\nword16 ← X, 0 ≤ X < 2^16", RelocTable.For(RelocKind.SectionNumber16).ToString());
        Assert.Equal("Page(S + A)", new RelocForm(Target.Symbol, Origin.Zero, Field.Word64, ValueRange.Unchecked, Page.Both).Equation);
        Assert.Equal("no field", RelocTable.For(RelocKind.None).ToString());
    }

    [Fact]
    public void What_runs_on_when_there_is_no_symbol_is_a_branch()
    {
        RelocKind[] branches = [.. Kinds.Members.Where(k => RelocTable.For(k).IsBranch)];
        Assert.Equal([RelocKind.Branch32, RelocKind.BranchGotRel64, RelocKind.A64Branch19, RelocKind.A64Branch14, RelocKind.A64Branch26], branches);
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
