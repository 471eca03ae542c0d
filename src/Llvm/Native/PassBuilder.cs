using System.Runtime.InteropServices;

namespace Linker.Llvm.Native;

/// <summary>llvm-c/Transforms/PassBuilder.h.</summary>
internal static partial class PassBuilder
{
    private static readonly nint RunFunction = Library.Export("LLVMRunPasses");

    /// <returns>An error, or 0.</returns>
    internal static nint Run(nint module, string passes, nint machine, PassOptionsHandle options) => Guarded.Call(RunFunction, [module], [passes], [machine, options.DangerousGetHandle()]);

    [LibraryImport(Library.Name, EntryPoint = "LLVMCreatePassBuilderOptions")]
    internal static partial PassOptionsHandle CreateOptions();

    [LibraryImport(Library.Name, EntryPoint = "LLVMDisposePassBuilderOptions")]
    internal static partial void DisposeOptions(nint options);
}
