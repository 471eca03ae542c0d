using System.Runtime.InteropServices;

namespace Linker.Llvm.Native;

/// <summary>llvm-c/TargetMachine.h.</summary>
internal static partial class TargetMachine
{
    /// <summary>LLVMCodeGenFileType.</summary>
    internal const int AssemblyFile = 0, ObjectFile = 1;

    private static readonly nint CreateFunction = Library.Export("LLVMCreateTargetMachine"), EmitFunction = Library.Export("LLVMTargetMachineEmitToMemoryBuffer");

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetTargetFromTriple", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int FromTriple(string triple, out nint target, out nint message);

    internal static TargetMachineHandle Create(nint target, string triple, string cpu, string features, int level, int relocations, int codeModel) =>
        new(Guarded.Call(CreateFunction, [target], [triple, cpu, features], [level, relocations, codeModel]));

    [LibraryImport(Library.Name, EntryPoint = "LLVMDisposeTargetMachine")]
    internal static partial void Dispose(nint machine);

    [LibraryImport(Library.Name, EntryPoint = "LLVMCreateTargetDataLayout")]
    internal static partial DataLayoutHandle CreateDataLayout(TargetMachineHandle machine);

    internal static int Emit(TargetMachineHandle machine, nint module, int kind, out nint message, out nint buffer) => Guarded.Call(EmitFunction, [machine.DangerousGetHandle(), module, kind], out message, out buffer);

    [LibraryImport(Library.Name, EntryPoint = "LLVMSetTargetMachineAsmVerbosity")]
    internal static partial void SetAsmVerbosity(TargetMachineHandle machine, int isVerbose);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetDefaultTargetTriple")]
    internal static partial nint GetDefaultTriple();

    [LibraryImport(Library.Name, EntryPoint = "LLVMNormalizeTargetTriple", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint NormalizeTriple(string triple);

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetHostCPUName")]
    internal static partial nint GetHostCpuName();

    [LibraryImport(Library.Name, EntryPoint = "LLVMGetHostCPUFeatures")]
    internal static partial nint GetHostCpuFeatures();
}
