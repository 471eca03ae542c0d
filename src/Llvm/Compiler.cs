using System.Globalization;
using Linker.Engine;
using Linker.Llvm.Native;

namespace Linker.Llvm;

/// <summary>LLVM: modules in, objects out.</summary>
public static class Compiler
{
    /// <summary>LLVM's version.</summary>
    /// <exception cref="MissingLibraryException">There is no LLVM.</exception>
    public static Version Version => Library.Loaded.Version;

    /// <summary>By which path or name libLLVM was loaded. Bindings of which modules come by their handles have to use the same library.</summary>
    /// <exception cref="MissingLibraryException">There is no LLVM.</exception>
    public static string LibraryPath => Library.Loaded.Path;

    /// <summary>The target of modules and options that name none.</summary>
    /// <exception cref="MissingLibraryException">There is no LLVM.</exception>
    public static string HostTriple => Worker.Run("host", () => CompileTarget.HostTriple);

    /// <summary>Compiles a module.</summary>
    /// <param name="module">The module.</param>
    /// <returns>The bytes of a relocatable object.</returns>
    /// <exception cref="IrException">LLVM refuses.</exception>
    public static ReadOnlyMemory<byte> Compile(IrModule module) => Emit(module, TargetMachine.ObjectFile);

    internal static byte[] Emit(IrModule module, int kind)
    {
        ArgumentNullException.ThrowIfNull(module);
        return Worker.Run(module.Name, () =>
        {
            using OpenModule open = OpenModule.Of(module.Source, module.Name);
            return With(module, machine =>
            {
                Prepare(module, open, machine);
                Optimize(module, open, machine, null);
                return Emit(module.Name, open, machine, kind);
            });
        });
    }

    internal static IrModule Optimize(IrModule module, Action<PassSnapshot>? watch) => Worker.Run(module.Name, () =>
    {
        using OpenModule open = OpenModule.Of(module.Source, module.Name);
        return With(module, machine =>
        {
            Prepare(module, open, machine);
            Optimize(module, open, machine, watch);
            return IrModule.From(open.Code, module.Name, module.Options with { Pipeline = "" }, isVerified: false);
        });
    });

    /// <summary>What the object of a module depends on: its source, what it is compiled for and how, and LLVM's version.</summary>
    /// <param name="source">The module as text or bitcode, byte by byte. <see cref="IrModule.Key"/> is another key, of the module that was read.</param>
    /// <param name="options">What it is compiled for, and how.</param>
    /// <exception cref="MissingLibraryException">There is no LLVM.</exception>
    public static ObjectKey KeyOf(ReadOnlySpan<byte> source, CompilerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _ = Library.Loaded;
        return KeyOf(source, CompileTarget.For(options, ""), options);
    }

    internal static ObjectKey KeyOf(ReadOnlySpan<byte> source, CompileTarget target, CompilerOptions options) => ObjectKey.Of(
        source, Library.Loaded.Version.ToString(), target.Triple, target.Cpu, target.Features, options.Level.ToString(), options.Pipeline ?? "default",
        options.CodeModel.ToString(), options.RelocationModel.ToString());

    private static T With<T>(IrModule module, Func<TargetMachineHandle, T> use)
    {
        Worker.Stage = CompileStage.Target;
        Machines machines = Worker.Current.Machines;
        TargetMachineHandle machine = machines.Take(module);
        try
        {
            T result = use(machine);
            machines.Keep(module, machine);
            return result;
        }
        catch
        {
            machine.Dispose();
            throw;
        }
    }

    // Everything up to passes.
    private static void Prepare(IrModule module, OpenModule open, TargetMachineHandle machine)
    {
        SetTarget(open.Code, module.Target, machine);
        if (module.Options.Verify && !module.IsVerified)
        {
            open.Workspace.Verify(open.Code);
        }
    }

    private static void Optimize(IrModule module, OpenModule open, TargetMachineHandle machine, Action<PassSnapshot>? watch)
    {
        watch?.Invoke(new PassSnapshot("", Text.Take(Core.PrintModuleToString(open.Code.Pointer))));
        string passes = module.Options.Pipeline ?? string.Create(CultureInfo.InvariantCulture, $"default<{module.Options.Level}>");
        foreach (string pass in watch is null ? [passes] : PassSnapshot.Split(passes))
        {
            if (!string.IsNullOrWhiteSpace(pass))
            {
                open.Workspace.Run(open.Code.Pointer, pass, machine, CompileStage.Optimize);
                watch?.Invoke(new PassSnapshot(pass, Text.Take(Core.PrintModuleToString(open.Code.Pointer))));
            }
        }
    }

    private static void SetTarget(IrHandle code, CompileTarget target, TargetMachineHandle machine)
    {
        using DataLayoutHandle layout = TargetMachine.CreateDataLayout(machine);
        nint text = Target.CopyString(layout);
        Core.SetDataLayout(code.Pointer, text);
        Core.DisposeMessage(text);
        Core.SetTarget(code.Pointer, target.Triple);
    }

    private static byte[] Emit(string name, OpenModule open, TargetMachineHandle machine, int kind)
    {
        Worker.Stage = CompileStage.Emit;
        if (TargetMachine.Emit(machine, open.Code.Pointer, kind, out nint message, out nint buffer) != 0)
        {
            throw new IrException(name, CompileStage.Emit, Text.Take(message));
        }

        using var output = new BufferHandle(buffer);
        open.Workspace.ThrowIfErrors(CompileStage.Emit);
        return Text.BytesOf(output);
    }
}
