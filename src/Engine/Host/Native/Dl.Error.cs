using System.Runtime.InteropServices;

namespace Linker.Engine.Host;

internal static partial class Dl
{
    /// <summary>dlerror(3): the text belongs to the C library; read it before the next call.</summary>
    [LibraryImport("libc.so.6", EntryPoint = "dlerror")]
    internal static partial nint Error();
}
