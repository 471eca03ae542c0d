namespace Linker.Llvm.Native;

/// <summary>llvm-c/BitReader.h. Errors are diagnostics of the context.</summary>
internal static class BitReader
{
    private static readonly nint ParseFunction = Library.Export("LLVMParseBitcodeInContext2"), OpenFunction = Library.Export("LLVMGetBitcodeModuleInContext2");

    /// <summary>All of a module.</summary>
    internal static int Parse(nint context, BufferHandle buffer, out nint module) => Guarded.Call(ParseFunction, [context, buffer.DangerousGetHandle()], out module);

    /// <summary>A module whose bodies are read when they are needed; takes the buffer if it succeeds.</summary>
    internal static int Open(nint context, nint buffer, out nint module) => Guarded.Call(OpenFunction, [context, buffer], out module);
}
