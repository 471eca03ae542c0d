namespace Linker.Llvm.Native;

/// <summary>llvm-c/Linker.h.</summary>
internal static class IrLinker
{
    private static readonly nint LinkFunction = Library.Export("LLVMLinkModules2");

    /// <summary>Takes the source, whatever comes of it; errors are diagnostics of the context.</summary>
    internal static int Link(nint destination, nint source) => (int)Worker.Call(LinkFunction, destination, source);
}
