using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Linux;

internal static partial class Libc
{
    /// <summary>getrlimit(2).</summary>
    [LibraryImport("libc.so.6", EntryPoint = "getrlimit", SetLastError = true)]
    internal static partial int GetRLimit(ResourceKind resource, out ResourceLimit limit);
}

/// <summary>RLIMIT_*.</summary>
internal enum ResourceKind
{
    FileSize = 1,
}

/// <summary>struct rlimit.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ResourceLimit
{
    /// <summary>rlim_t rlim_cur</summary>
    public ulong Current;

    /// <summary>rlim_t rlim_max</summary>
    public ulong Maximum;
}
