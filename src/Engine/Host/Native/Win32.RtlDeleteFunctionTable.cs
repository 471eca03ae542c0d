using System.Runtime.InteropServices;

namespace Linker.Engine.Host;

internal static partial class Win32
{
    /// <summary>RtlDeleteFunctionTable.</summary>
    [LibraryImport("kernel32")]
    internal static partial byte RtlDeleteFunctionTable(nint entries);
}
