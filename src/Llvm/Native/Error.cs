using System.Runtime.InteropServices;

namespace Linker.Llvm.Native;

/// <summary>llvm-c/Error.h.</summary>
internal static partial class Error
{
    /// <summary>Takes the error.</summary>
    [LibraryImport(Library.Name, EntryPoint = "LLVMGetErrorMessage")]
    internal static partial nint GetMessage(nint error);

    [LibraryImport(Library.Name, EntryPoint = "LLVMDisposeErrorMessage")]
    internal static partial void DisposeMessage(nint message);
}
