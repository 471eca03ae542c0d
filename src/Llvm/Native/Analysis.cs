using System.Runtime.InteropServices;

namespace Linker.Llvm.Native;

/// <summary>llvm-c/Analysis.h.</summary>
internal static partial class Analysis
{
    /// <summary>LLVMReturnStatusAction.</summary>
    internal const int ReturnStatus = 2;

    /// <returns>Whether the module is broken.</returns>
    [LibraryImport(Library.Name, EntryPoint = "LLVMVerifyModule")]
    internal static partial int Verify(nint module, int action, out nint message);
}
