using System.Runtime.InteropServices;

namespace Linker.Engine.Host;

internal static partial class Posix
{
    /// <summary>close(2).</summary>
    [LibraryImport("libc.so.6", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int file);
}
