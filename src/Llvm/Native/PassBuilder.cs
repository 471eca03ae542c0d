using System.Runtime.InteropServices;

namespace Linker.Llvm.Native;

/// <summary>llvm-c/Transforms/PassBuilder.h.</summary>
internal static partial class PassBuilder
{
    /// <returns>An error, or 0.</returns>
    [LibraryImport(Library.Name, EntryPoint = "LLVMRunPasses", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint Run(nint module, string passes, nint machine, PassOptionsHandle options);

    [LibraryImport(Library.Name, EntryPoint = "LLVMCreatePassBuilderOptions")]
    internal static partial PassOptionsHandle CreateOptions();

    [LibraryImport(Library.Name, EntryPoint = "LLVMDisposePassBuilderOptions")]
    internal static partial void DisposeOptions(nint options);
}
