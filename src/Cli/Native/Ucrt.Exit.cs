using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Linker.Cli.Native;

internal static partial class Ucrt
{
    /// <summary>exit of Windows' C run time: runs the handlers that were filed, flushes its streams, ends the process.</summary>
    [DoesNotReturn]
    [LibraryImport("ucrtbase", EntryPoint = "exit")]
    internal static partial void Exit(int status);
}
