using System.Runtime.InteropServices;

namespace Linker.Engine.Host;

internal static partial class Posix
{
    internal const int OpenNonBlocking = 0x800, OpenCloseOnExec = 0x80000;

    /// <summary>Fails for symbolic links; the machines disagree about the bit.</summary>
    internal static int OpenNoFollow => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

    /// <summary>open(2), of what is there already.</summary>
    [LibraryImport("libc.so.6", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);
}
