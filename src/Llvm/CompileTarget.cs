using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Linker.Engine;
using Linker.Llvm.Native;
using Linker.Loader;

namespace Linker.Llvm;

/// <summary>What a module is compiled for: options, the module's own wish and this computer in one.</summary>
/// <param name="Triple">The target, in LLVM's spelling.</param>
/// <param name="Cpu">The processor; nothing for what all have.</param>
/// <param name="Features">What it has besides.</param>
internal sealed record CompileTarget(string Triple, string Cpu, string Features)
{
    // LLVM asks the processor and spells everything out each time.
    private static readonly Lazy<(string Triple, string Cpu, string Features)> Host = new(() => (Text.Take(TargetMachine.GetDefaultTriple()), Text.Take(TargetMachine.GetHostCpuName()), Text.Take(TargetMachine.GetHostCpuFeatures())));

    private static readonly ConcurrentDictionary<string, string> Normalized = new();

    /// <summary>The target that LLVM takes by itself.</summary>
    internal static string HostTriple => Host.Value.Triple;

    /// <summary>This computer's processor, as LLVM calls it.</summary>
    internal static string HostCpu => Host.Value.Cpu;

    /// <summary>The object format.</summary>
    internal ObjectFormat Format => FormatOf(Triple);

    /// <summary>What is said first counts: the options, the module, the system.</summary>
    internal static CompileTarget For(CompilerOptions options, string moduleTriple)
    {
        string wish = options.Triple ?? (moduleTriple.Length != 0 ? moduleTriple : HostTriple);
        string triple = Normalized.GetOrAdd(wish, static name => Text.Take(TargetMachine.NormalizeTriple(name)));
        bool isHost = options.Cpu is null && IsOfThisMachine(triple) && FormatOf(triple) == RuntimeLinker.FormatOfProcess;
        string features = isHost && options.Features is { Length: > 0 } more ? $"{Host.Value.Features},{more}" : isHost ? Host.Value.Features : options.Features ?? "";
        return new CompileTarget(triple, options.Cpu ?? (isHost ? HostCpu : ""), features);
    }

    /// <summary>Whether the code is for a machine of the same sort: libraries for another one cannot join.</summary>
    internal static bool AreOfOneMachine(string triple, string other) => MachineOf(triple) == MachineOf(other);

    /// <summary>Makes LLVM's machine.</summary>
    /// <exception cref="IrException">LLVM does not know it, or it is none that this linker links for.</exception>
    internal TargetMachineHandle Create(string moduleName, CompilerOptions options)
    {
        if (MachineOf(Triple) is not ("x86_64" or "aarch64"))
        {
            throw new IrException(moduleName, CompileStage.Target, $"'{Triple}' is neither for x86-64 nor for AArch64");
        }

        ThrowIfUnknown(moduleName, options.Level);
        ThrowIfUnknown(moduleName, options.CodeModel);
        ThrowIfUnknown(moduleName, options.RelocationModel);
        if (TargetMachine.FromTriple(Triple, out nint target, out nint message) != 0)
        {
            throw new IrException(moduleName, CompileStage.Target, Text.Take(message));
        }

        TargetMachineHandle machine = TargetMachine.Create(target, Triple, Cpu, Features, (int)options.Level, (int)options.RelocationModel, (int)options.CodeModel);
        if (machine.IsInvalid)
        {
            machine.Dispose();
            throw new IrException(moduleName, CompileStage.Target, $"there is no machine code for {Triple}");
        }

        TargetMachine.SetAsmVerbosity(machine, 1);
        return machine;
    }

    // LLVM takes whatever number it gets for one of its own.
    private static void ThrowIfUnknown<T>(string moduleName, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new IrException(moduleName, CompileStage.Target, $"there is no {typeof(T).Name} {value}");
        }
    }

    /// <summary>The object format that a target's name means.</summary>
    internal static ObjectFormat FormatOf(string triple)
    {
        string[] parts = triple.Split('-');
        string system = parts.Length > 2 ? parts[2] : "", environment = parts.Length > 3 ? parts[3] : "";
        return environment.EndsWith("elf", StringComparison.Ordinal) ? ObjectFormat.Elf
            : environment.EndsWith("macho", StringComparison.Ordinal) || AppleSystems.Any(name => system.StartsWith(name, StringComparison.Ordinal)) ? ObjectFormat.MachO
            : environment.EndsWith("coff", StringComparison.Ordinal) || WindowsSystems.Any(name => system.StartsWith(name, StringComparison.Ordinal)) ? ObjectFormat.Coff
            : ObjectFormat.Elf;
    }

    private static readonly string[] AppleSystems = ["darwin", "macos", "ios", "tvos", "watchos", "xros", "visionos", "driverkit", "bridgeos"];

    private static readonly string[] WindowsSystems = ["windows", "win32", "uefi", "cygwin"];

    private static bool IsOfThisMachine(string triple) => MachineOf(triple) == (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64");

    private static string MachineOf(string triple) => triple.Split('-')[0] switch
    {
        "arm64" or "aarch64" => "aarch64",
        "amd64" or "x86_64" or "x86_64h" => "x86_64",
        string other => other,
    };
}
