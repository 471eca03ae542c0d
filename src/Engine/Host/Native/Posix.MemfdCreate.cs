using System.Runtime.InteropServices;

namespace Linker.Engine.Host;

/// <summary>System calls, one a file.</summary>
internal static partial class Posix
{
    internal const uint CloseOnExec = 1;

    /// <summary>memfd_create(2).</summary>
    [LibraryImport("libc.so.6", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MemfdCreate(string name, uint flags);
}
