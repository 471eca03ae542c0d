using System.Runtime.InteropServices;

namespace Linker.Llvm.Native;

/// <summary>llvm-c/IRReader.h: text or bitcode.</summary>
internal static partial class IRReader
{
    /// <summary>Takes the buffer, whatever comes of it.</summary>
    [LibraryImport(Library.Name, EntryPoint = "LLVMParseIRInContext")]
    internal static partial int Parse(ContextHandle context, nint buffer, out nint module, out nint message);
}
