using System.Runtime.InteropServices;

namespace Linker.Engine.Host;

internal static partial class Posix
{
    internal const int OpenWrite = 1, OpenCreate = 0x40, OpenAppend = 0x400;

    /// <summary>open(2), of what may have to be made.</summary>
    [LibraryImport("libc.so.6", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int OpenNew(string path, int flags, uint mode);
}
