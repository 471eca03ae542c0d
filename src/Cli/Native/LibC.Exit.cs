using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Linker.Cli.Native;

internal static partial class LibC
{
    /// <summary>exit(3): runs the handlers that were filed, flushes the C library's streams, ends the process.</summary>
    [DoesNotReturn]
    [LibraryImport("libc.so.6", EntryPoint = "exit")]
    internal static partial void Exit(int status);
}
