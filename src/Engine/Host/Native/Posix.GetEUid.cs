using System.Runtime.InteropServices;

namespace Linker.Engine.Host;

internal static partial class Posix
{
    /// <summary>geteuid(2).</summary>
    [LibraryImport("libc.so.6", EntryPoint = "geteuid")]
    internal static partial uint GetEUid();
}
