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

    [Theory]
    //          machine        kind                   A   before      behind
    [InlineData(Machine.X64,   RelocKind.Branch32,    -4, "E8",       0)]  // call
    [InlineData(Machine.X64,   RelocKind.Branch32,    8,  "90E9",     12)] // jmp
    [InlineData(Machine.X64,   RelocKind.Branch32,    0,  "0F80",     4)]  // jo
    [InlineData(Machine.X64,   RelocKind.Branch32,    0,  "0F8F",     4)]  // jg
    [InlineData(Machine.X64,   RelocKind.Branch32,    4,  "C7F8",     8)]  // xbegin
    [InlineData(Machine.X64,   RelocKind.Branch32,    4,  "0F7F",     0)]
    [InlineData(Machine.X64,   RelocKind.Branch32,    4,  "0F90",     0)]
    [InlineData(Machine.X64,   RelocKind.Branch32,    4,  "85",       0)]
    [InlineData(Machine.X64,   RelocKind.Branch32,    4,  "E800",     0)]
    [InlineData(Machine.X64,   RelocKind.Branch32,    4,  "",         0)]
    [InlineData(Machine.X64,   RelocKind.Branch32,    -4, "488D05",   0)]  // lea
    [InlineData(Machine.Arm64, RelocKind.A64Branch26, 8,  "",         8)]
    [InlineData(Machine.Arm64, RelocKind.Branch32,    8,  "000000E8", 0)]
    public void A_branch_leads_as_far_behind_its_symbol_as_its_addend_says_and_nothing_else_does(Machine machine, RelocKind kind, long addend, string before, long behind) =>
        Assert.Equal(behind, MachineAbi.For(machine).BehindSymbol(in RelocTable.For(kind), addend, Convert.FromHexString(before)));

    [Fact]
    public void There_is_one_of_each_machine() => Assert.Equal(2, Enum.GetValues<Machine>().Select(MachineAbi.For).Distinct().Count());
}
