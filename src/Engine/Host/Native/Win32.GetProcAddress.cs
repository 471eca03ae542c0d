using System.Runtime.InteropServices;

namespace Linker.Engine.Host;

internal static partial class Win32
{
    /// <summary>GetProcAddress by ordinal: a number below 65536 in place of the name.</summary>
    [LibraryImport("kernel32", EntryPoint = "GetProcAddress", SetLastError = true)]
    internal static partial nint GetProcAddress(nint module, nint ordinal);
}
