using Linker.Shared;

namespace Linker.Llvm.Tests;

/// <summary>LLVM, without which most tests here have nothing to test.</summary>
internal static class Needs
{
    /// <summary>Ends a test where there is no libLLVM.</summary>
    internal static void Llvm()
    {
        try
        {
            _ = Compiler.Version;
        }
        catch (MissingLibraryException missing)
        {
            Needed.Missing(missing.Message);
        }
    }
}
