using Linker.Llvm.Native;

namespace Linker.Llvm;

/// <summary>LLVM's machines that a thread has made and does not use at the moment. Making one, and the tables that its first function brings, takes longer than compiling a small module.</summary>
internal static class Machines
{
    private const int Most = 4;

    [ThreadStatic]
    private static List<(CompileTarget Target, CompilerOptions Options, TargetMachineHandle Machine)>? t_idle;

    /// <summary>A machine that nobody else uses.</summary>
    /// <exception cref="IrException">LLVM does not know it, or it is none that this linker links for.</exception>
    internal static TargetMachineHandle Take(IrModule module)
    {
        Worker.Stage = CompileStage.Target;
        CompilerOptions wanted = WhatMatters(module.Options);
        int place = t_idle?.FindIndex(m => m.Target == module.Target && m.Options == wanted) ?? -1;
        if (place < 0)
        {
            return module.Target.Create(module.Name, module.Options);
        }

        TargetMachineHandle machine = t_idle![place].Machine;
        t_idle.RemoveAt(place);
        return machine;
    }

    /// <summary>Keeps a machine for the next module; not one that something has gone wrong with.</summary>
    internal static void Keep(IrModule module, TargetMachineHandle machine)
    {
        t_idle ??= [];
        t_idle.Add((module.Target, WhatMatters(module.Options), machine));
        if (t_idle.Count > Most)
        {
            t_idle[0].Machine.Dispose();
            t_idle.RemoveAt(0);
        }
    }

    /// <summary>The thread ends.</summary>
    internal static void Clear()
    {
        t_idle?.ForEach(m => m.Machine.Dispose());
        t_idle = null;
    }

    // Target has the rest.
    private static CompilerOptions WhatMatters(CompilerOptions options) =>
        new() { Level = options.Level, CodeModel = options.CodeModel, RelocationModel = options.RelocationModel };
}
