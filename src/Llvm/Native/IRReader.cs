namespace Linker.Llvm.Native;

/// <summary>llvm-c/IRReader.h: text or bitcode.</summary>
internal static class IRReader
{
    private static readonly nint ParseFunction = Library.Export("LLVMParseIRInContext");

    /// <summary>Takes the buffer, whatever comes of it.</summary>
    internal static int Parse(nint context, nint buffer, out nint module, out nint message) => Guarded.Call(ParseFunction, [context, buffer], out module, out message);
}
