using System.Runtime.InteropServices;

namespace Linker.Engine.Host;

internal static partial class Dl
{
    /// <summary>dlclose(3).</summary>
    [LibraryImport("libc.so.6", EntryPoint = "dlclose")]
    internal static partial int Close(nint handle);
}
