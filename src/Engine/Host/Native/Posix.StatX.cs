using System.Runtime.InteropServices;

namespace Linker.Engine.Host;

internal static partial class Posix
{
    internal const int CurrentFolder = -100, StatNoFollow = 0x100, StatEmptyPath = 0x1000;

    /// <summary>STATX_TYPE, STATX_MODE and STATX_UID.</summary>
    internal const uint StatOwner = 0x1 | 0x2 | 0x8;

    /// <summary>statx(2), whose record is the same on all machines.</summary>
    [LibraryImport("libc.so.6", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int StatX(int folder, string path, int flags, uint mask, out StatXRecord record);

    /// <summary>What is read of <c>struct statx</c>.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct StatXRecord
    {
        /// <summary>stx_uid</summary>
        [FieldOffset(20)]
        internal uint Uid;

        /// <summary>stx_mode</summary>
        [FieldOffset(28)]
        internal ushort Mode;
    }
}
