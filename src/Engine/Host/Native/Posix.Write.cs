using System.Runtime.InteropServices;

namespace Linker.Engine.Host;

internal static partial class Posix
{
    /// <summary>write(2).</summary>
    [LibraryImport("libc.so.6", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int file, ref byte bytes, nint count);
}
