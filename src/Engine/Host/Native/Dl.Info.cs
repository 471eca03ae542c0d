using System.Runtime.InteropServices;

namespace Linker.Engine.Host;

internal static partial class Dl
{
    internal const int LinkMap = 2;

    /// <summary>dlinfo(3); with <c>RTLD_DI_LINKMAP</c> the result is a <c>struct link_map *</c>, whose first word is the load address.</summary>
    [LibraryImport("libc.so.6", EntryPoint = "dlinfo")]
    internal static partial int Info(nint handle, int request, out nint result);
}
