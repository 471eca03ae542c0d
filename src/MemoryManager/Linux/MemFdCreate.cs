using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Linux;

internal static partial class Libc
{
    /// <summary>memfd_create(2). −1 on failure.</summary>
    [LibraryImport("libc.so.6", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MemFdCreate(string name, MemFdFlags flags);
}

/// <summary>MFD_*.</summary>
[Flags]
internal enum MemFdFlags : uint
{
    CloseOnExec = 0x01,

    /// <summary>Known since Linux 6.3; older kernels answer EINVAL.</summary>
    Exec = 0x10,
}
