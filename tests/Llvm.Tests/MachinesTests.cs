using Linker.Llvm.Native;

namespace Linker.Llvm.Tests;

public class MachinesTests
{
    private const string Text = "define i32 @f() { ret i32 1 }";

    public MachinesTests() => Needs.Llvm();

    [Fact]
    public void A_worker_uses_its_machine_again_and_no_other_worker_does() => With(machines =>
    {
        IrModule module = IrModule.Parse(Text);
        TargetMachineHandle machine = machines.Take(module);
        machines.Keep(module, machine);
        Assert.NotSame(machine, new Machines().Take(module));
        Assert.Same(machine, machines.Take(IrModule.Parse(Text, "another", new CompilerOptions { Verify = false, Pipeline = "globaldce" })));
        Assert.NotSame(machine, machines.Take(module));
    });

    [Theory]
    [InlineData("x86_64-apple-macos11", null, OptimizationLevel.O2, CodeModel.Small, RelocationModel.PositionIndependent)]
    [InlineData(null, "x86-64", OptimizationLevel.O2, CodeModel.Small, RelocationModel.PositionIndependent)]
    [InlineData(null, null, OptimizationLevel.O0, CodeModel.Small, RelocationModel.PositionIndependent)]
    [InlineData(null, null, OptimizationLevel.O2, CodeModel.Large, RelocationModel.PositionIndependent)]
    [InlineData(null, null, OptimizationLevel.O2, CodeModel.Small, RelocationModel.Static)]
    public void A_machine_is_not_used_for_another_purpose(string? triple, string? cpu, OptimizationLevel level, CodeModel model, RelocationModel relocations) => With(machines =>
    {
        IrModule module = IrModule.Parse(Text);
        TargetMachineHandle machine = machines.Take(module);
        machines.Keep(module, machine);
        Assert.NotSame(machine, machines.Take(module.With(new CompilerOptions { Triple = triple, Cpu = cpu, Level = level, CodeModel = model, RelocationModel = relocations })));
    });

    [Fact]
    public void A_worker_keeps_a_few() => With(kept =>
    {
        IrModule module = IrModule.Parse(Text);
        TargetMachineHandle[] machines = [.. Enumerable.Range(0, 6).Select(_ => kept.Take(module))];
        Array.ForEach(machines, machine => kept.Keep(module, machine));
        Assert.Equal([true, true, false, false, false, false], machines.Select(m => m.IsClosed));
        kept.Clear();
        Assert.All(machines, m => Assert.True(m.IsClosed));
    });

    private static void With(Action<Machines> test) => Worker.Run("test", () =>
    {
        test(new Machines());
        return true;
    });
}
