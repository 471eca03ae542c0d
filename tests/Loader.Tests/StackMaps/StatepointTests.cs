using Linker.Shared;

namespace Linker.Loader.Tests;

/// <summary>A record as one of a statepoint.</summary>
public class StatepointTests
{
    private static readonly (byte, ushort, ushort, int) Zero = (4, 8, 0, 0), Slot = (3, 8, 7, 8), Inner = (3, 8, 7, 16), Variable = (2, 8, 7, 32), Held = (1, 8, 3, 0);

    private static (byte, ushort, ushort, int) Number(int value) => (4, 8, 0, value);

    private static bool TryGet((byte, ushort, ushort, int)[] locations, out Statepoint statepoint) =>
        StackMapReader.Read(new StackMapBuilder().Function(0, 0, 1).Constant(1).Record(1, 0, locations).Build(), "test.o").TryGetStatepoint(new(0), out statepoint);

    [Fact]
    public void State_pointers_and_variables_are_told_apart()
    {
        Assert.True(TryGet([Number(14), Number(2), Number(3), Held, Variable, (5, 8, 0, 0), Slot, Inner, Held, Held, Variable, Variable], out Statepoint statepoint));
        Assert.Equal((14, 2), (statepoint.CallingConvention, statepoint.Flags));
        Assert.Equal([StackMapLocationKind.Register, StackMapLocationKind.Direct, StackMapLocationKind.ConstantIndex], statepoint.Deopt.ToArray().Select(l => l.Kind));
        Assert.Equal([(8, 16), (0, 0)], statepoint.Pointers.ToArray().Select(p => (p.Base.Value, p.Derived.Value)));
        Assert.Equal(2, statepoint.Allocas.Length);
    }

    [Fact]
    public void What_has_another_shape_is_none()
    {
        Assert.False(TryGet([], out _));
        Assert.False(TryGet([Zero, Zero], out _));
        Assert.False(TryGet([Held, Zero, Zero], out _));
        Assert.False(TryGet([Zero, Held, Zero], out _));
        Assert.False(TryGet([Zero, Zero, Held], out _));
        Assert.False(TryGet([Zero, Zero, Number(1)], out _));
        Assert.False(TryGet([Zero, Zero, Number(-1), Slot, Slot], out _));
        Assert.False(TryGet([Zero, Zero, Zero, Slot], out _));
        Assert.True(TryGet([Zero, Zero, Zero], out _));
        Assert.True(TryGet([Zero, Zero, Number(1), Slot, Variable], out _));
    }

    [Theory]
    [InlineData("elf-x64/statepoints.o", 7)]
    [InlineData("elf-arm64/statepoints.o", 31)]
    [InlineData("macho-x64/statepoints.o", 7)]
    [InlineData("macho-arm64/statepoints.o", 31)]
    [InlineData("coff-x64/statepoints.obj", 7)]
    [InlineData("coff-arm64/statepoints.obj", 31)]
    public void Those_of_a_compiler_are_read(string name, ushort stackPointer)
    {
        LinkGraph graph = ObjectReader.Read(File.ReadAllBytes(Repository.Fixture(name)), name);
        StackMaps maps = StackMapReader.Read(graph.ContentOf(new((uint)graph.Sections.ToArray().ToList().FindIndex(s => s.Role == SectionRole.StackMaps))), name);
        Assert.True(maps.TryGetStatepoint(maps.WithId(100)[0], out Statepoint derived));
        Assert.Equal((0, 0, 4, 1, 1), (derived.CallingConvention, derived.Flags, derived.Deopt.Length, derived.Pointers.Length, derived.Allocas.Length));
        Assert.Equal([42, -3, 81985529216486895], derived.Deopt[1..].ToArray().Select(l => maps.ValueOf(in l)));
        StatepointPointer pointer = derived.Pointers[0];
        Assert.Equal((StackMapLocationKind.Indirect, stackPointer, StackMapLocationKind.Indirect, stackPointer), (pointer.Base.Kind, pointer.Base.Register, pointer.Derived.Kind, pointer.Derived.Register));
        Assert.NotEqual(pointer.Base, pointer.Derived);
        Assert.Equal((StackMapLocationKind.Direct, stackPointer), (derived.Allocas[0].Kind, derived.Allocas[0].Register));
        Assert.True(maps.TryGetStatepoint(maps.WithId(101)[0], out Statepoint plain));
        Assert.Equal((0, 1, plain.Pointers[0].Base), (plain.Deopt.Length, plain.Pointers.Length, plain.Pointers[0].Derived));
        Assert.True(maps.TryGetStatepoint(maps.WithId(102)[0], out Statepoint none));
        Assert.Equal((0, 0, 0), (none.Deopt.Length, none.Pointers.Length, none.Allocas.Length));
        Assert.True(maps.TryGetStatepoint(maps.WithId(103)[0], out Statepoint other));
        Assert.Equal((14, 2, 1), (other.CallingConvention, other.Flags, other.Deopt.Length));
    }
}
