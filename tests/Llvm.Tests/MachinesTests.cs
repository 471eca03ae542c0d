using Linker.Llvm.Native;

namespace Linker.Llvm.Tests;

public class MachinesTests
{
    private const string Text = "define i32 @f() { ret i32 1 }";

    public MachinesTests() => Needs.Llvm();

    [Fact]
    public void A_thread_uses_its_machine_again_and_no_other_thread_does() => OnThread(() =>
    {
        IrModule module = IrModule.Parse(Text);
        TargetMachineHandle machine = Machines.Take(module);
        Machines.Keep(module, machine);
        TargetMachineHandle? elsewhere = null;
        OnThread(() => elsewhere = Machines.Take(module));
        Assert.NotSame(machine, elsewhere);
        Assert.Same(machine, Machines.Take(IrModule.Parse(Text, "another", new CompilerOptions { Verify = false, Pipeline = "globaldce" })));
        Assert.NotSame(machine, Machines.Take(module));
    });

    [Theory]
    [InlineData("x86_64-apple-macos11", null, OptimizationLevel.O2, CodeModel.Small, RelocationModel.PositionIndependent)]
    [InlineData(null, "x86-64", OptimizationLevel.O2, CodeModel.Small, RelocationModel.PositionIndependent)]
    [InlineData(null, null, OptimizationLevel.O0, CodeModel.Small, RelocationModel.PositionIndependent)]
    [InlineData(null, null, OptimizationLevel.O2, CodeModel.Large, RelocationModel.PositionIndependent)]
    [InlineData(null, null, OptimizationLevel.O2, CodeModel.Small, RelocationModel.Static)]
    public void A_machine_is_not_used_for_another_purpose(string? triple, string? cpu, OptimizationLevel level, CodeModel model, RelocationModel relocations) => OnThread(() =>
    {
        IrModule module = IrModule.Parse(Text);
        TargetMachineHandle machine = Machines.Take(module);
        Machines.Keep(module, machine);
        Assert.NotSame(machine, Machines.Take(module.With(new CompilerOptions { Triple = triple, Cpu = cpu, Level = level, CodeModel = model, RelocationModel = relocations })));
    });

    [Fact]
    public void A_thread_keeps_a_few() => OnThread(() =>
    {
        IrModule module = IrModule.Parse(Text);
        TargetMachineHandle[] machines = [.. Enumerable.Range(0, 6).Select(_ => Machines.Take(module))];
        Array.ForEach(machines, machine => Machines.Keep(module, machine));
        Assert.Equal([true, true, false, false, false, false], machines.Select(m => m.IsClosed));
        Machines.Clear();
        Assert.All(machines, m => Assert.True(m.IsClosed));
    });

    // Each test has the machines of its own thread.
    private static void OnThread(Action test)
    {
        System.Runtime.ExceptionServices.ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                test();
            }
            catch (Exception e)
            {
                failure = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }
}
