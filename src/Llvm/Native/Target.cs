using System.Runtime.InteropServices;

namespace Linker.Llvm.Native;

/// <summary>llvm-c/Target.h: the machines that this linker links for.</summary>
internal static partial class Target
{
    [LibraryImport(Library.Name, EntryPoint = "LLVMInitializeX86TargetInfo")]
    internal static partial void X64Name();

    [LibraryImport(Library.Name, EntryPoint = "LLVMInitializeX86Target")]
    internal static partial void X64();

    [LibraryImport(Library.Name, EntryPoint = "LLVMInitializeX86TargetMC")]
    internal static partial void X64Code();

    [LibraryImport(Library.Name, EntryPoint = "LLVMInitializeX86AsmPrinter")]
    internal static partial void X64Printer();

    [LibraryImport(Library.Name, EntryPoint = "LLVMInitializeX86AsmParser")]
    internal static partial void X64Parser();

    [LibraryImport(Library.Name, EntryPoint = "LLVMInitializeAArch64TargetInfo")]
    internal static partial void Arm64Name();

    [LibraryImport(Library.Name, EntryPoint = "LLVMInitializeAArch64Target")]
    internal static partial void Arm64();

    [LibraryImport(Library.Name, EntryPoint = "LLVMInitializeAArch64TargetMC")]
    internal static partial void Arm64Code();

    [LibraryImport(Library.Name, EntryPoint = "LLVMInitializeAArch64AsmPrinter")]
    internal static partial void Arm64Printer();

    [LibraryImport(Library.Name, EntryPoint = "LLVMInitializeAArch64AsmParser")]
    internal static partial void Arm64Parser();

    [LibraryImport(Library.Name, EntryPoint = "LLVMCopyStringRepOfTargetData")]
    internal static partial nint CopyString(DataLayoutHandle layout);

    [LibraryImport(Library.Name, EntryPoint = "LLVMDisposeTargetData")]
    internal static partial void DisposeData(nint layout);
}
