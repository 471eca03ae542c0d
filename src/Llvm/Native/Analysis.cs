namespace Linker.Llvm.Native;

/// <summary>llvm-c/Analysis.h.</summary>
internal static class Analysis
{
    private static readonly nint VerifyFunction = Library.Export("LLVMVerifyModule");

    /// <summary>LLVMReturnStatusAction.</summary>
    internal const int ReturnStatus = 2;

    /// <returns>Whether the module is broken.</returns>
    internal static int Verify(nint module, int action, out nint message) => Guarded.Call(VerifyFunction, [module, action], out message);
}
