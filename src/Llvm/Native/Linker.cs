using System.Runtime.InteropServices;

namespace Linker.Llvm.Native;

/// <summary>llvm-c/Linker.h.</summary>
internal static partial class IrLinker
{
    /// <summary>Takes the source, whatever comes of it; errors are diagnostics of the context.</summary>
    [LibraryImport(Library.Name, EntryPoint = "LLVMLinkModules2")]
    internal static partial int Link(nint destination, nint source);
}
