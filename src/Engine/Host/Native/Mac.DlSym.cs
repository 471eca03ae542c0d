using System.Runtime.InteropServices;

namespace Linker.Engine.Host;

internal static partial class Mac
{
    /// <summary><c>RTLD_DEFAULT</c>, dlfcn.h.</summary>
    internal const nint DefaultScope = -2;

    /// <summary>dlsym(3) of macOS.</summary>
    [LibraryImport("libSystem.B.dylib", EntryPoint = "dlsym")]
    internal static partial nint DlSym(nint handle, ref byte zeroTerminatedName);
}
