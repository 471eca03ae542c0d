namespace Linker.Relocs.Tests;

public class MachineAbiTests
{
    [Theory]
    [InlineData(Machine.X64, RelocKind.Branch32)]
    [InlineData(Machine.Arm64, RelocKind.A64Branch26)]
    public void Branches_reach_as_far_as_their_field(Machine machine, RelocKind branch)
    {
        MachineAbi abi = MachineAbi.For(machine);
        Assert.Equal(RelocTable.For(branch).Range, new ValueRange(-(long)abi.BranchReach, (long)abi.BranchReach - 1));
    }

    [Theory]
    [InlineData(Machine.X64, -4, false, 0)]
    [InlineData(Machine.Arm64, 0, true, 16)]
    public void What_the_ABI_fixes_is_what_it_says(Machine machine, int branchBias, bool isNullTheNextPlace, uint threadHeaderSize)
    {
        MachineAbi abi = MachineAbi.For(machine);
        Assert.Equal(branchBias, abi.BranchBias);
        Assert.Equal(isNullTheNextPlace, abi.IsNullTheNextPlace);
        Assert.Equal(threadHeaderSize, abi.ThreadHeaderSize);
    }

    [Fact]
    public void There_is_one_of_each_machine() => Assert.Equal(2, Enum.GetValues<Machine>().Select(MachineAbi.For).Distinct().Count());
}
