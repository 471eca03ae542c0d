namespace Linker.Loader.Tests;

/// <summary>Records are found by address and by number.</summary>
public class StackMapsTests
{
    private static readonly StackMaps Maps = StackMapReader.Read(
        new StackMapBuilder().Function(0x2000, 0, 2).Function(0x1000, 0, 2).Function(0, 0, 1).Constant(1UL << 40)
            .Record(7, 0x10, [(4, 8, 0, -5), (5, 8, 0, 0), (1, 8, 0, 0)]).Record(8, 0x10, []).Record(7, 0x20, []).Record(7, 0x1010, []).Record(9, 0x30, [])
            .Build(),
        "test.o");

    [Theory]
    [InlineData(0x2010, new uint[] { 0, 1, 3 })]
    [InlineData(0x1020, new uint[] { 2 })]
    [InlineData(0x200f, new uint[0])]
    [InlineData(0x2011, new uint[0])]
    [InlineData(0x30, new uint[0])]
    [InlineData(0, new uint[0])]
    [InlineData(ulong.MaxValue, new uint[0])]
    public void By_the_address_of_an_instruction(ulong address, uint[] records) => Assert.Equal(records, Maps.At(address).ToArray().Select(r => r.Index));

    [Theory]
    [InlineData(7, new uint[] { 0, 2, 3 })]
    [InlineData(8, new uint[] { 1 })]
    [InlineData(9, new uint[] { 4 })]
    [InlineData(0, new uint[0])]
    [InlineData(ulong.MaxValue, new uint[0])]
    public void By_the_number_that_the_compiler_was_given(ulong id, uint[] records) => Assert.Equal(records, Maps.WithId(id).ToArray().Select(r => r.Index));

    [Fact]
    public void An_address_is_the_functions_and_the_offset()
    {
        Assert.Equal(0x1020UL, Maps.AddressOf(new(2)));
        Assert.Equal((0x1000UL, 0x20U), (Maps[Maps[new StackMapRecordId(2)].Function].Address, Maps[new StackMapRecordId(2)].InstructionOffset));
    }

    [Fact]
    public void A_constant_has_a_value_and_nothing_else_has()
    {
        Assert.Equal(-5, Maps.ValueOf(in Maps.LocationsOf(new(0))[0]));
        Assert.Equal(1L << 40, Maps.ValueOf(in Maps.LocationsOf(new(0))[1]));
        Assert.Throws<ArgumentException>(() => Maps.ValueOf(in Maps.LocationsOf(new(0))[2]));
    }

    [Fact]
    public void Nothing_is_found_in_nothing() => Assert.True(StackMaps.Empty.At(1).IsEmpty && StackMaps.Empty.WithId(1).IsEmpty);
}
