using Linker.Llvm.Native;

namespace Linker.Llvm;

/// <summary>LLVM's machines that a worker has made and does not use at the moment. Making one, and the tables that its first function brings, takes longer than compiling a small module.</summary>
internal sealed class Machines
{
    private const int Most = 4;

    private readonly List<(CompileTarget Target, CompilerOptions Options, TargetMachineHandle Machine)> _idle = [];

    /// <summary>A machine that nobody else uses.</summary>
    /// <exception cref="IrException">LLVM does not know it, or it is none that this linker links for.</exception>
    internal TargetMachineHandle Take(IrModule module)
    {
        CompilerOptions wanted = WhatMatters(module.Options);
        int place = _idle.FindIndex(m => m.Target == module.Target && m.Options == wanted);
        if (place < 0)
        {
            return module.Target.Create(module.Name, module.Options);
        }

        TargetMachineHandle machine = _idle[place].Machine;
        _idle.RemoveAt(place);
        return machine;
    }

    /// <summary>Keeps a machine for the next module; not one that something has gone wrong with.</summary>
    internal void Keep(IrModule module, TargetMachineHandle machine)
    {
        _idle.Add((module.Target, WhatMatters(module.Options), machine));
        if (_idle.Count > Most)
        {
            _idle[0].Machine.Dispose();
            _idle.RemoveAt(0);
        }
    }

    /// <summary>Gives them back.</summary>
    internal void Clear()
    {
        _idle.ForEach(m => m.Machine.Dispose());
        _idle.Clear();
    }

    // Target has the rest.
    private static CompilerOptions WhatMatters(CompilerOptions options) =>
        new() { Level = options.Level, CodeModel = options.CodeModel, RelocationModel = options.RelocationModel };
}
