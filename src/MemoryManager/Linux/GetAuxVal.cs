using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Linux;

internal static partial class Libc
{
    /// <summary>getauxval(3): 0 for what the kernel did not say.</summary>
    [LibraryImport("libc.so.6", EntryPoint = "getauxval")]
    internal static partial ulong GetAuxVal(ulong type);
}
