using System.Runtime.InteropServices;

namespace Linker.Llvm.Native;

/// <summary>llvm-c/BitReader.h. Errors are diagnostics of the context.</summary>
internal static partial class BitReader
{
    /// <summary>All of a module.</summary>
    [LibraryImport(Library.Name, EntryPoint = "LLVMParseBitcodeInContext2")]
    internal static partial int Parse(nint context, BufferHandle buffer, out nint module);

    /// <summary>A module whose bodies are read when they are needed; takes the buffer if it succeeds.</summary>
    [LibraryImport(Library.Name, EntryPoint = "LLVMGetBitcodeModuleInContext2")]
    internal static partial int Open(nint context, nint buffer, out nint module);
}
