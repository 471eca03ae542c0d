using System.Runtime.InteropServices;

namespace Linker.Engine.Host;

internal static partial class Dl
{
    internal const int SymbolEntry = 1;

    /// <summary>dladdr1(3); with <c>RTLD_DL_SYMENT</c> the extra result is the <c>Elf64_Sym</c> of the nearest symbol.</summary>
    [LibraryImport("libc.so.6", EntryPoint = "dladdr1")]
    internal static partial int Addr1(nint address, out AddressInfo info, out nint extra, int flags);

    /// <summary>Dl_info.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct AddressInfo
    {
        internal nint FileName;    // dli_fname
        internal nint Base;        // dli_fbase
        internal nint SymbolName;  // dli_sname
        internal nint Symbol;      // dli_saddr
    }
}
