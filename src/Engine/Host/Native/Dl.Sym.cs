using System.Runtime.InteropServices;

namespace Linker.Engine.Host;

internal static partial class Dl
{
    /// <summary>dlsym(3); handle 0 is <c>RTLD_DEFAULT</c>.</summary>
    [LibraryImport("libc.so.6", EntryPoint = "dlsym")]
    internal static partial nint Sym(nint handle, ref byte zeroTerminatedName);
}
