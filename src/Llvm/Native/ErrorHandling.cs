using System.Runtime.InteropServices;

namespace Linker.Llvm.Native;

/// <summary>llvm-c/ErrorHandling.h.</summary>
internal static partial class ErrorHandling
{
    /// <param name="handler"><c>void (*)(const char *)</c>; when it returns, the process ends.</param>
    [LibraryImport(Library.Name, EntryPoint = "LLVMInstallFatalErrorHandler")]
    internal static partial void InstallFatalErrorHandler(nint handler);
}
