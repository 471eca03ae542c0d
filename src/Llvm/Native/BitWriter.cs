using System.Runtime.InteropServices;

namespace Linker.Llvm.Native;

/// <summary>llvm-c/BitWriter.h.</summary>
internal static partial class BitWriter
{
    [LibraryImport(Library.Name, EntryPoint = "LLVMWriteBitcodeToMemoryBuffer")]
    internal static partial BufferHandle Write(nint module);
}
