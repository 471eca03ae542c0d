using System.Runtime.InteropServices;

namespace Linker.Engine.Host;

internal static partial class Win32
{
    /// <summary>RtlAddFunctionTable: sorted entries that count from a base; the system keeps the address and copies nothing.</summary>
    [LibraryImport("kernel32")]
    internal static partial byte RtlAddFunctionTable(nint entries, uint count, ulong imageBase);
}
