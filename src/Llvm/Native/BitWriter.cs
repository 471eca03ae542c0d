namespace Linker.Llvm.Native;

/// <summary>llvm-c/BitWriter.h.</summary>
internal static class BitWriter
{
    private static readonly nint WriteFunction = Library.Export("LLVMWriteBitcodeToMemoryBuffer");

    internal static BufferHandle Write(nint module) => new(Worker.Call(WriteFunction, module));
}
